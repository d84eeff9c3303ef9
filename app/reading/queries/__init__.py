"""Every SELECT of the reading room, and what is made of it."""
