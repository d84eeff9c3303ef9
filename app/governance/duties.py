"""What of the cycle concerns one desk now: what it owes, and what it has another part in soon. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.catalogue.states import ActorGroup, Holds, StepRole
from app.catalogue.views import EU, CatalogueView
from app.catalogue.views.cycle import CycleStepView
from app.governance.cycle import Cycle, Line
from app.governance.owing import countries_of, institutions_of
from app.governance.states import HAPPENED, Standing

AHEAD = timedelta(days=60)
"""What is dated later than that is not on a desk yet."""

BEHIND = timedelta(days=180)
"""What passed its day without a word stays on a desk for so long."""

_SILENT = frozenset({Standing.NOT_RECORDED, Standing.NOT_FOUND})


@dataclass(frozen=True, slots=True)
class Duty:
    """An occurrence on a desk, with the part that this desk has in it; `is_silent`: nothing was said since its day."""

    line: Line
    role: StepRole
    year: int
    is_silent: bool

    @property
    def actors(self) -> tuple[str, ...]:
        """Who is responsible, by their codes: the one whose occurrence it is, else all that the step names."""
        whose = self.line.occurrence.owner
        named = self.line.step.actors_who(StepRole.RESPONSIBLE)
        return (whose,) if whose in named else named


def duties_of(cycles: Iterable[Cycle], owner: str) -> tuple[Duty, ...]:
    """The duties of a country, or of the EU level (`EU`), what passed its day first, then by day."""
    found = [duty for cycle in cycles for line in cycle.lines for duty in _duty(cycle, line, owner)]
    return tuple(sorted(found, key=lambda duty: (not duty.is_silent, _day(duty), duty.line.step.position)))


def _day(duty: Duty) -> date:
    return duty.line.occurrence.day or date.max


def _is_freed(cycle: Cycle, line: Line, owner: str) -> bool:
    """Whether a country need not do a step, on the day by which it is due.

    Where that hangs on a finding, by one of the same cycle: a decision made for the pool of one year frees of nothing
    that is owed to that of another, although its days may overlap (AMMR Art. 60(3): for that year).
    """
    unless = line.step.unless
    if unless is None or owner not in cycle.view.countries:
        return False
    day = line.occurrence.due_on or cycle.day
    holds = cycle.view.condition_holds(unless.condition, owner, day) is Holds.TRUE
    return holds and _is_of_cycle(cycle, unless.condition, owner, day)


def _is_of_cycle(cycle: Cycle, condition: str, owner: str, day: date) -> bool:
    """Whether a condition holds on a day by a finding of the cycle's year, public or recorded; True where it hangs on
    none."""
    view = cycle.view
    kinds = {kind.key for kind in view.finding_kinds.values() if condition in kind.conditions}
    if not kinds:
        return True
    stated = (held for held in view.conditions[condition].holds if held.country == owner and held.covers(day))
    public = (one for one in view.findings if one.kind in kinds and owner in one.countries)
    return any(held.laid is not None and held.laid.cell[0] == cycle.year for held in stated) or any(
        one.year == cycle.year and one.valid_from <= day <= one.valid_until for one in public
    )


def _duty(cycle: Cycle, line: Line, owner: str) -> Iterable[Duty]:
    role = role_of(cycle, line, owner)
    if role is None or line.standing in HAPPENED or _is_freed(cycle, line, owner):
        return
    day, is_silent = line.occurrence.day, line.standing in _SILENT
    if is_silent:
        is_owed = role is StepRole.RESPONSIBLE and day is not None and day >= cycle.day - BEHIND
        if is_owed:
            yield Duty(line, role, cycle.year, is_silent=True)
        return
    is_waiting = line.standing is Standing.WAITS  # for what has not come: it is ahead, whatever day was reckoned
    first = cycle.day - BEHIND if is_waiting else cycle.day
    is_near = day is not None and first <= day <= cycle.day + AHEAD
    may_begin = line.standing is Standing.NOW and role is StepRole.RESPONSIBLE
    if is_near or may_begin:
        yield Duty(line, role, cycle.year, is_silent=False)


def role_of(cycle: Cycle, line: Line, owner: str) -> StepRole | None:
    """The part of a country, or of the EU level, in an occurrence; None where it has none."""
    view, step, whose = cycle.view, line.step, line.occurrence.owner
    if owner != EU:
        if _presides(cycle, line, owner):
            return StepRole.CHAIRS
        if step.is_by_each or whose in view.countries:
            is_responsible = owner in countries_of(view, step)
            return step.concerns if whose == owner and is_responsible else None
        return _national_role(view, step, owner)
    if step.is_by_each:
        return StepRole.RESPONSIBLE if whose in view.actors else None
    return StepRole.RESPONSIBLE if institutions_of(view, step) else None


def _presides(cycle: Cycle, line: Line, country: str) -> bool:
    """Whether a country chairs as it holds the Presidency on the day (AMMR Art. 13(1)), whether or not it is bound.

    What waits for another step is ahead: its day is not before the one on which it is looked at.
    """
    view, day = cycle.view, line.occurrence.day
    chairs = line.step.actors_who(StepRole.CHAIRS)
    if day is None or not any(view.actors[code].group is ActorGroup.EU for code in chairs):
        return False
    is_waiting = line.standing is Standing.WAITS
    return view.presidency_on(max(day, cycle.day) if is_waiting else day) == country


def _national_role(view: CatalogueView, step: CycleStepView, country: str) -> StepRole | None:
    """The part of the national authorities in what happens once for all, where its article binds the country."""
    if not view.binds(step, country):
        return None
    roles = (part.role for part in step.parts if view.actors[part.actor].group is ActorGroup.NATIONAL)
    return next(roles, None)
