"""Averages of Member States, and what is left out of them so that no withheld row can be computed from them.

Each Member State that shared counts once. Where fewer than five rows that a reader may not see would enter a
figure, none of them does (docs/method.md, "Averages").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from app.plans.states import EU
from app.readiness import display
from app.readiness.arithmetic import mean
from app.readiness.cells import Reading
from app.readiness.plan import PlanSummary
from app.readiness.states import State
from app.readiness.trend import TrendPoint

FEW = 5
"""So many withheld rows have to enter a figure before any of them may."""

T = TypeVar("T")


def rows_in_averages(
    all_owners: Collection[str], visible_owners: Collection[str], informed: Collection[str] | None = None
) -> frozenset[str]:
    """The Member States that enter a figure for a reader who sees some rows.

    `informed`: those that say anything at all in the figure (by default all): a withheld row that says nothing
    hides nobody. The EU-level row is in no average.
    """
    member_states = frozenset(all_owners) - {EU}
    seen = member_states & frozenset(visible_owners)
    telling = member_states if informed is None else member_states & frozenset(informed)
    return member_states if len(telling - seen) >= FEW else seen


def _entering(values: Mapping[str, T], visible: Collection[str], tells: Callable[[T], bool]) -> list[T]:
    """The values that enter a figure: of those that tell anything, with or without the withheld ones."""
    telling = {owner: value for owner, value in values.items() if owner != EU and tells(value)}
    rows = rows_in_averages(telling, visible)
    return [value for owner, value in telling.items() if owner in rows]


@dataclass(frozen=True, slots=True)
class Average:
    """The mean of the Member States that shared, figures in 1/100 %; None where nobody did. `shared`: how many."""

    shared: int = 0
    progress: int | None = None
    expected_own: int | None = None
    expected_law: int | None = None
    gap: int | None = None
    key_total: int | None = None
    key_reported: int | None = None
    key_shown: int | None = None
    key_confirmed: int | None = None
    has_begun: bool = False
    is_complete: bool = False

    @property
    def shown_progress(self) -> int | None:
        """Whole per cent as shown."""
        return display.percent(self.progress, has_begun=self.has_begun, is_complete=self.is_complete)


def average_of(readings: Sequence[Reading]) -> Average:
    """The mean of readings, of those with information; key items as mean numbers, half up."""
    telling = [reading for reading in readings if reading.progress is not None]
    if not telling:
        return Average()

    def of(name: str) -> int | None:
        return mean(value for reading in telling if (value := getattr(reading, name)) is not None)

    return Average(
        shared=len(telling),
        **{name: of(name) for name in ("progress", "expected_own", "expected_law", "gap")},
        **{name: of(name) for name in ("key_total", "key_reported", "key_shown", "key_confirmed")},
        has_begun=any(reading.has_begun for reading in telling),
        is_complete=all(reading.is_complete for reading in telling),
    )


@dataclass(frozen=True, slots=True)
class Averages:
    """The average row of the matrix."""

    total: Average
    blocks: Mapping[str, Average] = field(default_factory=dict)


def _has_progress(reading: Reading) -> bool:
    return reading.progress is not None


def average_over(plans: Mapping[str, PlanSummary], visible: Collection[str]) -> Averages:
    """The average row for a reader who sees the rows of `visible`; `plans` holds the withheld ones as well."""
    totals = {owner: plan.total for owner, plan in plans.items()}
    keys = dict.fromkeys(key for plan in plans.values() for key in plan.blocks)
    by_block = {key: {owner: plan.blocks[key] for owner, plan in plans.items() if key in plan.blocks} for key in keys}
    return Averages(
        total=average_of(_entering(totals, visible, _has_progress)),
        blocks={key: average_of(_entering(cells, visible, _has_progress)) for key, cells in by_block.items()},
    )


def informed_owners(plans: Mapping[str, PlanSummary]) -> frozenset[str]:
    """Owners that shared anything that counts."""
    return frozenset(owner for owner, plan in plans.items() if plan.total.informed)


def counted_plans(plans: Mapping[str, PlanSummary], visible: Collection[str]) -> dict[str, PlanSummary]:
    """The Member States' plans that enter counts, legends and sentences for a reader."""
    rows = rows_in_averages(plans, visible, informed_owners(plans))
    return {owner: plan for owner, plan in plans.items() if owner in rows}


def legend_over(plans: Mapping[str, PlanSummary], visible: Collection[str]) -> dict[State, int]:
    """How many cells (Member State and block) are in each state, in the order of the states."""
    cells = Counter(
        reading.state for plan in counted_plans(plans, visible).values() for reading in plan.blocks.values()
    )
    return {state: cells[state] for state in State}


@dataclass(frozen=True, slots=True)
class AveragePoint:
    """The average on a day, in 1/100 %; `shared`: over how many Member States."""

    day: date
    shared: int
    progress: int | None
    required: int | None
    has_begun: bool
    is_complete: bool

    @property
    def shown_progress(self) -> int | None:
        """Whole per cent as shown."""
        return display.percent(self.progress, has_begun=self.has_begun, is_complete=self.is_complete)


def average_point(day: date, points: Iterable[TrendPoint]) -> AveragePoint:
    """The mean of the points of a day, of those with information."""
    telling = [point for point in points if point.progress is not None]
    return AveragePoint(
        day=day,
        shared=len(telling),
        progress=mean(point.progress for point in telling if point.progress is not None),
        required=mean(point.required for point in telling if point.required is not None),
        has_begun=any(point.has_begun for point in telling),
        is_complete=bool(telling) and all(point.is_complete for point in telling),
    )


def average_trend(trends: Mapping[str, Sequence[TrendPoint]], visible: Collection[str]) -> list[AveragePoint]:
    """The average trend for a reader who sees the rows of `visible`."""
    by_day: dict[date, dict[str, TrendPoint]] = {}
    for owner, points in trends.items():
        for point in points:
            by_day.setdefault(point.day, {})[owner] = point
    return [
        average_point(day, _entering(points, visible, lambda point: point.progress is not None))
        for day, points in sorted(by_day.items())
    ]
