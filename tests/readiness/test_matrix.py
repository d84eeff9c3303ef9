"""Readings from the database: kept under effective stamps, computed when something changed, and only then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

import pytest
import time_machine
from sqlalchemy import event, insert, update
from sqlalchemy.orm import Session

from app.core import clock
from app.plans.models import Plan, PlanTouch
from app.plans.queries.heads import find_head
from app.plans.queries.records import PlanHead
from app.plans.states import EU, Scope
from app.readiness.cache import ReadingCache
from app.readiness.gaps import find_gaps
from app.readiness.plan import PlanSummary
from app.readiness.queries import PlanKey, read_known, read_matrix, read_summaries, read_trend
from app.readiness.queries.reading import circumstances_on
from app.readiness.trend import month_ends
from tests.readiness.random_plans import LAST, OWNERS, World, draw

R = TypeVar("R", bound=PlanSummary)

MAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(clock.end_of(LAST), tick=False):
        yield


@pytest.fixture
def world(session: Session) -> World:
    drawn = draw(session, 3)
    for owner in OWNERS:
        touched(session, drawn, owner, date(2024, 7, 1), 1)
    return drawn


def touched(session: Session, world: World, owner: str, day: date, stamp: int) -> None:
    """A change of both states that alters them from a day on."""
    plan_id = world.heads[owner].plan_id
    for scope in Scope:
        session.execute(insert(PlanTouch).values(plan_id=plan_id, scope=scope.value, from_day=day, stamp=stamp))
    stamps = {"working_stamp": stamp, "shared_stamp": stamp}
    session.execute(update(Plan).where(Plan.id == plan_id).values(**stamps))
    head = find_head(session, owner)
    assert head is not None
    world.heads[owner] = head


def asked(world: World, scope: Scope = Scope.WORKING) -> list[tuple[PlanHead, Scope]]:
    return [(world.heads[owner], Scope.SHARED if owner == EU else scope) for owner in OWNERS]


def by_owner(found: Mapping[PlanKey, R]) -> dict[str, R]:
    """Readings of one state of each plan."""
    return {reading.owner: reading for reading in found.values()}


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """The statements of a with-block."""
    seen: list[str] = []

    def count(*arguments: Any) -> None:
        seen.append(str(arguments[2]))

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", count)


class Shelf:
    """A store in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_many(self, keys: Iterable[str]) -> Mapping[str, str]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def put_many(self, values: Mapping[str, str]) -> None:
        self.kept |= values


def test_a_second_reading_asks_for_the_stamps_alone(session: Session, world: World) -> None:
    cache = ReadingCache()
    with statements(session) as first:
        one = by_owner(read_matrix(session, world.view, asked(world), MAY, cache))
    with statements(session) as second:
        other = by_owner(read_matrix(session, world.view, asked(world), MAY, cache))
        summaries = by_owner(read_summaries(session, world.view, asked(world), MAY, cache))
    assert len(first) == 5
    assert len(second) == 2
    assert all(one[owner] is other[owner] for owner in OWNERS)
    assert summaries == {owner: reading.summary() for owner, reading in one.items()}


def test_only_a_plan_that_changed_is_computed_again(session: Session, world: World) -> None:
    cache = ReadingCache()
    before = by_owner(read_matrix(session, world.view, asked(world), MAY, cache))
    touched(session, world, "IE", date(2026, 5, 1), 2)
    after = by_owner(read_matrix(session, world.view, asked(world), MAY, cache))
    assert after["IE"] is not before["IE"]
    assert after["BE"] is before["BE"]


def test_a_change_after_the_day_changes_nothing_of_it(session: Session, world: World) -> None:
    cache = ReadingCache()
    before = by_owner(read_matrix(session, world.view, asked(world), MAY, cache))
    touched(session, world, "IE", date(2026, 5, 21), 2)
    touched(session, world, EU, date(2026, 6, 1), 2)
    after = by_owner(read_matrix(session, world.view, asked(world), MAY, cache))
    assert all(after[owner] is before[owner] for owner in OWNERS)


def test_a_change_of_the_eu_plan_concerns_everybody(session: Session, world: World) -> None:
    cache = ReadingCache()
    before = by_owner(read_matrix(session, world.view, asked(world), MAY, cache))
    touched(session, world, EU, date(2026, 5, 1), 2)
    after = by_owner(read_matrix(session, world.view, asked(world), MAY, cache))
    assert not any(after[owner] is before[owner] for owner in OWNERS)


