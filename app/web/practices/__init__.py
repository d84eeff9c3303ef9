"""Pages of good practices, of their reuse, and of who stood where a country stands."""
