"""Vocabularies of rounds and submissions."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message

DEFAULT_INTERVAL = 60
"""Days after which an open milestone is to be confirmed again, where no open round says otherwise."""


class SubmissionKind(LabelledEnum):
    """What a country says that it sends."""

    DRAFT = "draft", message("draft plan")
    PLAN = "plan", message("plan")
    UPDATE = "update", message("update")
    PARTIAL = "partial", message("part of the plan")
    POSITION = "position", message("position")
    WITHDRAWN = "withdrawn", message("withdrawal")


SHARES_ALL = frozenset({SubmissionKind.DRAFT, SubmissionKind.PLAN, SubmissionKind.UPDATE})
"""They share the whole plan; a part shares the blocks it names; the others share nothing."""

IN_WORDS = frozenset({SubmissionKind.POSITION, SubmissionKind.WITHDRAWN})
"""What they say stands in the covering note."""


class Progress(LabelledEnum):
    """Where a submission stands."""

    WAITING = "waiting", message("waits for a second signature")
    COUNTS = "counts", message("submitted")
    SET_ASIDE = "set_aside", message("set aside before it was signed")
