"""Every SELECT of notices and of the mails that tell them."""
