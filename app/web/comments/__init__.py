"""Comments, mentions and consultations."""
