"""Messages beside an exchange, and who may be mentioned in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.accounts.queries import list_actors
from app.core.errors import NotFound
from app.core.labels import message
from app.flags.models import Flag, FlagMention, FlagNote
from app.flags.policy import FlagSubject, circle_of, visible_to
from app.flags.records import FlagRecord, NoteRecord
from app.flags.states import NoteReach
from app.plans.models import Plan

NO_NOTE = message("There is no such message, or none that you may see.")


class Person(NamedTuple):
    """Somebody who may be mentioned, and on whose side they are: `EU` for the Commission, else a country's code."""

    user_id: int
    name: str
    circle: str


def list_notes(session: Session, flag: FlagRecord, actor: Actor) -> list[NoteRecord]:
    """The messages on a flag that the actor may read, the first one first. Two statements."""
    circle = circle_of(actor, flag.subject)
    query = (
        select(
            FlagNote.id,
            FlagNote.circle,
            FlagNote.reach,
            FlagNote.text,
            FlagNote.written_at,
            FlagNote.author_id,
            User.name,
            FlagNote.withdrawn_at,
        )
        .outerjoin(User, User.id == FlagNote.author_id)
        .where(
            FlagNote.flag_id == flag.flag_id,
            or_(FlagNote.reach == NoteReach.BOTH.value, FlagNote.circle == (circle or "-")),
        )
        .order_by(FlagNote.id)
    )
    notes = [
        NoteRecord(key, whose, NoteReach(reach), "" if withdrawn_at else text, at, author_id, author, withdrawn_at)
        for key, whose, reach, text, at, author_id, author, withdrawn_at in session.execute(query)
    ]
    names = _mentioned(session, [note.note_id for note in notes])
    return [replace(note, mentions=tuple(names[note.note_id])) for note in notes]


def count_notes(session: Session, drafts: Collection[FlagRecord], actor: Actor) -> dict[int, int]:
    """Draft → how many notes on it stand that the actor may read; none for a draft without. One statement."""
    circles = {draft.flag_id: circle_of(actor, draft.subject) for draft in drafts}
    query = select(FlagNote.flag_id, FlagNote.circle).where(
        FlagNote.flag_id.in_(sorted(circles)), FlagNote.withdrawn_at.is_(None)
    )
    return Counter(flag_id for flag_id, circle in session.execute(query) if circle == circles[flag_id])


def _mentioned(session: Session, note_ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    if note_ids:
        query = (
            select(FlagMention.note_id, User.name)
            .join(User, User.id == FlagMention.user_id)
            .where(FlagMention.note_id.in_(sorted(note_ids)))
            .order_by(FlagMention.note_id, FlagMention.id)
        )
        for note_id, name in session.execute(query):
            found[note_id].append(name)
    return found


def get_own_note(session: Session, flag: FlagRecord, note_id: int, actor: Actor) -> FlagNote:
    """The row of a message of one's own. Raises NotFound."""
    query = select(FlagNote).where(
        FlagNote.id == note_id, FlagNote.flag_id == flag.flag_id, FlagNote.author_id == actor.user_id
    )
    note = session.execute(query.with_for_update()).scalar_one_or_none()
    if note is None:
        raise NotFound(NO_NOTE)
    return note


def list_unseen(session: Session, flag_id: int, actor: Actor) -> list[FlagMention]:
    """The rows of mentions of the actor on a flag that they have not seen."""
    query = (
        select(FlagMention)
        .join(FlagNote, FlagNote.id == FlagMention.note_id)
        .where(FlagNote.flag_id == flag_id, FlagMention.user_id == actor.user_id, FlagMention.seen_at.is_(None))
        .order_by(FlagMention.id)
    )
    return list(session.execute(query).scalars())


class MentionOfFlag(NamedTuple):
    """Where somebody is mentioned in a message on a flag."""

    flag_id: int
    note_id: int
    owner: str
    number: int | None
    author: str | None
    written_at: datetime
    reach: NoteReach
    text: str
    seen_at: datetime | None


def list_own_mentions(
    session: Session, actor: Actor, *, only_unseen: bool = False, limit: int = 200
) -> list[MentionOfFlag]:
    """Where the actor is mentioned in messages on flags that they may read and that stand, the latest first."""
    query = (
        select(FlagMention.seen_at, FlagNote, Flag.asker, Flag.number, Plan.owner, User.name)
        .join(FlagNote, FlagNote.id == FlagMention.note_id)
        .join(Flag, Flag.id == FlagNote.flag_id)
        .join(Plan, Plan.id == Flag.plan_id)
        .outerjoin(User, User.id == FlagNote.author_id)
        .where(
            FlagMention.user_id == actor.user_id,
            FlagNote.withdrawn_at.is_(None),
            Flag.number.is_not(None),
            visible_to(actor),
        )
        .order_by(FlagNote.id.desc())
        .limit(limit)
    )
    if only_unseen:
        query = query.where(FlagMention.seen_at.is_(None))
    return [
        MentionOfFlag(
            note.flag_id, note.id, owner, number, author, note.written_at, NoteReach(note.reach), note.text, seen_at
        )
        for seen_at, note, asker, number, owner, author in session.execute(query)
        if note.reach == NoteReach.BOTH.value or note.circle == circle_of(actor, FlagSubject(owner, asker))
    ]


def list_people(session: Session, flag: FlagRecord) -> list[Person]:
    """Who may be mentioned on a flag, by name: those on either side. One statement."""
    return [
        Person(one.user_id, one.name, circle)
        for one in list_actors(session)
        if one.user_id is not None and (circle := circle_of(one, flag.subject))
    ]
