"""Vocabularies of publications that agencies record, and of the use of guidance."""

from __future__ import annotations

from app.catalogue.states import GuidanceKind
from app.core.labels import LabelledEnum, message

NOTE_LIMIT = 1000
"""Characters of a note."""

LINE_LIMIT, PURPOSE_LIMIT, URL_LIMIT, REASON_LIMIT = 300, 600, 1000, 2000
"""Characters of a title, a reference, a length or an audience; of what it is for; of an address; of a reason."""

HELD = (GuidanceKind.TRAINING, GuidanceKind.WORKSHOP)
"""Kinds that are held: of them it is said how long they take and for whom they are."""

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


class PublicationSide(LabelledEnum):
    """Who recorded a version of a publication."""

    MAKER = "maker", message("whoever made it")
    EU_LEVEL = "eu_level", message("the EU level")
