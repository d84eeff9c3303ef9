"""Finding items, acts and own milestones by words."""
