"""The desk of a country: what needs somebody's hand today, what waits for others, and what was asked of whom."""
