"""Which pools matter on a day: the one that is carried out and the one that is prepared."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from app.catalogue.views import CatalogueView
from app.core.policy import allows
from app.governance.policy import READ_POOL
from app.governance.pools import is_counted
from app.governance.services import first_year
from app.governance.solidarity.policy import READ_PLEDGE
from app.http.context import actor, viewpoint


class PoolNear(NamedTuple):
    """A pool with the year of the cycle that prepares it, which is that of its pages."""

    cycle: int
    year: int
    is_running: bool


class PoolWays(NamedTuple):
    """Where a country's part in the pools stands: in the ledger of the running one, if any; its own preparation for the
    next, for those who read it."""

    running: PoolNear | None
    prepared: PoolNear | None


def pools_near(view: CatalogueView, day: date) -> list[PoolNear]:
    """The running pool and the one in preparation, as far as there is a cycle for them."""
    first = first_year(view)
    near = (PoolNear(day.year - 1, day.year, True), PoolNear(day.year, day.year + 1, False))
    return [one for one in near if first is not None and one.cycle >= first]


def pool_ways(view: CatalogueView, owner: str) -> PoolWays | None:
    """For the page of a country; None for one without a part in pools and for readers without one."""
    if not is_counted(view, owner) or not allows(actor(), READ_POOL):
        return None
    near = pools_near(view, viewpoint().as_of)
    prepares = allows(actor(), READ_PLEDGE, owner)
    return PoolWays(
        next((one for one in near if one.is_running), None),
        next((one for one in near if prepares and not one.is_running), None),
    )
