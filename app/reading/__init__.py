"""The reading room: how far a reviewer has read a plan, what changed since, and second readings by two reviewers."""
