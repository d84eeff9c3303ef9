"""The deeds of the reading room."""
