"""Floor 2: people, what they may do and where, and how they prove who they are."""
