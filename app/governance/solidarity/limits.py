"""How much can be said of a finding and of a pledge."""

from __future__ import annotations

WORDS_LIMIT = 4000
"""Characters of a text of the own preparation."""

DUE_WORDS_LIMIT = 300
MOST_DUES = 6
"""So many days a country can set itself, and characters of each."""
