"""Every SELECT of rounds, submissions and what a snapshot is made of."""
