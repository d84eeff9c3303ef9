"""What of the yearly cycle stands on a desk: of a country, or of the EU level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.catalogue.views import EU
from app.core.policy import allows
from app.governance.duties import Duty, duties_of
from app.governance.policy import RECORD, StepSubject
from app.http.context import Viewpoint, actor, catalogue
from app.readiness.words import Sentence
from app.web.cycling.lines import place_of
from app.web.cycling.reading import running_cycles
from app.web.cycling.wording import said


@dataclass(frozen=True)
class Shown:
    """The duties of a desk, and how to word them; `keeps`: the reader records what they are about."""

    duties: tuple[Duty, ...]
    said: Callable[[Duty], Sentence]
    address: Callable[[Duty], dict[str, object]]
    keeps: bool
    is_union: bool


def duties_here(owner: str, seen: Viewpoint) -> Shown | None:
    """What of the two cycles that run stands on the desk of a plan; None on pages of another day, or for nothing."""
    view = catalogue()
    cycles = {} if seen.is_past else running_cycles(seen)
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
