"""People and their roles, releases of the catalogue, the audit trail. No plan and no notes."""
