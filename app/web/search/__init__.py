"""Finding items, acts, guidance, own milestones, and what else the reader may read, by words."""
