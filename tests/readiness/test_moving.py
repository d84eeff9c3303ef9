"""What a difference is made of: each factor by itself, and all together adding up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.catalogue.states import EvidenceKind
from app.core import clock
from app.plans.states import EU, Scope
from app.readiness.cache import ReadingCache
from app.readiness.facts import EvidenceFacts, ItemFacts
from app.readiness.moving import (
    Factor,
    Figure,
    Moved,
    Turn,
    course_of,
    facts_in,
    moved_between,
    moved_through,
    turns_of,
    way_between,
)
from app.readiness.plan import PlanReading
from app.readiness.queries import read_known, read_matrix
from tests.readiness.builders import APPLIES, SPRING, a_milestone, a_view, an_item, facts_of, in_place, read
from tests.readiness.random_plans import LAST, OWNERS, WATCHED, draw

LATER = SPRING + timedelta(days=20)
PUBLISHED = EvidenceFacts(1, EvidenceKind.LEGAL_REFERENCE, date(2026, 1, 1), None)
ITEMS = an_item(1, "law", is_key=True), an_item(2, "staff")


def moved(old: PlanReading, new: PlanReading, figure: Figure) -> Moved:
    return course_of(old, new, way_between(old.circumstances, new.circumstances, {})).moved(figure)


def by(**steps: int) -> Mapping[Factor, int]:
    return {factor: steps.get(factor.value, 0) for factor in Factor}


def under_way(progress: int, *evidence: EvidenceFacts, day: date = SPRING) -> ItemFacts:
    return facts_of(a_milestone(progress=progress), day=day, evidence=evidence)


def test_what_a_country_says_is_data() -> None:
    view = a_view(ITEMS)
    old = read(view, {1: under_way(2000)})
    new = read(view, {1: under_way(6000), 2: in_place(SPRING)}, LATER)
    told = moved(old, new, Figure.PROGRESS)
    assert (told.old, told.new, told.difference) == (18, 66, 48)
    assert told.by == by(data=48)
    assert turns_of(old, new) == ((2, Turn.FIRST_TOLD), (2, Turn.IN_PLACE))


def test_what_shows_it_and_what_was_confirmed_is_evidence() -> None:
    view = a_view(ITEMS)
    old = read(view, {1: in_place(SPRING)})
    new = read(view, {1: in_place(SPRING, evidence=[PUBLISHED])._replace(confirmed_on=LATER)}, LATER)
    assert moved(old, new, Figure.REPORTED).by == by()
    assert moved(old, new, Figure.SHOWN).by == by(evidence=1)
    assert moved(old, new, Figure.CONFIRMED).by == by(evidence=1)
    assert turns_of(old, new) == ((1, Turn.SHOWN), (1, Turn.CONFIRMED))


def test_evidence_that_ran_out_is_evidence_and_told() -> None:
    view, until = a_view(ITEMS), SPRING + timedelta(days=3)
    piece = PUBLISHED._replace(expires_on=until)
    old = read(view, {1: in_place(SPRING, evidence=[piece])})
    new = read(view, {1: in_place(LATER, SPRING, evidence=[piece])}, LATER)
    assert moved(old, new, Figure.SHOWN).by == by(evidence=-1)
    assert turns_of(old, new) == ((1, Turn.NO_LONGER_SHOWN), (1, Turn.EXPIRED))


def test_another_release_is_catalogue_and_passing_days_are_time() -> None:
    facts = {1: under_way(2000), 2: in_place(SPRING)}
    weighed_anew = a_view([an_item(1, "law"), ITEMS[1]])
    told = moved(read(a_view(ITEMS), facts), read(weighed_anew, facts), Figure.PROGRESS)
    assert (told.old, told.new, told.by) == (39, 59, by(catalogue=20))
    late = APPLIES + timedelta(days=1)
    old, new = read(a_view(ITEMS), facts), read(a_view(ITEMS), facts, late)
    assert moved(old, new, Figure.PAST).by == by(time=1)
    expected = moved(old, new, Figure.EXPECTED)
    assert expected.by == by(time=expected.difference or 0)
    assert expected.new == 100


def test_a_dash_on_one_day_has_no_difference_and_a_step_into_nothing_moves_nothing() -> None:
    view = a_view(ITEMS)
    assert moved(read(view, {}), read(view, {1: under_way(2000)}), Figure.PROGRESS) == Moved(None, 18, {})
    assert moved_through([40, None, None, 50, 50, 50]).by == by(data=10)
    assert moved_through([40, 40, 40, 50, 50, None]).difference is None


def _readings(session: Session, world: object, day: date, *, then: bool) -> Sequence[PlanReading]:
    asked = [(world.heads[o], Scope.SHARED if o == EU else Scope.WORKING) for o in OWNERS]  # type: ignore[attr-defined]
    view = world.view  # type: ignore[attr-defined]
    if then:
        return list(read_known(session, view, asked, day, clock.end_of(day), ReadingCache()).values())
    return list(read_matrix(session, view, asked, day, ReadingCache()).values())


@pytest.mark.parametrize("then", [False, True])
def test_of_any_plans_the_steps_add_up_to_the_difference_that_the_rule_shows(session: Session, then: bool) -> None:
    world = draw(session, 5)
    differ = 0
    with time_machine.travel(clock.end_of(LAST), tick=False):
        for start, end in pairwise(WATCHED):
            olds, news = (_readings(session, world, day, then=then) for day in (start, end))
            eu = next(plan for plan in olds if plan.owner == EU)
            way = way_between(olds[0].circumstances, news[0].circumstances, facts_in(eu))
            for old, new in zip(olds, news, strict=True):
                course = course_of(old, new, way)
                for figure in Figure:
                    for key in (None, *world.view.blocks):
                        told = course.moved(figure, key)
                        ends = moved_between(figure, *(p.blocks[key] if key else p.total for p in (old, new)))
                        assert (told.old, told.new) == (ends.old, ends.new)
                        if told.difference is not None:
                            assert sum(told.by.values()) == told.difference
                            differ += told.difference != 0
    assert differ
