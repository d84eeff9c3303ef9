"""The verbs of rounds and submissions."""
