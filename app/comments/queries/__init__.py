"""Every SELECT on comments and consultations."""
