"""The verbs on publications, and on how countries use them."""
