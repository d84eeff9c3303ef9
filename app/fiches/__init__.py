"""Fiches: what the Commission writes of a plan, its factual check by the country, and the letter beside it."""
