"""Blocks: one block across all countries."""
