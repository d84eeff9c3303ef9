"""The verbs on files. Who may do what is asked by the domains whose files they are."""
