"""The reading room: a plan item by item, the reviewers' desk, second readings."""
