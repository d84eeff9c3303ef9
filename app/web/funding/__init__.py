"""Pages on money across plans."""
