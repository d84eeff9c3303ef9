"""Vocabulary of assessments."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message

REASON_LIMIT = 2000
"""Characters that a reason can have."""


class Verdict(LabelledEnum):
    """What a reviewer finds on what was received. None of these says that something is not in place."""

    CONFIRMED = "confirmed", message("confirmed")
    PARTLY = "partly", message("partly confirmed")
    NOT_YET_SHOWN = "not_yet_shown", message("not yet shown on what was received")
