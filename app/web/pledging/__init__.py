"""How a country prepares its pledge, for itself alone."""
