"""Every SELECT of the desk."""
