"""The working list: all milestones of a plan, filtered, and changed many at a time."""
