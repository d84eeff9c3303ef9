"""Files that people upload: which are taken, what is known of them, and where their bytes lie (docs/uploads.md)."""
