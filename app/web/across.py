"""Gaps between the plans that a reader reads, asked once while the data stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from app.catalogue.views import CatalogueView
from app.http.context import Viewpoint, actor, data_version, session
from app.plans.policy import scope_for
from app.readiness.cache import Recent
from app.readiness.gaps import Gap
from app.readiness.gaps.across import Wait, find_across
from app.readiness.plan import PlanReading
from app.readiness.queries.across import read_waits
from app.readiness.queries.reading import database_of

_waits: Recent[tuple[Wait, ...]] = Recent(50)


def gaps_across(view: CatalogueView, plans: Iterable[PlanReading], seen: Viewpoint) -> Mapping[str, tuple[Gap, ...]]:
    """The gaps of plans towards others, by plan. None for who reads fewer than two countries, nor as known then."""
    readable = {code for code in view.countries if scope_for(actor(), code) is not None}
    if seen.known is not None or len(readable) < 2:
        return {}
    return find_across(plans, _waits_on(seen.as_of), readable)


def _waits_on(day: date) -> tuple[Wait, ...]:
    key = (database_of(session()), data_version().mark, day)
    return _waits.get_or_make(key, lambda: read_waits(session(), day))
