"""What moved beside a deliverable: the items it serves before it, at its acceptance and since, and the same elsewhere.

Movement beside, never a cause: nothing here says that one led to the other. A figure of elsewhere is an average that
rests on what the reader may see and, of rows withheld from them, on five or more or on none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.catalogue.views import CatalogueView, ItemView
from app.core import clock
from app.core.labels import message
from app.http.context import Viewpoint, actor, session
from app.plans.policy import scope_for
from app.plans.queries.heads import find_head
from app.plans.queries.records import MilestoneRecord
from app.plans.queries.state import list_milestones
from app.plans.states import Scope
from app.readiness.arithmetic import half_up
from app.readiness.cases import ItemReading
from app.readiness.plan import PlanReading
from app.readiness.withholding import Pool
from app.support.areas import opened_items
from app.support.deliverables.records import DeliverableRecord
from app.web.readings import all_withheld, full_readings, readable_by


@dataclass(frozen=True)
class Figure:
    """An item on a day. `progress` in 1/100 %, None for a dash; elsewhere: the average, and of how many countries."""

    here: ItemReading
    elsewhere: int | None
    countries: int

    @property
    def progress(self) -> int | None:
        """The progress of the item in the plan."""
        return self.here.progress


@dataclass(frozen=True)
class Beside:
    """An item with its figures by day, in the order of the days."""

    item: ItemView
    scope: Scope
    figures: tuple[Figure, ...]


BEFORE, ACCEPTED, SINCE = (
    message("Before, on %(day)s"),
    message("At acceptance, on %(day)s"),
    message("Since, on %(day)s"),
)
"""What the days are."""


def days_of(found: DeliverableRecord) -> tuple[tuple[str, date], ...]:
    """The day before it was submitted, that of its acceptance, and today, each with what it is as a message id; fewer
    where they are not there yet."""
    if found.submitted_at is None:
        return ()
    before = clock.day_of(found.submitted_at) - timedelta(days=1)
    days = ((BEFORE, before), (ACCEPTED, found.accepted_on), (SINCE, clock.today()))
    return tuple((said, day) for said, day in days if day is not None)


def scopes_of(view: CatalogueView, found: DeliverableRecord) -> Mapping[int, Scope]:
    """The items that it serves which the reader reads, with the state in which they do."""
    scope = scope_for(actor(), found.owner)
    if scope is not None:
        return {item_id: scope for item_id in found.items if item_id in view.items_by_id}
    opened = opened_items(session(), view, found.owner, actor())
    return {item_id: opened[item_id] for item_id in found.items if item_id in opened}


def milestones_here(view: CatalogueView, found: DeliverableRecord) -> dict[int, MilestoneRecord]:
    """The milestones that it serves which the reader reads, by key."""
    held: dict[int, MilestoneRecord] = {}
    scopes = scopes_of(view, found)
    for scope in set(scopes.values()):
        items = [item_id for item_id, one in scopes.items() if one is scope]
        for record in list_milestones(session(), found.plan_id, scope, clock.today(), items):
            if record.milestone_id in found.milestones:
                held[record.milestone_id] = record
    return held


def beside_of(view: CatalogueView, found: DeliverableRecord, seen: Viewpoint) -> list[Beside]:
    """What moved beside it, of items that the reader reads; empty before it is submitted."""
    days, scopes = days_of(found), scopes_of(view, found)
    head = find_head(session(), found.owner)
    if not days or not scopes or head is None:
        return []
    readable = readable_by(session(), actor())
    if not readable.pooled:
        readable = all_withheld(session())
    others = [plan for plan in readable.pooled if plan[0].owner != found.owner]
    asked = [*((head, scope) for scope in set(scopes.values())), *others]
    by_item: dict[int, list[Figure]] = {item_id: [] for item_id in scopes}
    for _, day in days:
        read = full_readings(session(), view, Viewpoint(day, None, seen.today), list(dict.fromkeys(asked)))
        seen_owners = {one.owner for one, _ in readable.rows}
        shared = {one.owner: read[one.plan_id, scope] for one, scope in others}
        for item_id, scope in scopes.items():
            here = read[head.plan_id, scope].items.get(item_id)
            if here is not None:
                by_item[item_id].append(Figure(here, *_elsewhere(shared, seen_owners, item_id)))
    return [
        Beside(view.items_by_id[item_id], scopes[item_id], tuple(figures))
        for item_id, figures in by_item.items()
        if len(figures) == len(days)
    ]


def _elsewhere(shared: Mapping[str, PlanReading], seen: set[str], item_id: int) -> tuple[int | None, int]:
    pool: Pool[PlanReading] = Pool(
        {owner: plan for owner, plan in shared.items() if owner in seen},
        {owner: plan for owner, plan in shared.items() if owner not in seen},
    )
    taken = pool.pick(lambda plan: _progress(plan, item_id))
    return (half_up(sum(taken), len(taken)), len(taken)) if taken else (None, 0)


def _progress(plan: PlanReading, item_id: int) -> int | None:
    reading = plan.items.get(item_id)
    return reading.progress if reading is not None and reading.is_counted else None
