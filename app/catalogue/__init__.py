"""Floor 3: what is required. YAML under `checklists/` becomes relational rows, one immutable release at a time."""
