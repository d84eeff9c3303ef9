"""Notices: what happened that somebody is meant to hear of, and the mails that tell it."""
