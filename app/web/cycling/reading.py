"""The cycles that run on the day looked at, as one reader reads them; made again only after the data have changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from flask import current_app

from app.core import clock
from app.governance.cycle import Cycle
from app.governance.queries import list_entries
from app.governance.services import first_year
from app.http.context import Viewpoint, actor, catalogue, data_version, session
from app.readiness.cache import Recent

KEPT = 64
"""So many readers' cycles a process keeps."""


def running_cycles(seen: Viewpoint) -> Mapping[int, Cycle]:
    """The cycle of the year and the one before it, whose pool runs, by the year of their reports."""
    return _cycles(seen, range(seen.as_of.year - 1, seen.as_of.year + 1))


def cycles_so_far(seen: Viewpoint) -> Mapping[int, Cycle]:
    """All cycles up to that of the year looked at."""
    first = first_year(catalogue())
    return {} if first is None else _cycles(seen, range(first, seen.as_of.year + 1))


def _cycles(seen: Viewpoint, wanted: Iterable[int]) -> Mapping[int, Cycle]:
    view = catalogue()
    years = [year for year in wanted if any(step.from_year <= year for step in view.cycle)]
    if not years:
        return {}
    kept = cast("Recent[Mapping[int, Cycle]]", current_app.extensions.setdefault("running_cycles", Recent(KEPT)))
    key = (data_version().mark, view.law, actor().held, seen.as_of, seen.known, tuple(years))
    return kept.get_or_make(key, lambda: _read(years, seen))


def _read(years: list[int], seen: Viewpoint) -> Mapping[int, Cycle]:
    view, entries = catalogue(), list_entries(session(), actor(), years)
    known = clock.end_of(seen.known) if seen.known else None
    return {year: Cycle(view, year, entries, seen.as_of, known) for year in years}
