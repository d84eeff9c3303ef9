"""Floor 8: the demonstration, a simulation whose rows are a function of seed and day. Everything in it is invented."""
