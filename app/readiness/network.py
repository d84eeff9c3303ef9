"""Who waits for whom in a catalogue: direct predecessors of each item, and what the EU level has delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from app.catalogue.states import Level
from app.plans.states import Applicability
from app.readiness.facts import EuPredecessor, ItemFacts, MilestoneSums
from app.readiness.remembered import OfRelease
from app.readiness.requirements import CatalogueLike


class Upstream(NamedTuple):
    """Direct predecessors of an item by the catalogue: items of the same level, and items of the EU level."""

    own: tuple[int, ...]
    eu: tuple[int, ...]


@dataclass(frozen=True)
class Network:
    """Predecessors by item id, and the items in the catalogue's order."""

    upstream: Mapping[int, Upstream]
    order: Mapping[int, int]


_networks: OfRelease[Network] = OfRelease()


def network_of(view: CatalogueLike) -> Network:
    """The dependencies of a release. An EU-level item waits for items of its own plan alone."""
    return _networks.get_or_make(view, None, lambda: _network(view))


def _network(view: CatalogueLike) -> Network:
    upstream = {}
    for item in view.items.values():
        before = [view.items[key] for key in item.depends_on if key in view.items]
        own = tuple(other.item_id for other in before if other.level is item.level)
        eu = tuple(other.item_id for other in before if other.level is Level.EU and item.level is not Level.EU)
        upstream[item.item_id] = Upstream(own, eu)
    order = {item.item_id: number for number, item in enumerate(view.items.values())}
    return Network(upstream, order)


def forecast_of(sums: MilestoneSums) -> date | None:
    """The day the plan now names for the item: of the closing milestone, else the latest of the open others."""
    return sums.closing_forecast_on or sums.closing_baseline_on or sums.latest_open_on


def deliveries_of(view: CatalogueLike, eu_facts: Mapping[int, ItemFacts]) -> dict[int, EuPredecessor]:
    """What the EU plan says of its items, by item id.

    An item on which the EU plan shared nothing, or which it states as not applicable, is left out: nothing then
    says that it is awaited, and a legal date stays what it is.
    """
    deliveries = {}
    for item_id, facts in eu_facts.items():
        item = view.items_by_id.get(item_id)
        if item is None or not facts.has_information:
            continue
        if facts.stated.applicability is Applicability.NOT_APPLICABLE:
            continue
        sums = facts.sums
        deliveries[item_id] = EuPredecessor(
            item_id, None, None, sums.in_place_on, forecast_of(sums), item.lead_time_days
        )
    return deliveries


def usable_from(predecessor: EuPredecessor) -> date | None:
    """The first day on which Member States have had the lead time after delivery; None before delivery."""
    if predecessor.delivered_on is None:
        return None
    return predecessor.delivered_on + timedelta(days=predecessor.lead_time_days)


def is_awaited(predecessor: EuPredecessor, day: date) -> bool:
    """Not delivered, or delivered less than its lead time ago; on the lead time's last day it is no longer awaited."""
    usable = usable_from(predecessor)
    return usable is None or day < usable
