"""Fiches as pages of other areas show them."""
