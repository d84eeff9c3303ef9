"""What can be said at all: shapes of values and how they fit together, the same for every door."""
