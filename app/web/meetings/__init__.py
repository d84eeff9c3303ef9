"""Meetings and consultations: lists, one meeting with its agenda and conclusions, actions and what became of them."""
