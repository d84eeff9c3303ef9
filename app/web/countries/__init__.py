"""A country's pages: overview, cell, milestone; and the deeds on its plan."""
