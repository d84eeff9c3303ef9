"""Several writers at once, each with a connection of its own: nothing is lost, no circle closes between two."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit import services as audit
from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.engine import Database
from app.core.errors import DomainError
from app.plans.history import replay, revisions_of
from app.plans.models import MilestoneSpan, Predecessor
from app.plans.queries.heads import get_plan
from app.plans.queries.milestones import get_milestone
from app.plans.queries.state import list_milestones
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.moving import move_milestone
from app.plans.services.ordering import order_milestone
from app.plans.services.predecessors import add_predecessor
from app.plans.services.splitting import split_milestone
from app.plans.states import Scope, Shift, SubjectKind
from tests.factories import plans as factory

WRITERS = 4
ROUNDS = 5


@dataclass
class House:
    """A database that may be committed to, with the small catalogue and Ireland's coordinator."""

    database: Database
    view: CatalogueView
    ireland: Actor

    def deed(self, work: Callable[[Session], str]) -> str:
        with self.database.writing() as session:
            result = work(session)
            audit.commit(session, None)
            return result

    def add(self, title: str) -> str:
        values = {"title": title}
        return self.deed(
            lambda session: add_milestone(session, self.view, "IE", "alpha.law", values, actor=self.ireland).reference
        )


@pytest.fixture
def house(committed: Database) -> House:
    with committed.writing() as session:
        view, ireland = factory.opened(session), factory.coordinator(session, "IE")
        audit.commit(session, None)
    return House(committed, view, ireland)


def together(*works: Callable[[], str]) -> list[str]:
    """What comes of works that are begun in the same moment; a refusal is its class."""
    barrier = Barrier(len(works))

    def one(work: Callable[[], str]) -> str:
        barrier.wait()
        try:
            return work()
        except DomainError as error:
            return type(error).__name__

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def test_of_writers_with_the_same_version_one_is_heard(house: House) -> None:
    reference = house.add("Contested")
    for number in range(ROUNDS):
        with house.database.reading() as session:
            milestone = get_milestone(session, "IE", reference, house.ireland)[1]

        def save(writer: int, version: int = milestone.version, number: int = number) -> str:
            values = {"note": f"{number} by {writer}"}

            def work(session: Session) -> str:
                who = {"actor": house.ireland, "expected_version": version}
                return update_milestone(session, house.view, "IE", reference, values, **who).note  # type: ignore[arg-type]

            return house.deed(work)

        results = together(*(lambda writer=writer: save(writer) for writer in range(WRITERS)))
        assert results.count("Conflict") == WRITERS - 1, results
        with house.database.reading() as session:
            after = get_milestone(session, "IE", reference, house.ireland)[1]
        assert after.version == milestone.version + 1
        assert after.note in results
    with house.database.reading() as session:
        spans = replay(SubjectKind.MILESTONE, revisions_of(session, SubjectKind.MILESTONE, milestone.milestone_id))
        kept = session.execute(
            select(MilestoneSpan.note).where(
                MilestoneSpan.subject_id == milestone.milestone_id, MilestoneSpan.scope == Scope.WORKING.value
            )
        ).scalars()
        assert list(kept) == [span.state["note"] for span in spans]
        assert audit.verify(session, None).is_whole


def test_references_stay_unique_among_writers(house: House) -> None:
    references = together(*(lambda title=title: house.add(title) for title in "abcdef"))
    assert len(set(references)) == 6
    assert sorted(references) == [f"IE-{number:04d}" for number in range(2, 8)]


def test_two_writers_never_close_a_circle_between_them(house: House) -> None:
    for _ in range(ROUNDS):
        one, two = house.add("One"), house.add("Two")

        def link(first: str, second: str) -> str:
            def work(session: Session) -> str:
                return str(add_predecessor(session, house.view, "IE", first, second, actor=house.ireland))

            return house.deed(work)

        results = together(lambda: link(one, two), lambda: link(two, one))  # noqa: B023
        assert sorted(results) == ["Invalid", "True"]
    with house.database.reading() as session:
        assert len(session.execute(select(Predecessor.id)).all()) == ROUNDS


def test_two_who_put_milestones_in_order_at_once_both_get_what_they_asked_for(house: House) -> None:
    first, _second, _third, last = (house.add(title) for title in ("A", "B", "C", "D"))

    def shift(reference: str, where: Shift) -> Callable[[], str]:
        return lambda: house.deed(
            lambda session: str(order_milestone(session, "IE", reference, where, actor=house.ireland))
        )

    for _ in range(ROUNDS):
        assert together(shift(last, Shift.FIRST), shift(first, Shift.LAST)) == ["True", "True"]
        with house.database.reading() as session:
            plan = get_plan(session, "IE", house.ireland)
            listed = list_milestones(session, plan.plan_id, Scope.WORKING, clock.today())
        assert (listed[0].reference, listed[-2].reference) == (last, first)
        first, last = last, first


def test_a_milestone_is_split_or_moved_once(house: House) -> None:
    reference = house.add("Contested")

    def split(session: Session) -> str:
        parts = {"title": "A"}, {"title": "B"}
        who: Any = {"actor": house.ireland, "expected_version": 1}
        return split_milestone(session, house.view, "IE", reference, parts, **who)[0].reference

    def move(session: Session) -> str:
        who: Any = {"actor": house.ireland, "expected_version": 1, "reason": "Belongs there"}
        return move_milestone(session, house.view, "IE", reference, "beta.law", **who).comes_from or ""

    found = together(*(lambda work=work: house.deed(work) for work in (split, move, split, move)))
    assert sorted(found) == ["Conflict", "Conflict", "Conflict", reference]
