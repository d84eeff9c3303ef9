"""A gap is noted: known, and accepted until a day, with the reason. It moves no figure, and nobody's sight of the gap.

The note is a field of the item: it has its revision and its line in the trail, is shared with the block, and holds for
the days from which it was said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_text
from app.desk.policy import NOTE_GAP
from app.plans.history import change
from app.plans.models import PlanItem
from app.plans.noted import NotedGap, noted_of, without, written
from app.plans.services.access import Place, find_place
from app.readiness.queries.gaps import find_gap

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

REASON_LIMIT = 500
LONGEST_DAYS = 366
"""A note holds for a year at most: what is accepted for longer is said again."""

NO_GAP = message("There is no such gap any more.")


def note_gap(
    session: Session,
    view: CatalogueView,
    owner: str,
    item_key: str,
    code: str,
    *,
    until_on: date | None,
    reason: str,
    actor: Actor,
    substance: str | None = None,
) -> None:
    """Note the gap that a rule finds on an item today: it returns on `until_on`, and earlier when it is another.

    A note that stands on it gives way. `substance`: of the gap that the page showed. Raises NotFound, also where the
    rule finds nothing, NotAllowed, Conflict when the gap has changed since, Invalid.
    """
    place, item = find_place(session, view, owner, item_key, actor)
    require(actor, NOTE_GAP, place.subject())
    gap = find_gap(session, view, owner, item.item_id, code)
    row = place.plan_item
    if gap is None or row is None:
        raise NotFound(NO_GAP)
    if substance is not None and substance != gap.substance:
        raise Conflict(message("The gap has changed in the meantime. Look at it again."))
    today = clock.today()
    said = clean_text(reason, "reason", REASON_LIMIT, required=True)
    note = NotedGap(code, _until(until_on, today), gap.substance, today, said)
    _say(session, row, [*without(_notes(row), code), note], actor, "desk:gap:noted")


def take_back_note(
    session: Session, view: CatalogueView, owner: str, item_key: str, code: str, *, actor: Actor
) -> None:
    """Let a gap stand in the main list again. Raises NotFound, also for a gap that is not noted, NotAllowed."""
    place, _item = find_place(session, view, owner, item_key, actor)
    require(actor, NOTE_GAP, place.subject())
    row = _noted_row(place, code)
    _say(session, row, without(_notes(row), code), actor, "desk:gap:note-taken-back")


def _noted_row(place: Place, code: str) -> PlanItem:
    row = place.plan_item
    if row is None or code not in {note.code for note in _notes(row)}:
        raise NotFound(message("This gap is not noted."))
    return row


def _notes(row: PlanItem) -> tuple[NotedGap, ...]:
    return noted_of(row.noted_gaps, row.noted_reasons)


def _say(session: Session, row: PlanItem, notes: Iterable[NotedGap], actor: Actor, deed: str) -> None:
    text, reasons = written(notes)
    values = {"noted_gaps": text, "noted_reasons": reasons}
    change(session, row, values, actor=actor, effective_on=clock.today(), deed=deed)


def _until(day: date | None, today: date) -> date:
    if day is None:
        raise Invalid(message("Say until which day it is accepted."), field="until_on")
    if day <= today:
        raise Invalid(message("Choose a day after today: on that day the gap returns."), field="until_on")
    if day > today + timedelta(days=LONGEST_DAYS):
        raise Invalid(message("A gap can be noted for a year at most."), field="until_on")
    return day
