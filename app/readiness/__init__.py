"""Floor 5: readiness, defined once (rule version 1, docs/method.md). Plain arithmetic on plain data."""
