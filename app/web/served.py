"""What pages of a plan show of deliverables: which of them serve an item or a milestone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.policy import allows
from app.http.context import Viewpoint, actor, data_version, session
from app.plans.queries.records import PlanInScope
from app.plans.states import EU
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of
from app.support.deliverables.policy import ACCEPT, DeliverableSubject
from app.support.deliverables.queries.deliverables import Wanted, deliverables_waiting, list_deliverables
from app.support.deliverables.records import DeliverableRecord
from app.support.deliverables.states import Standing

_served: Recent[tuple[DeliverableRecord, ...]] = Recent(200)


@dataclass(frozen=True)
class Served:
    """The deliverables that the person reads and that were not withdrawn, by item; none on a page of another day."""

    by_item: Mapping[int, tuple[DeliverableRecord, ...]] = field(default_factory=dict)

    def on(self, item_id: int) -> tuple[DeliverableRecord, ...]:
        """Those that serve an item."""
        return self.by_item.get(item_id, ())

    def on_milestone(self, item_id: int, milestone_id: int) -> list[DeliverableRecord]:
        """Those that serve a milestone of it."""
        return [one for one in self.on(item_id) if milestone_id in one.milestones]


@dataclass(frozen=True)
class Handed:
    """Deliverables that wait for a country: to be accepted or returned, and of which it is to say whether they are in
    use."""

    to_accept: tuple[DeliverableRecord, ...] = ()
    use_asked: tuple[DeliverableRecord, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether any does."""
        return bool(self.to_accept or self.use_asked)


_handed: Recent[Handed] = Recent(60)


def waiting_here(code: str, seen: Viewpoint) -> Handed:
    """What waits for a country, for its coordinators; asked once a day while the data stand."""
    if seen.is_past or not allows(actor(), ACCEPT, DeliverableSubject(code)):
        return Handed()
    key = (database_of(session()), data_version().mark, code, actor().user_id, seen.today)
    return _handed.get_or_make(key, lambda: Handed(*map(tuple, deliverables_waiting(session(), actor(), code))))


def served_on(plan: PlanInScope, seen: Viewpoint) -> Served:
    """The deliverables on a country's plan, asked once while the data stand."""
    if seen.is_past or plan.owner == EU:
        return Served()
    key = (database_of(session()), data_version().mark, plan.owner, actor().user_id, actor().held)
    found = _served.get_or_make(key, lambda: tuple(list_deliverables(session(), actor(), Wanted(owner=plan.owner))))
    by_item: dict[int, list[DeliverableRecord]] = defaultdict(list)
    for one in found:
        for item_id in one.items if one.state is not Standing.WITHDRAWN else ():
            by_item[item_id].append(one)
    return Served({item_id: tuple(listed) for item_id, listed in by_item.items()})
