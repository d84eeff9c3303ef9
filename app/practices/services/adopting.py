"""A country adopts a practice of another, says whether it is in use, and whether the first author may know."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows
from app.core.texts import clean_text
from app.plans.queries.heads import NO_PLAN
from app.plans.queries.rows import find_locked_plan
from app.practices.models import Adoption
from app.practices.policy import ADOPT, AdoptionSubject
from app.practices.queries.adoptions import find_adoption_row, get_adoption, is_adopted
from app.practices.queries.lineage import lock_practices
from app.practices.queries.practices import get_practice
from app.practices.records import AdoptionRecord
from app.practices.services.common import add_act, note
from app.practices.states import TEXT_LIMIT, Act, Side


def adopt_practice(
    session: Session,
    practice_id: int,
    adopter: str,
    *,
    actor: Actor,
    adopted_on: date | None = None,
    text: str = "",
    tells_author: bool = True,
) -> int:
    """Say that a country uses a practice of another from a day on, by default today; returns the adoption's key.

    Raises NotFound, NotAllowed, WrongState where it has adopted it before, Invalid.
    """
    practice = get_practice(session, practice_id, actor)
    subject = AdoptionSubject(adopter, first_author=practice.owner, tells=tells_author)
    if not allows(actor, ADOPT, subject):
        raise NotAllowed(message("You may not do this."))
    plan = find_locked_plan(session, adopter)
    if plan is None:
        raise NotFound(NO_PLAN)
    lock_practices(session, {practice_id})
    if not get_practice(session, practice_id, actor).is_published:
        raise WrongState(message("It is not shared with the consent of its country."))
    if is_adopted(session, practice_id, plan.id):
        raise WrongState(message("It was adopted before."))
    day = _clean_day(adopted_on, "adopted_on")
    row = Adoption(
        practice_id=practice_id,
        plan_id=plan.id,
        adopted_on=day,
        ended_on=None,
        note=clean_text(text, "text", TEXT_LIMIT),
        tells_author=tells_author,
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    add_act(session, practice_id, Act.ADOPT, Side.ADOPTER, adopter, actor=actor, on_day=day)
    changes = {"adopted_on": [None, day], "tells_author": [None, tells_author]}
    note(session, practice_id, adopter, "adopted", actor=actor, changes=changes)
    return row.id


def stop_using(
    session: Session, adoption_id: int, *, actor: Actor, expected_version: int | None, ended_on: date | None = None
) -> None:
    """Say that it is not in use any more since a day. Raises NotFound, NotAllowed, Conflict, WrongState, Invalid."""
    found, row = _hold(session, adoption_id, actor, expected_version)
    if not found.is_in_use:
        raise WrongState(message("This step is not possible any more, or not yet."))
    day = _clean_day(ended_on, "ended_on")
    if day < found.adopted_on:
        raise Invalid(message("This is before it was adopted."), field="ended_on")
    _write(session, found, row, {"ended_on": day}, Act.STOP, day, actor)


def use_again(session: Session, adoption_id: int, *, actor: Actor, expected_version: int | None) -> None:
    """Say that it is in use again. Raises NotFound, NotAllowed, Conflict, WrongState."""
    found, row = _hold(session, adoption_id, actor, expected_version)
    if found.is_in_use:
        raise WrongState(message("This step is not possible any more, or not yet."))
    _write(session, found, row, {"ended_on": None}, Act.USE, None, actor)


def tell_author(session: Session, adoption_id: int, *, tells: bool, actor: Actor, expected_version: int | None) -> None:
    """Let the first author know of it, or no longer. Raises NotFound, NotAllowed, Conflict."""
    found, row = _hold(session, adoption_id, actor, expected_version)
    if found.tells_author != tells:
        _write(session, found, row, {"tells_author": tells}, Act.TELL if tells else Act.HIDE, None, actor)


def _hold(
    session: Session, adoption_id: int, actor: Actor, expected_version: int | None
) -> tuple[AdoptionRecord, Adoption]:
    """It stays the adopter's also where the practice is not shared with them any more."""
    found = get_adoption(session, adoption_id, actor)
    if not allows(actor, ADOPT, found.subject):
        raise NotAllowed(message("You may not do this."))
    lock_practices(session, {found.practice_id})
    row = find_adoption_row(session, adoption_id)
    expected = found.version if expected_version is None else expected_version
    if row.version != expected:
        raise Conflict(current_version=row.version)
    return found, row


def _write(
    session: Session,
    found: AdoptionRecord,
    row: Adoption,
    values: dict[str, Any],
    act: Act,
    day: date | None,
    actor: Actor,
) -> None:
    changes = {name: [getattr(row, name), value] for name, value in values.items()}
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    add_act(session, found.practice_id, act, Side.ADOPTER, found.adopter, actor=actor, on_day=day)
    deed = f"adoption-{act.value}"
    note(session, found.practice_id, found.adopter, deed, actor=actor, changes=changes)


def _clean_day(value: object, field: str) -> date:
    if value is None:
        return clock.today()
    if not isinstance(value, date):
        raise Invalid(message("Enter a day."), field=field)
    if value > clock.today():
        raise Invalid(message("This day is still to come."), field=field)
    return value
