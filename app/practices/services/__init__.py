"""The verbs on practices, consents, adaptations and adoptions."""
