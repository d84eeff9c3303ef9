"""Floor 1: who did what, from what to what; append-only and hash-chained."""
