"""How far something reaches."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message


class Reach(LabelledEnum):
    """Who reads a comment or a consultation, from the narrowest to the widest; each holds those before it."""

    INTERNAL = "internal", message("within the country")
    COMMISSION = "commission", message("shared with the Commission")
    MEMBER_STATES = "member_states", message("shared with the Commission and the Member States")

    @property
    def width(self) -> int:
        """0 for the narrowest."""
        return list(Reach).index(self)
