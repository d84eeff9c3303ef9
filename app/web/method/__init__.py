"""How readiness is computed, for everybody."""
