"""Floor 0: words every domain shares, with no business in them."""
