"""What other pages show of questions: items, cells, desks. Templates ask for it, so that views need not.

It rests on the grants of who asks and on the data, as the pages that are kept do, and is asked once while they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.accounts.actor import Held
from app.accounts.states import Role
from app.answers.changes import Piece, pieces_of
from app.answers.policy import reads_some, reviews_any
from app.answers.queries.life import versions_of
from app.answers.queries.questions import Wanted, answered_on_items, list_questions
from app.answers.queries.reliance import list_reliances
from app.answers.records import QuestionRecord, RelianceRecord, VersionRecord
from app.answers.states import QuestionState
from app.catalogue.views import ItemView
from app.http.context import actor, catalogue, data_version, session, viewpoint
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of
from app.web.questions.pages import may_ask, may_rely, working_days

FIRST = 3
"""So many are named on an item; the list has the others."""

MOST_WAITING = 50
"""So many questions stand on a desk; the list has the others."""

_answered: Recent[Mapping[int, Sequence[tuple[int, str]]]] = Recent(40)
_relied: Recent[tuple[RelianceRecord, ...]] = Recent(40)
_changed: Recent[tuple[Changed, ...]] = Recent(40)
_waiting: Recent[tuple[QuestionRecord, ...]] = Recent(40)
_offered: Recent[tuple[QuestionRecord, ...]] = Recent(40)


class Key(NamedTuple):
    """On what it rests."""

    database: str
    data: str
    held: tuple[Held, ...]


@dataclass(frozen=True)
class Changed:
    """An item of a plan that relied on an answer that changed: both versions, and what differs between them."""

    record: RelianceRecord
    item: ItemView | None
    then: VersionRecord | None
    now: VersionRecord | None
    pieces: tuple[Piece, ...]

    @property
    def may(self) -> bool:
        """Whether the reader keeps or stops relying."""
        return may_rely(self.record.owner, self.item)


@dataclass(frozen=True)
class Waiting:
    """A question that waits for an answer, and since how many working days."""

    question: QuestionRecord
    days: int


def _key() -> Key:
    return Key(database_of(session()), data_version().mark, actor().held)


def questions_on(item_id: int) -> Sequence[tuple[int, str]]:
    """The latest answered questions on an item that the reader reads: key and title; none on a page of another day."""
    if viewpoint().is_past or not reads_some(actor()):
        return ()
    found = _answered.get_or_make(_key(), lambda: answered_on_items(session(), actor(), FIRST))
    return found.get(item_id, ())


def relied_on(owner: str, item_id: int) -> list[RelianceRecord]:
    """On which answers an item of the reader's own plan relies; none on a page of another day."""
    return [one for one in _reliances() if (one.owner, one.item_id) == (owner, item_id)]


def answers_changed(owner: str) -> list[Changed]:
    """For the desk of a country: items that relied on answers that were revised or withdrawn since."""
    if not any(one.has_changed and one.owner == owner for one in _reliances()):
        return []
    return [one for one in _changed.get_or_make(_key(), _ask_changed) if one.record.owner == owner]


def offers_here(owner: str) -> list[QuestionRecord]:
    """For the desk of a coordinator: questions that the Commission asks to share with the Member States."""
    if viewpoint().is_past or not actor().holds(Role.COORDINATOR, owner):
        return []
    found = _offered.get_or_make(_key(), lambda: tuple(list_questions(session(), actor(), Wanted(offered=True))))
    return [one for one in found if one.subject.owner == owner]


def questions_waiting() -> list[Waiting]:
    """For reviewers' desks: questions that wait for an answer, those that wait longest first."""
    if not reviews_any(actor(), None):
        return []
    wanted = Wanted(state=QuestionState.OPEN, answerable=True)
    found = _waiting.get_or_make(_key(), lambda: tuple(list_questions(session(), actor(), wanted)))
    return [Waiting(one, working_days(one.asked_on)) for one in sorted(found, key=lambda one: one.question_id)]


def asks_here(owner: str) -> bool:
    """Whether the reader may ask for a country, on a page of today."""
    return not viewpoint().is_past and may_ask(owner)


def _reliances() -> tuple[RelianceRecord, ...]:
    if viewpoint().is_past or not actor().countries:
        return ()
    return _relied.get_or_make(_key(), lambda: tuple(list_reliances(session(), actor())))


def _ask_changed() -> tuple[Changed, ...]:
    view = catalogue()
    changed = [one for one in _reliances() if one.has_changed]
    versions = versions_of(session(), {one.question_id for one in changed}, actor())
    found = []
    for one in changed:
        held = versions[one.question_id]
        then, now = held.get(one.number), held.get(one.latest)
        is_told = then is not None and now is not None and not now.is_withdrawal
        pieces = pieces_of(then.text, now.text) if is_told and then and now else []
        found.append(Changed(one, view.items_by_id.get(one.item_id), then, now, tuple(pieces)))
    return tuple(found)
