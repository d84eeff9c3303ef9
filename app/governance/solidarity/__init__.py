"""Findings of the Commission, what follows from them, and a country's own preparation of its pledge."""
