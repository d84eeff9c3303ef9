"""Floor 9: what the doors share: the session of a request, the actor, the one commit, errors, headers."""
