"""The page of notices, and what is chosen of mails."""
