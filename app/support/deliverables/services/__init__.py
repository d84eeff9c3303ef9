"""The verbs on deliverables."""
