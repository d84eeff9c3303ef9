"""Guidance and training of the Commission and the agencies, and what countries record of their use."""
