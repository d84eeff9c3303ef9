"""The yearly cycle: its page, its calendar, what is recorded of a step, the reference key and its calculator."""
