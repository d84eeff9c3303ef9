"""Findings of the Commission by year, those of one Member State, and what is recorded of them."""
