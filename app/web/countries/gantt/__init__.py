"""The plan as bars on a scale of days: of a block by milestones, of a whole plan by items."""
