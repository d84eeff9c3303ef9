"""Questions of countries on the acts, answers of the Commission in versions, and which plan items rely on them."""
