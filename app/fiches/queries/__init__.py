"""Every SELECT on fiches."""
