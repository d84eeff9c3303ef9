"""What happened on flags, without a word of what was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.flags.clocks import Step, standing_on
from app.flags.models import Flag, FlagMention, FlagNote, FlagStep
from app.flags.moves import turn_in
from app.flags.policy import FlagSubject, circle_of, sides_of, visible_to
from app.flags.records import calendars_of
from app.flags.states import Deed, NoteReach, Side, State
from app.notices import words
from app.notices.deadlines import near_on, start_of
from app.notices.paths import of_flag
from app.notices.records import Notice, Window
from app.notices.states import Kind
from app.plans.models import Milestone, Plan
from app.plans.states import EU

_ABOUT = (Plan.owner, Flag.number, Flag.asker, Flag.item_id, Flag.block_key, Milestone.reference)
_TURNING = sorted(state.value for state in State if turn_in(state))


@dataclass(frozen=True)
class Place:
    """A flag as far as a notice names it."""

    owner: str
    number: int | None
    asker: str
    item_id: int | None
    block_key: str
    reference: str | None

    @property
    def subject(self) -> FlagSubject:
        """As far as a right on it depends on it."""
        return FlagSubject(self.owner, self.asker)

    def whose(self, side: Side) -> str:
        """Whose side that is: a country's code, or `EU` for the Commission."""
        return (self.asker or EU) if side is Side.ASKER else self.owner

    def notice(self, kind: Kind, at: datetime, said: str, *, by: str = "", on: date | None = None) -> Notice:
        """That something happened on it."""
        return Notice(
            kind,
            at,
            said,
            of_flag(self.owner, self.number),
            owner=self.owner,
            by=by,
            name=f"{self.owner}-{self.number}",
            reference=self.reference or "",
            item_id=self.item_id,
            block_key=self.block_key,
            on=on,
        )


@dataclass(frozen=True)
class Taken:
    """A step that was taken on a flag."""

    deed: Deed
    side: Side
    state: State
    due_on: date | None
    taken_at: datetime
    author_id: int | None


def notices_of_steps(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """Steps of the other side, and days on which it is the actor's to speak. One statement."""
    for place, steps in _exchanges(session, actor, window):
        sides = sides_of(actor, place.subject)
        if not sides:
            continue
        for step in steps:
            if window.holds(step.taken_at) and step.author_id != actor.user_id and sides - {step.side}:
                asks = step.due_on is not None and step.deed in words.ASKED_BY
                said = words.ASKED_BY[step.deed] if asks else words.STEPS[step.deed]
                if step.state is State.POSITIONS_DIFFER and step.deed is Deed.MAINTAIN:
                    said = words.DIFFER
                by = place.whose(step.side)
                yield place.notice(Kind.FLAGS, step.taken_at, said, by=by, on=step.due_on if asks else None)
        yield from _deadlines(place, steps, sides, window)


def _exchanges(session: Session, actor: Actor, window: Window) -> Iterator[tuple[Place, list[Taken]]]:
    lately = select(FlagStep.flag_id).where(FlagStep.taken_at > window.since)
    query = (
        select(
            FlagStep.flag_id,
            *_ABOUT,
            FlagStep.deed,
            FlagStep.side,
            FlagStep.state,
            FlagStep.due_on,
            FlagStep.taken_at,
            FlagStep.author_id,
        )
        .join(Flag, Flag.id == FlagStep.flag_id)
        .join(Plan, Plan.id == Flag.plan_id)
        .outerjoin(Milestone, Milestone.id == Flag.milestone_id)
        .where(
            visible_to(actor),
            Flag.number.is_not(None),
            FlagStep.taken_at <= window.until,
            or_(Flag.state.in_(_TURNING), Flag.id.in_(lately)),
        )
        .order_by(FlagStep.flag_id, FlagStep.position)
    )
    for _, rows in groupby(session.execute(query), key=lambda row: row[0]):
        held: list[Any] = list(rows)
        yield (
            Place(*held[0][1:7]),
            [
                Taken(Deed(deed), Side(side), State(state), *rest)
                for deed, side, state, *rest in (row[7:] for row in held)
            ],
        )


def _deadlines(place: Place, steps: Iterable[Taken], sides: frozenset[Side], window: Window) -> Iterator[Notice]:
    calendars = calendars_of(place.owner, place.asker)
    known = [Step(clock.day_of(step.taken_at), step.state, step.due_on) for step in steps]
    standing = standing_on(known, clock.day_of(window.until), calendars)
    if standing is None or standing.turn not in sides or standing.turn is None or standing.due_on is None:
        return
    due_on = standing.due_on
    near = near_on(due_on, standing.since, calendars[standing.turn])
    if near is not None and window.holds(start_of(near)):
        said = words.TO_ANSWER if standing.turn is Side.ANSWERER else words.TO_FOLLOW_UP
        yield place.notice(Kind.DEADLINES, start_of(near), said, on=due_on)
    passed = start_of(due_on + timedelta(days=1))
    if window.holds(passed):
        yield place.notice(Kind.DEADLINES, passed, words.ANSWER_LATE, on=due_on)


def notices_of_messages(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """Messages of the other side for both, and where the actor is mentioned. Two statements."""
    mentioned: set[int] = set()
    for note_id, circle, reach, written_at, *about in session.execute(_mentions(actor, window)):
        place = Place(*about)
        if reach == NoteReach.BOTH.value or circle == circle_of(actor, place.subject):
            mentioned.add(note_id)
            yield place.notice(Kind.MENTIONS, written_at, words.MENTIONED_ON_FLAG)
    for note_id, circle, _reach, written_at, *about in session.execute(_messages(actor, window)):
        place = Place(*about)
        if note_id not in mentioned and sides_of(actor, place.subject) and circle != circle_of(actor, place.subject):
            yield place.notice(Kind.FLAGS, written_at, words.WRITTEN, by=circle)


def _messages(actor: Actor, window: Window) -> Any:
    return (
        select(FlagNote.id, FlagNote.circle, FlagNote.reach, FlagNote.written_at, *_ABOUT)
        .join(Flag, Flag.id == FlagNote.flag_id)
        .join(Plan, Plan.id == Flag.plan_id)
        .outerjoin(Milestone, Milestone.id == Flag.milestone_id)
        .where(
            FlagNote.written_at > window.since,
            FlagNote.written_at <= window.until,
            FlagNote.reach == NoteReach.BOTH.value,
            *_standing(actor),
        )
        .order_by(FlagNote.id)
    )


def _mentions(actor: Actor, window: Window) -> Any:
    return (
        select(FlagNote.id, FlagNote.circle, FlagNote.reach, FlagNote.written_at, *_ABOUT)
        .join(FlagMention, FlagMention.note_id == FlagNote.id)
        .join(Flag, Flag.id == FlagNote.flag_id)
        .join(Plan, Plan.id == Flag.plan_id)
        .outerjoin(Milestone, Milestone.id == Flag.milestone_id)
        .where(
            FlagMention.user_id == actor.user_id,
            FlagNote.written_at > window.since,
            FlagNote.written_at <= window.until,
            *_standing(actor),
        )
        .order_by(FlagNote.id)
    )


def _standing(actor: Actor) -> tuple[Any, ...]:
    return (
        FlagNote.withdrawn_at.is_(None),
        FlagNote.author_id.is_distinct_from(actor.user_id),
        Flag.number.is_not(None),
        visible_to(actor),
    )
