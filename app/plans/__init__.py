"""Floor 4: what is promised and done: plans, milestones, evidence, their history and their releases."""
