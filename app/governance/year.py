"""The dated occurrences of one cycle, generated from its steps and from what is known of them so far. Pure.

A step that is counted from another moves with it: it is counted from the day on which the other happened as soon as
that is known, before from the day for which the other is planned, before from the day by which it is due. What hangs on
an event is due once for each time that the event happens, and not at all before; what is told of it although the
event is not told is shown without a day on which it was due.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.calendars.countries import CODES
from app.calendars.periods import day_of_year, last_day_of, period_of
from app.calendars.reading import EU, calendar_of
from app.calendars.working_days import Calendar
from app.catalogue.states import StepDueKind
from app.catalogue.views import CycleStepView
from app.governance.states import Rests

UNION = ""
"""The owner of a step that happens once for all."""

Calendars = Callable[[str], Calendar]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a step in the cycle of a year.

    `turn` counts meetings of one step, or times that an event happened. `owner`: whose it is where each does the step
    for itself, or whom an event concerns; empty for all.
    """

    step: str
    turn: int = 1
    owner: str = UNION
    happened_on: date | None = None
    planned_on: date | None = None
    is_nothing_found: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day from which something is counted: the last of those of all steps it is counted from.

    `step`: the one that has it; while some have not happened, the last of these.

    `rests` is that of the least sure of them: only on ACTUAL does nothing move any more.
    """

    step: str
    day: date
    rests: Rests


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A step in the cycle of a year, once; `due_on` is the last day in time, None where there is none."""

    year: int
    step: CycleStepView
    turn: int
    owner: str
    opens_on: date | None
    due_on: date | None
    anchor: Anchor | None
    planned_on: date | None
    happened_on: date | None
    is_nothing_found: bool

    @property
    def day(self) -> date | None:
        """Where it stands in the year: when it happened, else is planned, is due, or may begin."""
        return self.happened_on or self.planned_on or self.due_on or self.opens_on

    @property
    def is_provisional(self) -> bool:
        """Whether its day is counted from one that may still move."""
        return self.anchor is not None and self.anchor.rests is not Rests.ACTUAL

    @property
    def days_later(self) -> int:
        """How many days after the last day in time it happened, or is planned to; 0 where it does not."""
        told = self.happened_on or self.planned_on
        if told is None or self.due_on is None:
            return 0
        return max((told - self.due_on).days, 0)


