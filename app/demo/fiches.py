"""Fiches of the demonstration: one draft, one at its factual check, one final with a comment and a position.

Each is the same kind of text for whichever country; they stay when the demonstration is loaded anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.calendars.reading import calendar_of
from app.core import clock
from app.demo.words import FICHE_COMMENT, FICHE_NARRATIVE, FICHE_POSITION, FICHE_REPLY
from app.fiches.clocks import check_due
from app.fiches.queries.fiches import find_row, get_fiche, list_fiches
from app.fiches.services.checking import return_check, write_comment, write_position
from app.fiches.services.writing import begin_fiche, finish_fiche, send_fiche, settle_comment, write_block
from app.fiches.states import Outcome
from app.plans.queries.heads import list_plans

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

BLOCKS = 2
CHECKED_IN, FINAL_AFTER = 12, 20
"""Days from sending to the return of the check, and to the final fiche."""


def play_fiches(
    session: Session, view: CatalogueView, lead: Actor, coordinators: Mapping[str, Actor], round_id: int
) -> int:
    """Write them where there are none yet; returns how many."""
    if list_fiches(session, lead):
        return 0
    shared = sorted(head.owner for head in list_plans(session) if head.last_shared_at and head.owner in coordinators)
    wanted = [owner for owner in ("IE", *shared) if owner in shared]
    owners = list(dict.fromkeys(wanted))[:3]
    for number, owner in enumerate(owners):
        day = clock.today() - timedelta(days=FINAL_AFTER + 1) if number == 1 else clock.today()
        name = _draft(session, view, owner, lead, round_id, day)
        if number < len(owners) - 1:
            name = send_fiche(session, view, name, actor=lead, expected_version=None).name
        if number == 1:
            _finish(session, view, name, lead, coordinators[owner])
    return len(owners)


def _draft(session: Session, view: CatalogueView, owner: str, lead: Actor, round_id: int, day: date) -> str:
    name = begin_fiche(session, view, owner, actor=lead, day=day, round_id=round_id)
    for key in list(view.blocks)[:BLOCKS]:
        write_block(session, view, name, key, FICHE_NARRATIVE, actor=lead, expected_version=0)
    return name


def _finish(session: Session, view: CatalogueView, name: str, lead: Actor, coordinator: Actor) -> None:
    """Checked by the country in time and made final, today; it was sent some weeks ago."""
    block = next(iter(view.blocks))
    comment = write_comment(session, view, name, FICHE_COMMENT, actor=coordinator, block_key=block)
    write_position(session, name, FICHE_POSITION, actor=coordinator, expected=0)
    return_check(session, name, actor=coordinator)
    settle_comment(session, name, comment, Outcome.NOT_BECAUSE.value, FICHE_REPLY, actor=lead)
    fiche = get_fiche(session, name, lead)
    row, now = find_row(session, fiche.fiche_id), clock.now()
    row.sent_at = now - timedelta(days=FINAL_AFTER)
    row.check_due_on = check_due(clock.day_of(row.sent_at), calendar_of(fiche.owner))
    row.checked_at = row.sent_at + timedelta(days=CHECKED_IN)
    session.flush()
    finish_fiche(session, view, name, actor=lead, expected_version=None)
