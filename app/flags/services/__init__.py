"""The verbs on flags."""
