"""The verbs: export a plan, receive a file, preview what it would change, apply it or set it aside."""
