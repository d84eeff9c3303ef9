"""Gaps: what the rules found, under its root."""
