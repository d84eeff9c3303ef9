"""The verbs on questions, answers and reliance on them."""