def test_the_eu_plan_matters_also_where_it_is_not_asked_for(session: Session, world: World) -> None:
    alone = [(world.heads["IE"], Scope.WORKING)]
    one = by_owner(read_matrix(session, world.view, alone, MAY, ReadingCache()))["IE"]
    assert one == by_owner(read_matrix(session, world.view, asked(world), MAY, ReadingCache()))["IE"]


def test_the_states_of_a_plan_are_kept_apart(session: Session, world: World) -> None:
    cache = ReadingCache()
    working = by_owner(read_matrix(session, world.view, asked(world), MAY, cache))["IE"]
    shared = by_owner(read_matrix(session, world.view, asked(world, Scope.SHARED), MAY, cache))["IE"]
    assert (working.scope, shared.scope) == (Scope.WORKING, Scope.SHARED)
    assert working.items != shared.items


def test_a_store_outlives_the_process(session: Session, world: World) -> None:
    shelf = Shelf()
    computed = read_summaries(session, world.view, asked(world), MAY, ReadingCache(store=shelf))
    with statements(session) as seen:
        again = read_summaries(session, world.view, asked(world), MAY, ReadingCache(store=shelf))
    assert again == computed
    assert len(seen) == 1


@pytest.mark.parametrize("damage", ["{}", "[]", "nonsense", '{"owner": "IE"}', '"text"', "null"])
def test_a_damaged_store_is_computed_around(session: Session, world: World, damage: str) -> None:
    shelf = Shelf()
    computed = read_summaries(session, world.view, asked(world), MAY, ReadingCache(store=shelf))
    trend = read_trend(session, lambda _: world.view, asked(world), MAY, ReadingCache(store=shelf))
    shelf.kept = dict.fromkeys(shelf.kept, damage)
    assert read_summaries(session, world.view, asked(world), MAY, ReadingCache(store=shelf)) == computed
    assert read_trend(session, lambda _: world.view, asked(world), MAY, ReadingCache(store=shelf)) == trend


@pytest.mark.parametrize("scope", list(Scope))
def test_a_trend_says_what_the_matrix_said(session: Session, world: World, scope: Scope) -> None:
    plans = asked(world, scope)
    trends = read_trend(session, lambda _: world.view, plans, MAY, ReadingCache())
    days = month_ends(world.view.starts_on, MAY)
    assert days[0] == date(2024, 6, 30)
    assert days[-2:] == [date(2026, 4, 30), MAY]
    for place in (0, 5, 12, len(days) - 1):
        matrix = by_owner(read_matrix(session, world.view, plans, days[place], ReadingCache()))
        for owner, points in trends.items():
            total, point = matrix[owner].total, points[place]
            assert point == (
                days[place],
                total.progress,
                total.required,
                total.counted,
                total.informed,
                total.key_total,
                total.key_reported,
                total.has_begun,
                total.is_complete,
            )


def test_a_trend_is_kept_but_for_the_months_that_a_change_touched(session: Session, world: World) -> None:
    cache, shelf = ReadingCache(), Shelf()
    cache.store = shelf
    with statements(session) as first:
        read_trend(session, lambda _: world.view, asked(world), MAY, cache)
    with statements(session) as second:
        read_trend(session, lambda _: world.view, asked(world), MAY, cache)
    held = set(shelf.kept)
    touched(session, world, "IE", date(2026, 3, 1), 2)
    read_trend(session, lambda _: world.view, asked(world), MAY, cache)
    assert (len(first), len(second)) == (5, 0)
    assert len(set(shelf.kept) - held) == 3  # March, April, and the day


def test_gaps_of_a_reading_are_those_it_counted(session: Session, world: World) -> None:
    cache = ReadingCache()
    circumstances = circumstances_on(session, world.view, asked(world), MAY, cache)
    for owner, reading in by_owner(read_matrix(session, world.view, asked(world), MAY, cache)).items():
        gaps = find_gaps(circumstances, owner, reading.items, reading.heads)
        assert len(gaps) == sum(reading.gap_counts.values())
        assert all(gap.sentence.text % gap.sentence.values for gap in gaps)


def test_known_today_is_the_same_as_now(session: Session, world: World) -> None:
    known = clock.end_of(LAST)
    for scope in Scope:
        plans = asked(world, scope)
        then = read_known(session, world.view, plans, LAST, known, ReadingCache())
        assert then == read_matrix(session, world.view, plans, LAST, ReadingCache())


def test_what_was_known_then_is_kept(session: Session, world: World) -> None:
    cache = ReadingCache()
    known = clock.end_of(MAY)
    with statements(session) as first:
        read_known(session, world.view, asked(world), MAY, known, cache)
    with statements(session) as second:
        read_known(session, world.view, asked(world), MAY, known, cache)
    assert len(first) == 6
    assert len(second) == 1
