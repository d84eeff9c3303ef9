"""What of the yearly cycle stands on a desk: of a country, or of the EU level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app

from app.catalogue.views import EU
from app.core.policy import allows
from app.governance.cycle import Cycle
from app.governance.duties import Duty, duties_of
from app.governance.policy import RECORD, StepSubject
from app.governance.queries import list_entries
from app.governance.records import EntryRecord
from app.http.context import Viewpoint, actor, catalogue, data_version, session
from app.readiness.cache import Recent
from app.readiness.words import Sentence
from app.web.cycling.lines import place_of
from app.web.cycling.wording import said

KEPT = 64
"""So many readers' entries a process keeps."""


@dataclass(frozen=True)
class Shown:
    """The duties of a desk, and how to word them; `keeps`: the reader records what they are about."""

    duties: tuple[Duty, ...]
    said: Callable[[Duty], Sentence]
    address: Callable[[Duty], dict[str, object]]
    keeps: bool
    is_union: bool


def duties_here(owner: str, seen: Viewpoint) -> Shown | None:
    """What of the two cycles that run stands on the desk of a plan; None on pages of another day, or for nothing.

    What was recorded is read again only after the data have changed.
    """
    view = catalogue()
    years = [year for year in (seen.today.year - 1, seen.today.year) if any(s.from_year <= year for s in view.cycle)]
    if seen.is_past or not years:
        return None
    entries = _entries(years)
    cycles = {year: Cycle(view, year, entries, seen.today) for year in years}
    duties = duties_of(cycles.values(), owner)
    if not duties:
        return None
    steps = {step.key: step for step in view.cycle}

    def address(duty: Duty) -> dict[str, object]:
        place = place_of(duty.line, cycles[duty.year])
        asked: dict[str, object] = {"year": place.year, "step": place.step}
        if place.turn > 1:
            asked["turn"] = place.turn
        return asked | {name: code for name, code in (("country", place.country), ("body", place.body)) if code}

    keeps = allows(
        actor(), RECORD, StepSubject(owner if owner in view.countries else "", is_own=owner in view.countries)
    )
    return Shown(duties, lambda duty: said(duty.line, steps), address, keeps, owner == EU)


def _entries(years: list[int]) -> list[EntryRecord]:
    kept = cast("Recent[list[EntryRecord]]", current_app.extensions.setdefault("cycle_entries", Recent(KEPT)))
    key = (data_version().mark, actor().held, tuple(years))
    return kept.get_or_make(key, lambda: list_entries(session(), actor(), years))
