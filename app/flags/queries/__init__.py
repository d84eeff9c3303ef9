"""Every SELECT on flags."""
