"""Notices: who hears of what, and the mails that tell it."""
