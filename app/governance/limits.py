"""How much can be said of a step."""

from __future__ import annotations

NOTE_LIMIT, REFERENCE_LIMIT, URL_LIMIT = 2000, 300, 1000
"""Characters that the texts can have."""

MOST_TURNS = 99
"""So often a step can come in one year."""

YEARS_AHEAD = 1
"""So many years from now a cycle can be looked at and planned."""
