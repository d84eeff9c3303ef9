"""Sums over items: a block of a plan, and the plan as a whole. Key items weigh 3, others 1; figures in 1/100 %."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from app.readiness import display
from app.readiness.arithmetic import half_up
from app.readiness.cases import ItemReading
from app.readiness.states import CELL_ORDER, NOT_APPLICABLE, Counting, InPlace, State


@dataclass(frozen=True, slots=True)
class Reading:
    """A block or a plan as the rule reads it. Everything is None or 0 where there is nothing to sum.

    `progress`: mean over counted items with information. `done`: the same with items without information as open.
    `required`: mean expected by law over all counted items, on every day; `expected_law` and `expected_own` (over
    items with information) end with the date of application. `leading_item`: the first deciding item that has the
    cell's state. `by_state`: counted items, and those not applicable. `key_*`: counted key items. `past`, `past_key`:
    counted items past their legal date.
    """

    state: State
    counted: int = 0
    informed: int = 0
    progress: int | None = None
    done: int | None = None
    expected_own: int | None = None
    expected_law: int | None = None
    required: int | None = None
    key_total: int = 0
    key_reported: int = 0
    key_shown: int = 0
    key_confirmed: int = 0
    by_state: Mapping[State, int] = field(default_factory=dict)
    by_counting: Mapping[Counting, int] = field(default_factory=dict)
    past: int = 0
    past_key: int = 0
    waits_key: int = 0
    level: InPlace | None = None
    leading_item: int | None = None
    has_begun: bool = False
    is_complete: bool = False

    @property
    def gap(self) -> int | None:
        """Distance to the expectation by law; None where nothing was shared (no information is no lateness)."""
        if self.informed == 0 or self.required is None or self.done is None:
            return None
        return max(0, self.required - self.done)

    @property
    def shown_progress(self) -> int | None:
        """Whole per cent as shown: 100 only when everything counted is in place, 0 only when nothing has begun."""
        return display.percent(self.progress, has_begun=self.has_begun, is_complete=self.is_complete)

    @property
    def past_other(self) -> int:
        """Items past their legal date that are not key."""
        return self.past - self.past_key


class Summed(Protocol):
    """What sums ask of an item."""

    @property
    def item_id(self) -> int: ...
    @property
    def counting(self) -> Counting: ...
    @property
    def is_key(self) -> bool: ...
    @property
    def weight(self) -> int: ...
    @property
    def state(self) -> State: ...
    @property
    def level(self) -> InPlace | None: ...
    @property
    def progress(self) -> int | None: ...
    @property
    def expected_own(self) -> int | None: ...
    @property
    def required(self) -> int: ...


T = TypeVar("T", State, Counting, InPlace)


def _count_also(counted: Counter[T], others: Counter[T]) -> None:
    """`counted.update(others)`, for a few entries in less time."""
    for value, number in others.items():
        counted[value] += number


class Tally:
    """Adds up item readings; blocks' tallies add up to the plan's."""

    __slots__ = (
        "by_counting",
        "by_state",
        "counted",
        "done",
        "informed",
        "informed_weight",
        "key_by_state",
        "key_levels",
        "key_total",
        "leading",
        "leading_key",
        "levels",
        "own",
        "required",
        "weight",
    )

    def __init__(self) -> None:
        self.counted = 0
        self.informed = 0
        self.weight = 0
        self.informed_weight = 0
        self.done = 0
        self.own = 0
        self.required = 0
        self.key_total = 0
        self.by_state: Counter[State] = Counter()
        self.by_counting: Counter[Counting] = Counter()
        self.key_by_state: Counter[State] = Counter()
        self.key_levels: Counter[InPlace] = Counter()
        self.levels: Counter[InPlace] = Counter()
        self.leading: dict[State, int] = {}
        self.leading_key: dict[State, int] = {}

    def add(self, item: Summed) -> None:
        """Add one item; an item that does not count is only listed."""
        self.by_counting[item.counting] += 1
        if item.counting is not Counting.COUNTED:
            if item.counting in NOT_APPLICABLE:
                self.by_state[item.state] += 1
            return
        self.counted += 1
        self.weight += item.weight
        self.required += item.weight * item.required
        self.by_state[item.state] += 1
        self.leading.setdefault(item.state, item.item_id)
        if item.progress is not None:
            self.informed += 1
            self.informed_weight += item.weight
            self.done += item.weight * item.progress
            self.own += item.weight * (item.expected_own or 0)
        if item.level is not None:
            self.levels[item.level] += 1
        if item.is_key:
            self._add_key(item)

    def _add_key(self, item: Summed) -> None:
        self.key_total += 1
        self.key_by_state[item.state] += 1
        self.leading_key.setdefault(item.state, item.item_id)
        if item.level is not None:
            self.key_levels[item.level] += 1

    def merge(self, other: Tally) -> None:
        """Add another tally to this one; items of earlier blocks lead."""
        for name in ("counted", "informed", "weight", "informed_weight", "done", "own", "required", "key_total"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        _count_also(self.by_state, other.by_state)
        _count_also(self.by_counting, other.by_counting)
        _count_also(self.key_by_state, other.key_by_state)
        _count_also(self.key_levels, other.key_levels)
        _count_also(self.levels, other.levels)
        for state, item_id in other.leading.items():
            self.leading.setdefault(state, item_id)
        for state, item_id in other.leading_key.items():
            self.leading_key.setdefault(state, item_id)

    def _state(self) -> State:
        """By the counted key items; without one by the other counted ones; without any not applicable.

        Where nothing counts and it is not yet confirmed whether something does, nothing is known.
        """
        deciding = self.key_by_state or self.by_state
        if self.counted:
            return next(state for state in CELL_ORDER if deciding[state])
        return State.NO_INFORMATION if self.by_counting[Counting.TO_BE_CONFIRMED] else State.NOT_APPLICABLE

    def _level(self, state: State) -> InPlace | None:
        """The lowest level of the deciding items of a cell that is in place."""
        if state is not State.IN_PLACE:
            return None
        deciding = self.key_levels if self.key_total else self.levels
        return next(level for level in InPlace if deciding[level])

    def reading(self, *, with_expected: bool) -> Reading:
        """The sums as figures; without the expectations from the date of application on."""
        state = self._state()
        levels = self.key_levels
        confirmed = levels[InPlace.CONFIRMED]
        shown = confirmed + levels[InPlace.SHOWN]
        required = half_up(self.required, self.weight) if self.weight else None
        leading = self.leading_key if self.key_total else self.leading
        own = half_up(self.own, self.informed_weight) if self.informed_weight else None
        return Reading(
            state=state,
            counted=self.counted,
            informed=self.informed,
            progress=half_up(self.done, self.informed_weight) if self.informed_weight else None,
            done=half_up(self.done, self.weight) if self.weight else None,
            expected_own=own if with_expected else None,
            expected_law=required if with_expected else None,
            required=required,
            key_total=self.key_total,
            key_reported=shown + levels[InPlace.REPORTED],
            key_shown=shown,
            key_confirmed=confirmed,
            by_state=dict(self.by_state),
            by_counting=dict(self.by_counting),
            past=self.by_state[State.PAST_LEGAL_DATE],
            past_key=self.key_by_state[State.PAST_LEGAL_DATE],
            waits_key=self.key_by_state[State.WAITS_FOR_EU],
            level=self._level(state),
            leading_item=leading.get(state),
            has_begun=self.done > 0,
            is_complete=self.counted > 0 and self.by_state[State.IN_PLACE] == self.counted,
        )


def tally(items: Iterable[ItemReading]) -> Tally:
    """Add up items."""
    total = Tally()
    for item in items:
        total.add(item)
    return total
