"""Large files sent piece by piece by the page's script."""
