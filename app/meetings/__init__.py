"""Floor 17: meetings and consultations, what is on their agenda, what was concluded, and who acts on it by when."""
