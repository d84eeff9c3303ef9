"""How much can be said."""

from __future__ import annotations

TEXT_LIMIT, REFERENCE_LIMIT, URL_LIMIT, REASON_LIMIT = 2000, 300, 1000, 2000
"""Characters that the texts can have."""
