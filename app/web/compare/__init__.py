"""Two days compared: what moved, and what the difference is made of."""
