"""Deliverables of support: what a project hands over, who approved and accepted it, whether it is used."""
