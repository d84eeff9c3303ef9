"""The cycles that run on the day looked at, as one reader reads them; made again only after the data have changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import current_app

from app.core import clock
from app.governance.cycle import Cycle
from app.governance.queries import list_entries
from app.http.context import Viewpoint, actor, catalogue, data_version, session
from app.readiness.cache import Recent

KEPT = 64
"""So many readers' cycles a process keeps."""


def running_cycles(seen: Viewpoint) -> Mapping[int, Cycle]:
    """The cycle of the year and the one before it, whose pool runs, by the year of their reports."""
    view = catalogue()
    years = [year for year in (seen.as_of.year - 1, seen.as_of.year) if any(s.from_year <= year for s in view.cycle)]
    if not years:
        return {}
    kept = cast("Recent[Mapping[int, Cycle]]", current_app.extensions.setdefault("running_cycles", Recent(KEPT)))
    key = (data_version().mark, view.release_id, actor().held, seen.as_of, seen.known)
    return kept.get_or_make(key, lambda: _read(years, seen))


def _read(years: list[int], seen: Viewpoint) -> Mapping[int, Cycle]:
    view, entries = catalogue(), list_entries(session(), actor(), years)
    known = clock.end_of(seen.known) if seen.known else None
    return {year: Cycle(view, year, entries, seen.as_of, known) for year in years}
