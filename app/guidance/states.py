"""Vocabularies of the use of guidance."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message

NOTE_LIMIT = 1000
"""Characters of a note."""

MOST_PEOPLE = 1_000_000
"""No number is larger."""


class UseKind(LabelledEnum):
    """What a country did with it."""

    TRAINING = "training", message("training held, number of courses")
    TRAINED = "trained", message("people trained, their number")
    ADAPTED = "adapted", message("adapted into a procedure")
    IN_USE = "in_use", message("in use")

    @property
    def has_number(self) -> bool:
        """Whether it is counted."""
        return self in (UseKind.TRAINING, UseKind.TRAINED)


class UseReach(LabelledEnum):
    """Who reads what a country records."""

    INTERNAL = "internal", message("within the country")
    COMMISSION = "commission", message("shared with the Commission and the agency concerned")
