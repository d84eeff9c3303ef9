"""Flags: lists, drafts, the exchange on one."""
