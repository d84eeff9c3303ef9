"""The statements give the same facts as the plain functions do on replayed revisions, on both databases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.core import clock
from app.plans.states import EU, Scope, SubjectKind
from app.readiness.facts import Before, Evidenced, ItemFacts, Link, MilestoneFacts, MilestoneSums, Stated
from app.readiness.known import KnownItem, known_item
from app.readiness.queries.facts import read_facts
from app.readiness.queries.known import read_known_facts
from app.readiness.sums import sum_links
from tests.queries import queries
from tests.readiness.random_plans import OWNERS, WATCHED, World, Written, draw

DAYS = WATCHED
SINCE = clock.end_of(DAYS[2] + timedelta(days=45))
FAR = clock.end_of(date(2099, 1, 1))


Instants = Mapping[int, datetime | None]
"""Block of a plan → the instant up to which it is known; None: nothing of it is."""


def is_known(written: Written, day: date, instants: Instants) -> bool:
    """Whether a revision holds by the day and had been recorded by its block's instant."""
    instant = instants[written.block_id]
    revision = written.said.revision
    return instant is not None and revision.recorded_at <= instant and revision.effective_on <= day


class Reference:
    """Item facts from revisions alone, as known at an instant."""

    def __init__(self, world: World, day: date, known: datetime) -> None:
        self.world, self.day, self.known = world, day, known
        self.by_item: dict[tuple[int, int], list[Written]] = defaultdict(list)
        for written in world.written:
            self.by_item[written.plan_id, written.item_id].append(written)
        self.block_of = {written.said.subject_id: written.block_id for written in _of_milestones(world)}
        self.items = {scope: self._items(scope) for scope in Scope}
        self.milestones = {scope: self._milestones(scope) for scope in Scope}

    def instants(self, scope: Scope) -> Instants:
        blocks = self.world.releases
        if scope is Scope.WORKING:
            return dict.fromkeys(blocks, self.known)
        return {block: self.world.shared_at(block, self.known) for block in blocks}

    def _items(self, scope: Scope) -> dict[tuple[int, int], KnownItem]:
        instants = self.instants(scope)
        return {
            (plan_id, item_id): known_item(
                item_id,
                [one.said for one in written if is_known(one, self.day, instants)],
                self.day,
                self.world.held_back,
            )
            for (plan_id, item_id), written in self.by_item.items()
        }

    def _milestones(self, scope: Scope) -> dict[int, tuple[int, MilestoneFacts]]:
        return {
            milestone_id: (plan_id, milestone)
            for (plan_id, _), item in self.items[scope].items()
            for milestone_id, milestone in item.milestones.items()
        }

    def _links(self, plan_id: int, scope: Scope) -> dict[int, list[Link]]:
        found: dict[int, list[Link]] = defaultdict(list)
        eu_plan = self.world.heads[EU].plan_id
        for link in self.world.links:
            own_plan, own = self.milestones[scope].get(link.milestone_id, (0, None))
            is_eu = plan_id != eu_plan and link.predecessor_id in self._of_plan(eu_plan)
            before_scope = Scope.SHARED if is_eu else scope
            before_plan, before = self.milestones[before_scope].get(link.predecessor_id, (0, None))
            instant = self.instants(scope)[self.block_of[link.milestone_id]]
            if own_plan != plan_id or own is None or before is None or before_plan not in (plan_id, eu_plan):
                continue
            then = min(instant, clock.end_of(self.day)) if instant else None
            if then is None or link.created_at > then or (link.removed_at and link.removed_at <= then):
                continue
            lead = self.world.view.items_by_id[before.item_id].lead_time_days
            found[own.item_id].append(Link(own, before, is_eu, self.world.titles[link.predecessor_id], lead))
        return found

    def _of_plan(self, plan_id: int) -> set[int]:
        return {written.said.subject_id for written in _of_milestones(self.world) if written.plan_id == plan_id}

    def facts(self, plan_id: int, scope: Scope) -> dict[int, ItemFacts]:
        links = self._links(plan_id, scope)
        return {
            item_id: item.facts._replace(before=sum_links(item_id, links[item_id], self.day))
            for (of_plan, item_id), item in self.items[scope].items()
            if of_plan == plan_id and item.facts is not None
        }


def _of_milestones(world: World) -> list[Written]:
    return [written for written in world.written if written.said.kind is SubjectKind.MILESTONE]


def all_plans(world: World) -> list[tuple[int, Scope]]:
    return [(world.heads[owner].plan_id, scope) for owner in OWNERS for scope in Scope]


@pytest.mark.parametrize("seed", range(4))
def test_statements_agree_with_the_replay(session: Session, seed: int) -> None:
    world = draw(session, seed)
    plans = all_plans(world)
    for day in DAYS:
        found = read_facts(session, world.view, plans, day, eu_plan_id=world.heads[EU].plan_id)
        reference = Reference(world, day, FAR)
        for plan_id, scope in plans:
            assert found[plan_id, scope] == reference.facts(plan_id, scope)


@pytest.mark.parametrize("seed", [*range(4, 8), 10, 13, 17, 20])
@pytest.mark.parametrize("later", [0, 45])
def test_what_was_known_then_is_the_replay_of_what_had_been_said(session: Session, seed: int, later: int) -> None:
    """On the very day, and as known 45 days later, when something may have been dated back."""
    world = draw(session, seed)
    plans = all_plans(world)
    for day in DAYS:
        known = clock.end_of(day + timedelta(days=later))
        found = read_known_facts(session, world.view, plans, day, known, eu_plan_id=world.heads[EU].plan_id)
        reference = Reference(world, day, known)
        for plan_id, scope in plans:
            assert found[plan_id, scope] == reference.facts(plan_id, scope)


@pytest.mark.parametrize(("read", "number"), [(read_facts, 4), (partial(read_known_facts, known=SINCE), 5)])
def test_so_many_statements_whatever_the_number_of_plans(session: Session, read: Any, number: int) -> None:
    world = draw(session, 1)
    eu = (world.heads[EU].plan_id, Scope.SHARED)
    for plans in ([eu], all_plans(world)):
        with queries(session.connection().engine, exactly=number):
            read(session, world.view, plans, DAYS[2], eu_plan_id=eu[0])


def test_the_lot_draws_something_of_everything(session: Session) -> None:
    """Otherwise agreement would mean little: every field of the facts differs from its default somewhere."""
    seen: set[str] = set()
    world = draw(session, 10)
    for day in DAYS:
        found = read_facts(session, world.view, all_plans(world), day, eu_plan_id=world.heads[EU].plan_id)
        for facts in (facts for items in found.values() for facts in items.values()):
            for part in (facts.sums, facts.stated, facts.evidenced, facts.before):
                defaults = type(part)()
                seen |= {name for name in part._fields if getattr(part, name) != getattr(defaults, name)}
    assert world.held_back, "some files show nothing"
    missing = {name for part in (MilestoneSums, Stated, Evidenced, Before) for name in part._fields} - seen
    assert missing == set()
