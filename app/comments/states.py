"""How far something reaches."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message

TEXT_LIMIT, WITH_LIMIT, CHANGED_LIMIT, URL_LIMIT, REASON_LIMIT = 4000, 500, 4000, 1000, 2000
"""Characters that the texts can have."""


class Reach(LabelledEnum):
    """Who reads a comment or a consultation, from the narrowest to the widest; each holds those before it."""

    INTERNAL = "internal", message("within the country")
    COMMISSION = "commission", message("shared with the Commission")
    MEMBER_STATES = "member_states", message("shared with the Commission and the Member States")

    @property
    def width(self) -> int:
        """0 for the narrowest."""
        return list(Reach).index(self)
