"""What happened that the reader is meant to hear of."""
