"""The verbs of fiches. None of them touches what a country says of its plan."""
