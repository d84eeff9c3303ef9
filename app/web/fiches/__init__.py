"""Fiches: the list, one fiche with its factual check, the letter beside it."""
