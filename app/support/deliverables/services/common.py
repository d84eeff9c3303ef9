"""What the verbs share: the row that is held with the version that was read, days, and the trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.labels import message
from app.core.policy import allows
from app.plans.queries.rows import find_locked_plan
from app.support.deliverables.models import Deliverable
from app.support.deliverables.policy import READ_DELIVERABLE
from app.support.deliverables.queries.deliverables import NO_DELIVERABLE, find_row, get_deliverable
from app.support.deliverables.records import DeliverableRecord
from app.support.services.common import note_deed


def hold(
    session: Session,
    deliverable_id: int,
    may: Callable[[DeliverableRecord], bool],
    *,
    actor: Actor,
    expected_version: int | None,
) -> tuple[DeliverableRecord, Deliverable]:
    """A deliverable as it is now, its plan and its row held, for who `may`. Raises NotFound, NotAllowed, Conflict.

    The plan comes first, as everywhere: what an acceptance writes stands there.
    """
    read = get_deliverable(session, deliverable_id, actor)
    find_locked_plan(session, read.owner)
    row = find_row(session, deliverable_id)
    now = get_deliverable(session, deliverable_id, actor)
    if not allows(actor, READ_DELIVERABLE, now.subject):
        raise NotFound(NO_DELIVERABLE)
    if not may(now):
        raise NotAllowed(message("You may not do this."))
    if expected_version is not None and row.version != expected_version:
        raise Conflict(current_version=row.version)
    return now, row


def clean_on_day(value: Any, *, first: date, field: str = "on_day") -> date:
    """A day on which something happened: today where none is named. Raises Invalid before the first, or later."""
    if value is None:
        return clock.today()
    if not isinstance(value, date):
        raise Invalid(message("Enter a day."), field=field)
    if value > clock.today():
        raise Invalid(message("This day is still to come."), field=field)
    if value < first:
        raise Invalid(message("This is before the deliverable was submitted."), field=field)
    return value


def note(
    session: Session,
    found: DeliverableRecord,
    deed: str,
    *,
    actor: Actor,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Write a deed into the audit trail; texts stay out of it."""
    name = f"support:deliverable:{deed}"
    note_deed(session, name, "support_deliverable", found.deliverable_id, found.owner, actor=actor, changes=changes)
