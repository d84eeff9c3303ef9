"""What the page of a cycle shows one reader: every step with the occurrences that the reader may read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from app.accounts.actor import Actor
from app.catalogue.states import StepDueKind
from app.catalogue.views import CycleStepView
from app.core.policy import allows
from app.governance.cycle import Cycle, Line
from app.governance.policy import READ
from app.governance.services import is_on_event
from app.governance.states import HAPPENED, Standing
from app.web.countries.gantt.scale import Scale, holding
from app.web.cycling.lines import subject_of
from app.web.cycling.wording import days_told
from app.web.governance.drawing import Mark, Wheel, wheel_of


@dataclass(frozen=True)
class Row:
    """A step with those of its occurrences that the reader may read; `withheld`: how many others there are.

    `day`: by which it is due, of a step that each does for itself: the same for all. `is_on_event`: it is an event, or
    hangs on one.
    """

    number: int
    year: int
    step: CycleStepView
    lines: tuple[Line, ...]
    withheld: int
    day: date | None
    is_on_event: bool

    @cached_property
    def counts(self) -> Mapping[Standing, int]:
        """How many of those that each does for itself stand where."""
        found = Counter(line.standing for line in self.lines)
        return {standing: found[standing] for standing in Standing if found[standing]}

    @property
    def is_event(self) -> bool:
        """Whether it is an event itself, and hangs on none."""
        return self.step.due.kind is StepDueKind.EVENT


@dataclass(frozen=True)
class Later:
    """What of a step came after its day, or passed it without a word, as far as the reader may read it."""

    row: Row
    lines: tuple[Line, ...]

    @property
    def is_told_together(self) -> bool:
        """Whether several of those who each do it for themselves came later: told in one sentence."""
        return self.row.step.is_by_each and len(self.lines) > 1

    @property
    def in_days(self) -> tuple[tuple[str, int], ...]:
        """Who, and by how many days."""
        return tuple((line.occurrence.owner, line.occurrence.days_later) for line in self.lines)


@dataclass(frozen=True)
class Page:
    """A cycle, and the one before it as far as it runs in the same calendar year; `all_before`: all of that one."""

    cycle: Cycle
    cycle_before: Cycle | None
    rows: tuple[Row, ...]
    before: tuple[Row, ...]
    all_before: tuple[Row, ...]
    wheel: Wheel
    scale: Scale | None

    @property
    def year(self) -> int:
        """The year of the report."""
        return self.cycle.year

    @cached_property
    def regular(self) -> tuple[Row, ...]:
        """The steps of every year."""
        return tuple(row for row in self.rows if not row.is_on_event)

    @cached_property
    def on_event(self) -> tuple[Row, ...]:
        """Those that come only when something happens."""
        return tuple(row for row in self.rows if row.is_on_event)

    @cached_property
    def steps(self) -> Mapping[str, CycleStepView]:
        """All steps by key."""
        return {step.key: step for step in self.cycle.view.cycle}

    @cached_property
    def coming(self) -> tuple[Line, ...]:
        """What of both cycles comes next, in this year or later: dated, not yet happened; of what each does, one."""
        found: dict[tuple[int, str], Line] = {}
        for row in (*self.rows, *self.all_before):
            for line in row.lines:
                day = line.occurrence.day
                if line.standing not in HAPPENED and day is not None and day >= self.cycle.day:
                    found.setdefault((line.occurrence.year, line.step.key), line)
        return tuple(sorted(found.values(), key=lambda line: (line.occurrence.day, line.step.position)))

    @cached_property
    def silent(self) -> tuple[Later, ...]:
        """What passed its day without a word, of both cycles, a step at a time."""
        wordless = (Standing.NOT_RECORDED, Standing.NOT_FOUND)
        found = (
            Later(row, tuple(line for line in row.lines if line.standing in wordless))
            for row in (*self.before, *self.rows)
        )
        return tuple(one for one in found if one.lines)

    @property
    def has_entries(self) -> bool:
        """Whether anything shown was recorded in the tracker, and not only found in public."""
        return any(line.told.entry for row in (*self.rows, *self.before) for line in row.lines)

    @cached_property
    def later(self) -> tuple[Later, ...]:
        """What was due and came later, a step at a time."""
        found = (Later(row, tuple(line for line in row.lines if line.standing is Standing.LATER)) for row in self.rows)
        return tuple(one for one in found if one.lines)


def page_of(cycle: Cycle, before: Cycle | None, actor: Actor) -> Page:
    """The page of a cycle for one reader. `before`: the cycle of the year before."""
    rows = _numbered(_rows(cycle, actor))
    all_before = _rows(before, actor) if before is not None else []
    running = _numbered([row for row in all_before if _falls_into(row, cycle.year)], after=len(rows))
    marks = [*_marks(rows, is_outer=True), *_marks(running, is_outer=False)]
    days = [day for row in rows for line in row.lines for day in days_told(line)]
    days += [row.day for row in rows if row.day is not None]
    return Page(
        cycle=cycle,
        cycle_before=before,
        rows=rows,
        before=running,
        all_before=tuple(all_before),
        wheel=wheel_of(cycle.year, marks, cycle.day),
        scale=holding(days) if days else None,
    )


def _rows(cycle: Cycle, actor: Actor) -> list[Row]:
    """The steps of every year first, then those that come only when something happens."""
    steps = {step.key: step for step in cycle.view.cycle}
    found = []
    for key, lines in cycle.by_step.items():
        step = steps[key]
        readable = tuple(line for line in lines if allows(actor, READ, subject_of(line, cycle)))
        day = lines[0].occurrence.due_on if lines and step.is_by_each else None
        is_on = is_on_event(cycle.view, step)
        found.append(Row(0, cycle.year, step, readable, len(lines) - len(readable), day, is_on))
    return sorted(found, key=lambda row: row.is_on_event)


def _numbered(rows: Sequence[Row], after: int = 0) -> tuple[Row, ...]:
    return tuple(replace(row, number=number) for number, row in enumerate(rows, after + 1))


def _falls_into(row: Row, year: int) -> bool:
    """Whether anything of a step falls into a calendar year; of what each does, whether it is due in it."""
    if row.step.is_by_each:
        return row.step.due.years_after == 1
    return any(line.occurrence.day is not None and line.occurrence.day.year == year for line in row.lines)


def _marks(rows: Iterable[Row], *, is_outer: bool) -> Iterable[Mark]:
    for row in rows:
        if row.step.is_by_each:
            if row.day is not None:
                has_happened = bool(row.lines) and all(line.standing in HAPPENED for line in row.lines)
                yield Mark(row.number, row.day, has_happened, is_outer)
            continue
        for day, line in {line.occurrence.day: line for line in row.lines}.items():
            if day is not None:
                yield Mark(row.number, day, line.standing in HAPPENED, is_outer)
