"""Gaps of the demonstration that somebody has spoken about: noted until a day; and countries that wait for each other.

Who takes part is drawn among all countries alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Invalid
from app.demo.chance import between, happens, lot, one
from app.demo.words import GAP_NOTED
from app.desk.services.noting import note_gap
from app.plans.queries.heads import find_head
from app.plans.queries.records import MilestoneRecord, PlanHead
from app.plans.queries.state import list_milestones
from app.plans.services.milestone_status import offer_milestone
from app.plans.services.predecessors import add_predecessor
from app.plans.states import EU, Scope
from app.readiness.cache import ReadingCache
from app.readiness.gaps import find_gaps
from app.readiness.queries.reading import read_one

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

NOTED, NOTES = 0.4, 2
"""So many countries have noted gaps, and so many each."""
SOONEST, LATEST = 20, 150
"""Days until a noted gap returns."""

People = Mapping[str, Actor]


def play_gaps(
    session: Session, view: CatalogueView, coordinators: People, sharing: Sequence[PlanHead], seed: int
) -> None:
    """Note gaps; let some of those that are about to share their plan wait for each other, two and two."""
    for first, second in zip(sharing[::2], sharing[1::2], strict=False):
        if first.owner in coordinators and second.owner in coordinators:
            _wait_for_each_other(session, view, (first, second), coordinators)
    cache = ReadingCache()
    for owner, coordinator in coordinators.items():
        if happens(lot(seed, "gaps", owner), NOTED):
            _note(session, view, owner, coordinator, cache, seed)


def _note(
    session: Session, view: CatalogueView, owner: str, coordinator: Actor, cache: ReadingCache, seed: int
) -> None:
    head = find_head(session, owner)
    if head is None:
        return
    plan = head, Scope.WORKING
    reading, circumstances = read_one(session, view, plan, find_head(session, EU), clock.today(), cache)
    gaps = find_gaps(circumstances, owner, reading.items, reading.heads)
    chance = lot(seed, "noted", owner)
    for gap in chance.sample(gaps, min(NOTES, len(gaps))):
        until = clock.today() + timedelta(days=between(chance, SOONEST, LATEST))
        key, reason = view.items_by_id[gap.item_id].key, one(chance, GAP_NOTED)
        note_gap(session, view, owner, key, gap.code, until_on=until, reason=reason, actor=coordinator)


def _wait_for_each_other(
    session: Session, view: CatalogueView, pair: tuple[PlanHead, PlanHead], coordinators: People
) -> None:
    """Each offers something of the middle of its plan, and lets what is due first wait for what the other offers."""
    steps = [_open_ones(session, head) for head in pair]
    if any(len(of_plan) < 2 for of_plan in steps):
        return
    for head, of_plan in zip(pair, steps, strict=True):
        who = coordinators[head.owner]
        offer_milestone(
            session, head.owner, of_plan[len(of_plan) // 2].reference, True, actor=who, expected_version=None
        )
    for number, head in enumerate(pair):
        waiting, others = steps[number][0], steps[1 - number]
        before = others[len(others) // 2]
        try:
            asked = (session, view, head.owner, waiting.reference, before.reference)
            add_predecessor(*asked, actor=coordinators[head.owner])
        except Invalid:  # a circle through other milestones of both
            return


def _open_ones(session: Session, head: PlanHead) -> list[MilestoneRecord]:
    """Open milestones that others know, by the day they are due."""
    found = list_milestones(session, head.plan_id, Scope.SHARED, clock.today())
    listed = [step for step in found if step.due_on and not (step.is_closing or step.is_cancelled or step.is_complete)]
    return sorted(listed, key=lambda step: (step.due_on or date.max, step.milestone_id))