class Year:
    """One cycle, by the year of its report."""

    def __init__(
        self,
        steps: Iterable[CycleStepView],
        year: int,
        known: Iterable[Known] = (),
        *,
        owners: Mapping[str, Sequence[str]] | None = None,
        national: Collection[str] = (),
        calendars: Calendars = calendar_of,
    ) -> None:
        """`steps` without circles, in order; `owners`: who does a step that each does for itself, by its key.

        `national`: the keys of the steps that national authorities are responsible for. `calendars`: the working days
        of a Member State (AMMR Art. 75(d)), or the institutions', where one of them acts or nobody in particular.
        """
        self.year = year
        self.steps = {step.key: step for step in steps if step.from_year <= year}
        self._owners = owners or {}
        self._national = frozenset(national)
        self._calendars = calendars
        self._known: dict[str, dict[tuple[int, str], Known]] = defaultdict(dict)
        for one in known:
            self._known[one.step][one.turn, one.owner] = one
        self._made: dict[str, tuple[Occurrence, ...]] = {}

    @cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """All of them, in the order of the steps; of one step, turn by turn, owner by owner."""
        return tuple(one for key in self.steps for one in self.of(key))

    def of(self, key: str) -> tuple[Occurrence, ...]:
        """The occurrences of a step; none for a step that this year does not have, or that has not happened."""
        if key not in self.steps:
            return ()
        if key not in self._made:
            step = self.steps[key]
            self._made[key] = tuple(self._occurrence(step, turn, owner) for turn, owner in self._turns(step))
        return self._made[key]

    def is_on_event(self, key: str) -> bool:
        """Whether a step is an event or hangs on one, however far."""
        step = self.steps.get(key)
        if step is None:
            return False
        return step.due.kind is StepDueKind.EVENT or any(self.is_on_event(other) for other in step.due.of)

    def _turns(self, step: CycleStepView) -> list[tuple[int, str]]:
        told = {(one.turn, one.owner) for one in self._known[step.key].values()}
        if step.is_by_each:
            return [(1, owner) for owner in self._owners.get(step.key, ())]
        if step.due.kind is StepDueKind.EVENT:
            return sorted(told)
        events = [other for other in step.due.of if self.is_on_event(other)]
        if events:
            places = {(one.turn, one.owner) for other in events for one in self.of(other)}
            said = {turn for turn, _ in places}
            return sorted(places | {(turn, owner) for turn, owner in told if owner or turn not in said})
        return sorted({(turn, UNION) for turn, _ in told} | {(1, UNION)})

    def _occurrence(self, step: CycleStepView, turn: int, owner: str) -> Occurrence:
        known = self._known[step.key]
        told = known.get((turn, owner)) or known.get((turn, UNION)) or Known(step.key)
        if step.is_by_each and told.owner != owner:  # of all it can only be said that nothing was found
            told = Known(step.key, is_nothing_found=told.is_nothing_found)
        opens_on, due_on, anchor = self._dates(step, turn, owner)
        if step.due.kind is StepDueKind.WITHIN and anchor is not None:
            period = period_of(step.due.period or "", is_in_working_days=step.due.is_in_working_days)
            due_on = last_day_of(
                anchor.day, period, self._calendars(owner if owner in CODES and step.key in self._national else EU)
            )
        if turn > 1 and not self.is_on_event(step.key):
            due_on = None  # the act asks for one; that there was a second is no second duty
        return Occurrence(
            year=self.year,
            step=step,
            turn=turn,
            owner=owner,
            opens_on=opens_on,
            due_on=due_on,
            anchor=anchor,
            planned_on=told.planned_on,
            happened_on=told.happened_on,
            is_nothing_found=told.is_nothing_found,
        )

    def _dates(self, step: CycleStepView, turn: int, owner: str) -> tuple[date | None, date | None, Anchor | None]:
        """The first day, the last day in time, and what they hang on."""
        due, year = step.due, self.year + step.due.years_after
        match due.kind:
            case StepDueKind.DAY:
                return None, day_of_year(year, due.day or ""), None
            case StepDueKind.WINDOW:
                return day_of_year(year, due.from_day or ""), day_of_year(year, due.day or ""), None
            case StepDueKind.WITHIN | StepDueKind.AFTER:
                anchor = self._anchor(due.of, turn, owner)
                return anchor.day if anchor else None, None, anchor
            case StepDueKind.BEFORE:
                anchor = self._anchor(due.of, turn, owner)
                return None, anchor.day if anchor else None, anchor
        return None, None, None

    def _anchor(self, of: Sequence[str], turn: int, owner: str) -> Anchor | None:
        """The last of the steps' days; None while one of them has none."""
        anchors = [self._day_of(key, turn, owner) for key in of]
        if not anchors or None in anchors:
            return None
        sure = [anchor for anchor in anchors if anchor is not None]
        last = max(sure, key=lambda anchor: anchor.day)
        open_ones = [anchor for anchor in sure if anchor.rests is not Rests.ACTUAL]
        named = max(open_ones, key=lambda anchor: anchor.day, default=last)
        return Anchor(named.step, last.day, min((anchor.rests for anchor in sure), key=list(Rests).index))

    def _day_of(self, key: str, turn: int, owner: str) -> Anchor | None:
        wanted = (turn, owner) if self.is_on_event(key) else (1, UNION)
        for one in self.of(key):
            if (one.turn, one.owner) != wanted:
                continue
            if one.happened_on is not None:
                return Anchor(key, one.happened_on, Rests.ACTUAL)
            if one.planned_on is not None:
                return Anchor(key, one.planned_on, Rests.PLANNED)
            if one.due_on is not None:
                return Anchor(key, one.due_on, Rests.DUE)
        return None
