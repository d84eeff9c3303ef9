"""One module a group of bars; each has `measure(stage)`, which yields its lines."""
