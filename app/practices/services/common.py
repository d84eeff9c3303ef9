"""What the verbs share: rows that are held with the version that was read, acts, and the trail."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.labels import message
from app.core.policy import allows
from app.plans.queries.rows import find_locked_plan
from app.practices.models import Practice, PracticeAct
from app.practices.policy import READ, own_countries
from app.practices.queries.life import last_position, names_of
from app.practices.queries.practices import NO_PRACTICE, find_by_name, find_row, get_practice
from app.practices.records import PracticeRecord
from app.practices.states import Act, Reach, Side
from app.support.services.common import note_deed

NAME = re.compile(r"([A-Za-z]{2})-P([1-9][0-9]{0,5})")
"""How a practice is called: `IE-P3`."""


def hold(
    session: Session, practice_id: int, right: str, *, actor: Actor, expected_version: int | None
) -> tuple[PracticeRecord, Practice]:
    """A practice as it is now, its plan and its row held, for who may. Raises NotFound, NotAllowed, Conflict."""
    read = get_practice(session, practice_id, actor)
    find_locked_plan(session, read.owner)
    row = find_row(session, practice_id)
    now = get_practice(session, practice_id, actor)
    if not allows(actor, READ, now.subject):
        raise NotFound(NO_PRACTICE)
    if not allows(actor, right, now.subject):
        raise NotAllowed(message("You may not do this."))
    if expected_version is not None and row.version != expected_version:
        raise Conflict(current_version=row.version)
    return now, row


def find_source(session: Session, name: str, actor: Actor) -> PracticeRecord | None:
    """The practice that is named as what something was adapted from; None for an empty name. Raises Invalid for one
    that there is not, or that the actor may not see."""
    wanted = (name or "").strip()
    if not wanted:
        return None
    parts = NAME.fullmatch(wanted)
    found = find_by_name(session, parts[1].upper(), int(parts[2]), actor) if parts else None
    if found is None:
        raise Invalid(message("There is no practice of this name that you may see."), field="adapted_from")
    return found


def side_of(actor: Actor, owner: str) -> Side:
    """As whom somebody acts on a practice of a country."""
    return Side.COUNTRY if actor.is_system or owner in own_countries(actor) else Side.OFFICER


def add_act(
    session: Session,
    practice_id: int,
    act: Act,
    side: Side,
    country: str,
    *,
    actor: Actor,
    on_day: date | None = None,
    text: str = "",
    reach: Reach | None = None,
    countries: Collection[str] = (),
    with_files: bool = False,
) -> None:
    """Write an act down, after those there are; the practice's row is held."""
    now = clock.now()
    session.add(
        PracticeAct(
            practice_id=practice_id,
            position=last_position(session, practice_id) + 1,
            act=act.value,
            side=side.value,
            country=country,
            on_day=on_day or clock.day_of(now),
            reach=reach.value if reach else None,
            countries=names_of(countries),
            with_files=with_files,
            text=text,
            taken_at=now,
            author_id=actor.user_id,
        )
    )
    session.flush()


def note(
    session: Session,
    practice_id: int,
    owner: str,
    deed: str,
    *,
    actor: Actor,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Write a deed into the audit trail; texts stay out of it."""
    name = f"practices:practice:{deed}"
    note_deed(session, name, "practice", practice_id, owner, actor=actor, changes=changes)
