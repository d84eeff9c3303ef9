"""What pages of a plan show of deliverables: which of them serve an item or a milestone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from app.http.context import Viewpoint, actor, data_version, session
from app.plans.queries.records import PlanInScope
from app.plans.states import EU
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of
from app.support.deliverables.queries.served import ServedHere, list_served

NONE = ServedHere()

_served: Recent[Mapping[int, ServedHere]] = Recent(300)


@dataclass(frozen=True)
class Served:
    """The deliverables that the person reads and that were not withdrawn, by item; none on a page of another day."""

    by_item: Mapping[int, ServedHere] = field(default_factory=dict)

    def on(self, item_id: int) -> ServedHere:
        """Those that serve an item."""
        return self.by_item.get(item_id, NONE)


def served_on(plan: PlanInScope, seen: Viewpoint, items: Collection[int]) -> Served:
    """The deliverables on items of a country's plan, asked once while the data stand."""
    if seen.is_past or plan.owner == EU:
        return Served()
    place = tuple(sorted(items))
    return Served(
        _served.get_or_make(
            (*_key(plan), place), lambda: list_served(session(), actor(), plan.owner, items=place) if place else {}
        )
    )


def served_by_milestone(plan: PlanInScope, seen: Viewpoint, milestone_id: int) -> ServedHere:
    """The deliverables that serve a milestone."""
    if seen.is_past or plan.owner == EU:
        return NONE
    found = _served.get_or_make(
        (*_key(plan), milestone_id), lambda: list_served(session(), actor(), plan.owner, milestone_id=milestone_id)
    )
    return found.get(milestone_id, NONE)


def _key(plan: PlanInScope) -> tuple[object, ...]:
    return database_of(session()), data_version().mark, plan.owner, actor().user_id, actor().held
