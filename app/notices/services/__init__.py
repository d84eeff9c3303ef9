"""The verbs: choose what is mailed, say that notices are seen, gather mails and send them."""
