"""Flags of the demonstration: asked, answered, contested, closed over the last months, some of them late.

Their rows are written with the instants of the story, since services know no other day than today; what the audit
trail says of them is what services would have said, on the day of loading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.demo.chance import at_work, between, happens, lot, one
from app.demo.exchanges import COURSES, Turn
from app.demo.words import (
    FLAG_ANSWERS,
    FLAG_ASKED,
    FLAG_MAINTAINED,
    FLAG_NOTES,
    FLAG_RAISED,
    FLAG_WITHDRAWN,
    QUESTION,
    QUESTION_REASON,
)
from app.flags.models import Flag, FlagMention, FlagNote, FlagStep
from app.flags.moves import next_state, turn_in
from app.flags.records import calendars_of
from app.flags.services.exchange import digest_of, past_of
from app.flags.states import ANSWER_DAYS, About, AnswerKind, Category, Deed, NoteReach, Severity, Side, State
from app.plans.queries.heads import list_plans
from app.plans.queries.records import MilestoneRecord, PlanHead
from app.plans.queries.state import list_milestones
from app.plans.states import EU, Scope

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

FLAGS, DRAFTS = 57, 3
ASKING = ("IE", "FR")
"""These two ask the same about an EU-level measure."""
NOTED = 0.3

_SEVERITIES = (Severity.IMPORTANT, Severity.MINOR, Severity.KEY_ISSUE, Severity.OBSERVATION)


@dataclass(frozen=True)
class Asked:
    """A flag as its row needs it."""

    flag: Flag
    owner: str
    course: tuple[Turn, ...]


class People:
    """Who speaks: for the Commission, and for each country."""

    def __init__(self, reviewers: Sequence[Actor], coordinators: Mapping[str, Actor]) -> None:
        self.reviewers, self.coordinators = reviewers, coordinators

    def of(self, owner: str, asker: str, side: Side, number: int) -> Actor:
        """Who takes a step of a side."""
        country = asker if side is Side.ASKER else owner
        return self.coordinators.get(country) or self.reviewers[number % len(self.reviewers)]


def play_flags(session: Session, view: CatalogueView, people: People, seed: int) -> int:
    """Write the flags; returns how many were sent."""
    heads = {head.owner: head for head in list_plans(session)}
    places = [
        (head, milestone)
        for owner, head in heads.items()
        if owner in people.coordinators and head.last_shared_at
        for milestone in _dated(session, head)
    ]
    if not places:
        return 0
    asked = [*_on_plans(view, places, people, seed), *_questions(view, heads, people, seed)]
    _number(asked, heads)
    session.add_all(one.flag for one in asked)
    session.flush()
    for number, one_ in enumerate(asked):
        if one_.flag.number is not None:
            _exchange(session, one_, people, lot(seed, "flag-steps", number), number)
            _notes(session, one_, people, lot(seed, "flag-notes", number), number)
    session.flush()
    return sum(one_.flag.number is not None for one_ in asked)


def _dated(session: Session, head: PlanHead) -> list[MilestoneRecord]:
    found = list_milestones(session, head.plan_id, Scope.SHARED, clock.today())
    return [one_ for one_ in found if one_.due_on and not one_.is_cancelled and not one_.is_closing]


def _on_plans(
    view: CatalogueView, places: Sequence[tuple[PlanHead, MilestoneRecord]], people: People, seed: int
) -> Iterator[Asked]:
    """What the Commission asks countries, and what it has not sent yet."""
    by_plan: dict[int, list[tuple[PlanHead, MilestoneRecord]]] = {}
    for place in places:
        by_plan.setdefault(place[0].plan_id, []).append(place)
    plans = list(by_plan.values())
    for number in range(FLAGS + DRAFTS):
        chance = lot(seed, "flag", number)
        head, milestone = one(chance, plans[number % len(plans)])
        item = view.items_by_id.get(milestone.item_id)
        if item is None:
            continue
        days_ago, course = COURSES[number % len(COURSES)]
        on_milestone = happens(chance, 0.5)
        asked, reason, category = one(chance, FLAG_ASKED)
        flag = _flag(
            head,
            sent_at=None if number >= FLAGS else _instant(chance, days_ago),
            author=people.of(head.owner, "", Side.ASKER, number),
            about=About.MILESTONE if on_milestone else About.ITEM,
            block_key=item.block_key,
            item_id=item.item_id,
            milestone_id=milestone.milestone_id if on_milestone else None,
            severity=_SEVERITIES[number % len(_SEVERITIES)],
            severity_reason=reason,
            category=category,
            asked=asked,
        )
        yield Asked(flag, head.owner, course)


def _questions(view: CatalogueView, heads: Mapping[str, PlanHead], people: People, seed: int) -> Iterator[Asked]:
    """What two countries ask about the same EU-level measure: the one is answered, the Commission is late on the
    other."""
    item = max(view.items_of(EU), key=lambda item: (item.needed_by or date.min, item.key), default=None)
    if item is None or EU not in heads:
        return
    courses: Iterable[tuple[int, tuple[Turn, ...]]] = ((35, (Turn(Deed.ANSWER, 20, AnswerKind.CHANGES),)), (48, ()))
    for country, (days_ago, course) in zip(ASKING, courses, strict=True):
        if country not in people.coordinators:
            continue
        flag = _flag(
            heads[EU],
            sent_at=_instant(lot(seed, "question", country), days_ago),
            author=people.coordinators[country],
            asker=country,
            about=About.ITEM,
            block_key=item.block_key,
            item_id=item.item_id,
            severity=Severity.IMPORTANT,
            severity_reason=QUESTION_REASON,
            category=Category.TIMELINE,
            asked=QUESTION,
        )
        yield Asked(flag, EU, course)


def _flag(head: PlanHead, *, sent_at: datetime | None, author: Actor, asker: str = "", **values: object) -> Flag:
    state = State.SENT if sent_at else State.DRAFT
    answerer = calendars_of(head.owner, asker)[Side.ANSWERER]
    return Flag(
        plan_id=head.plan_id,
        asker=asker,
        state=state.value,
        written_at=sent_at or clock.now(),
        sent_at=sent_at,
        author_id=author.user_id,
        due_on=answerer.end_of(clock.day_of(sent_at) if sent_at else clock.today(), ANSWER_DAYS),
        **{name: getattr(value, "value", value) for name, value in values.items()},
    )


def _instant(chance: Random, days_ago: int) -> datetime:
    return min(at_work(chance, clock.today() - timedelta(days=days_ago + between(chance, 0, 6))), clock.now())


def _number(asked: Sequence[Asked], heads: Mapping[str, PlanHead]) -> None:
    """Numbers within each plan, in the order of sending."""
    numbers = {owner: count(1) for owner in heads}
    sent = [(one_.flag.sent_at, place, one_) for place, one_ in enumerate(asked) if one_.flag.sent_at is not None]
    for _at, _place, one_ in sorted(sent, key=lambda entry: entry[:2]):
        one_.flag.number = next(numbers[one_.owner])


def _exchange(session: Session, asked: Asked, people: People, chance: Random, number: int) -> None:
    """The steps of an exchange, each by the table of moves."""
    flag, at = asked.flag, asked.flag.sent_at or clock.now()
    state, answers = State.SENT, 0
    actor = people.of(asked.owner, flag.asker, Side.ASKER, number)
    _step(session, asked, 1, Deed.SEND, Side.ASKER, state, None, "", at, flag.due_on, actor)
    for position, turn in enumerate(asked.course, 2):
        side = Side.ANSWERER if turn.deed in (Deed.ACKNOWLEDGE, Deed.ANSWER) else Side.ASKER
        to = next_state(state, turn.deed, side, answers)
        at = max(at, min(at_work(chance, clock.day_of(at) + timedelta(days=turn.after)), clock.now()))
        if to is None:
            return
        state, answers = to, answers + (turn.deed is Deed.ANSWER)
        actor = people.of(asked.owner, flag.asker, side, number)
        said = _said(chance, turn)
        due = _due(flag, asked.owner, state, clock.day_of(at))
        _step(session, asked, position, turn.deed, side, state, turn.answer, said, at, due, actor)
        flag.state = state.value


def _said(chance: Random, turn: Turn) -> str:
    if turn.answer:
        return one(chance, FLAG_ANSWERS[turn.answer])
    texts = {Deed.MAINTAIN: FLAG_MAINTAINED, Deed.RAISE: FLAG_RAISED, Deed.WITHDRAW: FLAG_WITHDRAWN}
    return one(chance, texts[turn.deed]) if turn.deed in texts else ""


def _due(flag: Flag, owner: str, state: State, day: date) -> date | None:
    if state is State.ACKNOWLEDGED:
        return flag.due_on
    if turn_in(state) is not Side.ANSWERER:
        return None
    return calendars_of(owner, flag.asker)[Side.ANSWERER].end_of(day, ANSWER_DAYS)


def _step(
    session: Session,
    asked: Asked,
    position: int,
    deed: Deed,
    side: Side,
    state: State,
    answer: AnswerKind | None,
    text: str,
    at: datetime,
    due_on: date | None,
    actor: Actor,
) -> None:
    session.add(
        FlagStep(
            flag_id=asked.flag.id,
            position=position,
            deed=deed.value,
            side=side.value,
            state=state.value,
            answer=answer.value if answer else None,
            text=text,
            due_on=due_on,
            taken_at=at,
            author_id=actor.user_id,
        )
    )
    record(
        session,
        actor=actor,
        deed=f"flags:flag:{past_of(deed)}",
        subject_kind="flag",
        subject_id=asked.flag.id,
        country=asked.owner,
        changes={"state": [None, state.value], "said": [None, digest_of(asked.flag.id, position, deed, text, at)]},
    )


def _notes(session: Session, asked: Asked, people: People, chance: Random, number: int) -> None:
    """Messages beside some exchanges: among reviewers, within the country, and one to both that mentions."""
    if not happens(chance, NOTED) or asked.flag.asker:
        return
    reviewer = people.of(asked.owner, "", Side.ASKER, number)
    coordinator = people.coordinators[asked.owner]
    at = min((asked.flag.sent_at or clock.now()) + timedelta(hours=30), clock.now())
    for circle, author, reach in (
        (EU, reviewer, NoteReach.OWN),
        (asked.owner, coordinator, NoteReach.OWN),
        (EU, reviewer, NoteReach.BOTH),
    ):
        note = FlagNote(
            flag_id=asked.flag.id,
            circle=circle,
            reach=reach.value,
            text=one(chance, FLAG_NOTES[reach]),
            written_at=at,
            author_id=author.user_id,
        )
        session.add(note)
        if reach is NoteReach.BOTH and coordinator.user_id:
            session.flush()
            seen_at = None if asked.course == () else at
            session.add(FlagMention(note_id=note.id, user_id=coordinator.user_id, seen_at=seen_at))
