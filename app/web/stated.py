"""What pages show of statements of agencies, and which items the person who asks reads for an agency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core import clock
from app.http.context import Viewpoint, actor, catalogue_on, data_version, session
from app.plans.queries.records import PlanInScope
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of
from app.statements.policy import Bodies, acted_in, writes_for_an_agency
from app.statements.queries import as_of, list_bodies, list_statements
from app.statements.records import StatementRecord

_bodies: Recent[Bodies] = Recent(20)
_stated: Recent[tuple[StatementRecord, ...]] = Recent(200)


@dataclass(frozen=True)
class Stated:
    """The statements on items of a plan as of the day looked at, the latest said first."""

    by_item: Mapping[int, tuple[StatementRecord, ...]] = field(default_factory=dict)

    def on(self, item_id: int) -> tuple[StatementRecord, ...]:
        """Those on an item that stand."""
        return tuple(one for one in self.by_item.get(item_id, ()) if one.stands)

    def withdrawn_on(self, item_id: int) -> int:
        """How many on an item were withdrawn."""
        return sum(not one.stands for one in self.by_item.get(item_id, ()))


def bodies_here() -> Bodies:
    """Which authorities of the EU-level plan are which actor of the catalogue, asked once while the data stand."""
    return _bodies.get_or_make((database_of(session()), data_version().mark), lambda: list_bodies(session()))


def acting_here() -> frozenset[int]:
    """The items of Member States' plans that the person reads for an agency, by the catalogue of today on every day."""
    if not writes_for_an_agency(actor()):
        return frozenset()
    return acted_in(actor(), catalogue_on(clock.today()), bodies_here())


def stated_on(plan: PlanInScope, seen: Viewpoint) -> Stated:
    """The statements on a plan whose items the person reads, asked once while the data stand, for all days at once."""
    acting = acting_here()
    key = (database_of(session()), data_version().mark, plan.owner, actor().held)
    found = _stated.get_or_make(key, lambda: tuple(list_statements(session(), actor(), acting, owner=plan.owner)))
    return stated_of(as_of(found, seen.as_of, clock.end_of(seen.known) if seen.known else None))


def stated_of(found: list[StatementRecord]) -> Stated:
    """Statements by their items."""
    by_item: dict[int, list[StatementRecord]] = defaultdict(list)
    for one in found:
        by_item[one.item_id].append(one)
    return Stated({item_id: tuple(listed) for item_id, listed in by_item.items()})
