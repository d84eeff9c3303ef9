"""Floor 10: rounds, submissions and their seals: what was asked, what was sent, and the proof of what it said."""
