"""Every SELECT on questions, answers and who relies on them."""
