"""Who stood where a country stands now, and what they did next: the measure and the steps. Pure (docs/method.md).

Both sides are read in their shared state. A point of a block is its readiness and the number of items begun; another
country stood at a similar one where neither differs by more than is said here. Nobody is put in an order, and nothing
says that one thing led to another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from app.core.labels import LabelledEnum, message
from app.plans.progress import COMPLETE
from app.readiness import display
from app.readiness.arithmetic import half_up
from app.readiness.counting import as_stated, counting_by_law, roster_of
from app.readiness.progress import progress_from
from app.readiness.requirements import CatalogueLike
from app.readiness.states import Counting
from app.readiness.trend import ItemProgress

MONTHS_BACK = range(3, 25)
"""A day is looked at in each month from the third before today on, two years back."""

NEAR_PROGRESS = 1_000
"""Readiness is similar within ten percentage points (1/100 %)."""

NEAR_BEGUN = 20
"""So is the number of items begun within as many per cent of the items that count, and by one in any case."""

BEGUN_WEIGHS = 500
"""Of several days that fit the nearest is taken: an item begun more or less weighs as much as five points."""

FOLLOWED_MONTHS = 6
"""So long after the day it is told what they did."""

FIRST_STEPS = 8
"""So many steps are told, the first ones."""


class Point(NamedTuple):
    """Where a country stands, or stood, in a block on a day. `progress` in 1/100 %, None where nothing was shared."""

    day: date
    progress: int | None
    counted: int
    informed: int
    begun: int
    is_complete: bool

    @property
    def shown(self) -> int | None:
        """Whole per cent as shown."""
        return display.percent(self.progress, has_begun=self.begun > 0, is_complete=self.is_complete)


class StepKind(LabelledEnum):
    """What a country did, as its shared history tells."""

    REPORTED = "reported", message("reported in place")
    DONE = "done", message("completed")
    MOVED = "moved", message("moved on")


class Said(NamedTuple):
    """What a plan shared of a milestone from a day on."""

    plan_id: int
    milestone_id: int
    item_id: int
    valid_from: date
    title: str
    is_closing: bool
    is_cancelled: bool
    progress: int
    actual_on: date | None
    workstream_key: str
    step_key: str | None
    value: int | None
    target_value: int | None
    target_unit: str | None


class Step(NamedTuple):
    """A milestone that was completed or moved on, on a day."""

    day: date
    kind: StepKind
    said: Said


class Course(NamedTuple):
    """A country that stood at a similar point, and what it did first after it; `more`: so many steps followed."""

    owner: str
    point: Point
    until: date
    steps: tuple[Step, ...]
    more: int


def days_before(today: date, first: date) -> list[date]:
    """The days that are looked at, the latest first; none before the programme began."""
    days = (today - relativedelta(months=months) for months in MONTHS_BACK)
    return [day for day in days if day >= first]


def followed_until(day: date, today: date) -> date:
    """The last day of which is told what was done after a point."""
    until: date = min(day + relativedelta(months=FOLLOWED_MONTHS), today)
    return until


def point_of(view: CatalogueLike, block_key: str, owner: str, day: date, said: Mapping[int, ItemProgress]) -> Point:
    """Where a plan stood in a block, by the rule's own arithmetic (`readiness.cells`), by a test."""
    counted = informed = weight = done = begun = in_place = 0
    for duty in roster_of(view, owner):
        if duty.item.block_key != block_key:
            continue
        told = said.get(duty.item_id)
        by_law = duty.by_law or counting_by_law(view, duty.item, owner, day)
        if (by_law if told is None else as_stated(by_law, told.applicability)) is not Counting.COUNTED:
            continue
        counted += 1
        if told is None:
            continue
        progress = progress_from(told.ordinary, told.progress_sum, told.in_place_on)
        informed += 1
        weight += duty.weight
        done += duty.weight * progress
        begun += progress > 0
        in_place += told.in_place_on is not None
    mean = half_up(done, weight) if weight else None
    return Point(day, mean, counted, informed, begun, is_complete=counted > 0 and in_place == counted)


def begun_margin(counted: int) -> int:
    """By how many items begun two points may differ."""
    return max(1, half_up(NEAR_BEGUN * counted, 100))


def nearest(mine: Point, theirs: Iterable[Point]) -> Point | None:
    """Of the days of another country the one on which it stood nearest, the latest of equals; None: never near."""
    fitting = []
    for point in theirs:
        if mine.progress is None or point.progress is None:
            continue
        apart, begun = abs(point.progress - mine.progress), abs(point.begun - mine.begun)
        if apart <= NEAR_PROGRESS and begun <= begun_margin(mine.counted):
            fitting.append((apart + BEGUN_WEIGHS * begun, -point.day.toordinal(), point))
    return min(fitting)[2] if fitting else None


def steps_after(said: Iterable[Said], day: date, until: date, order: Sequence[int]) -> list[Step]:
    """The steps after a day, in the order of days, then of items. `order`: the items, as the catalogue has them."""
    by_milestone: dict[int, list[Said]] = defaultdict(list)
    for one in said:
        by_milestone[one.milestone_id].append(one)
    place = {item_id: number for number, item_id in enumerate(order)}
    steps = [step for spans in by_milestone.values() for step in _steps(sorted(spans, key=_from), day, until)]
    return sorted(steps, key=lambda step: (step.day, place.get(step.said.item_id, len(place)), step.said.milestone_id))


def _from(said: Said) -> date:
    return said.valid_from


def _steps(spans: Collection[Said], day: date, until: date) -> Iterator[Step]:
    """Of one milestone: where it was completed, reported in place, or higher than it had been until then."""
    highest, was_done = 0, False
    for one in spans:
        is_done = one.actual_on is not None if one.is_closing else one.progress >= COMPLETE
        if day < one.valid_from <= until and not one.is_cancelled:
            if is_done and not was_done:
                yield Step(one.valid_from, StepKind.REPORTED if one.is_closing else StepKind.DONE, one)
            elif not one.is_closing and not is_done and one.progress > highest:
                yield Step(one.valid_from, StepKind.MOVED, one)
        highest, was_done = max(highest, one.progress), was_done or is_done
