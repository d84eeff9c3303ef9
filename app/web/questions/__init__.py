"""Questions to the Commission, its answers, and which plan items rely on them."""
