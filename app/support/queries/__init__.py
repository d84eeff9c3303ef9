"""Every SELECT on support."""
