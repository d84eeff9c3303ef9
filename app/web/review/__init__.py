"""Rounds, submissions, seals and comparisons."""
