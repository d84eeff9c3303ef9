"""Every SELECT on deliverables."""
