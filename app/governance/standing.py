"""Where an occurrence stands on a day. Pure."""

from __future__ import annotations

from datetime import date

from app.catalogue.states import StepDueKind
from app.governance.states import Rests, Standing
from app.governance.year import Occurrence


def standing_of(one: Occurrence, today: date) -> Standing:
    """Where it stands on a day, as far as `one` holds only what was known on it.

    What happened is measured against its last day only once that day stands still: while the step from whose day it
    is counted has not happened itself, nothing is said of in time or later.
    """
    is_firm = one.due_on is not None and not one.is_provisional
    if one.happened_on is not None:
        if not is_firm:
            return Standing.HAPPENED
        return Standing.LATER if one.days_later else Standing.IN_TIME
    if one.planned_on is not None and one.planned_on >= today:
        return Standing.PLANNED_LATER if is_firm and one.days_later else Standing.PLANNED
    if _waits(one, today):
        return Standing.WAITS
    if one.is_provisional:
        return Standing.NOW if one.step.due.kind is StepDueKind.BEFORE else Standing.COMING
    if one.due_on is not None and one.due_on < today:
        return Standing.NOT_FOUND if one.is_nothing_found else Standing.NOT_RECORDED
    if one.planned_on is not None:  # it has passed, and nothing was said since
        return Standing.NOT_RECORDED
    if one.due_on is None:
        return Standing.NOT_FOUND if one.is_nothing_found else Standing.NOW
    if one.opens_on is None or one.opens_on > today:
        return Standing.COMING
    return Standing.NOW


def _waits(one: Occurrence, today: date) -> bool:
    """Whether the step that it is counted from has to happen first."""
    due = one.step.due
    if due.kind is StepDueKind.BEFORE or not due.of:
        return False
    if one.anchor is None:
        return True
    if one.anchor.rests is Rests.ACTUAL:
        return False
    return one.anchor.day < today or due.kind is StepDueKind.AFTER
