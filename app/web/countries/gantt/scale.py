"""The scale of a Gantt: which days it shows, and where on it a day stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.labels import LabelledEnum, message

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
"""Days that a scale may show."""

LONGEST_DAYS = 30 * 366
SHORTEST_DAYS = 28
LABELS = 14
"""So many labels a scale has at most; further units have a line alone."""


class Unit(LabelledEnum):
    """What a scale is divided into."""

    MONTH = "month", message("Months")
    QUARTER = "quarter", message("Quarters")
    YEAR = "year", message("Years")

    @property
    def months(self) -> int:
        """How many months a unit has."""
        return {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}[self]


_SHOWN = {Unit.MONTH: (3, 12), Unit.QUARTER: (12, 36)}
"""Months before the unit of today, and months in all, that a zoom shows unless days are given; years show all."""


@dataclass(frozen=True)
class Tick:
    """The beginning of a unit; `at` in per cent of the scale's width, not below 0."""

    day: date
    at: float
    is_labelled: bool


@dataclass(frozen=True)
class Scale:
    """From the first day to the last, both shown whole."""

    first: date
    last: date
    unit: Unit

    @property
    def days(self) -> int:
        """How many days are shown."""
        return (self.last - self.first).days + 1

    def begin(self, day: date) -> float:
        """Where a day begins, in per cent of the width; below 0 or above 100 where it is not shown."""
        return round((day - self.first).days * 100 / self.days, 2)

    def middle(self, day: date) -> float:
        """Where the middle of a day stands."""
        return round(((day - self.first).days * 2 + 1) * 50 / self.days, 2)

    def end(self, day: date) -> float:
        """Where a day ends."""
        return round(((day - self.first).days + 1) * 100 / self.days, 2)

    def shows(self, day: date) -> bool:
        """Whether a day is on the scale."""
        return self.first <= day <= self.last

    def stretch(self, start: date, end: date) -> tuple[float, float] | None:
        """Where the days from one to another begin and how wide they are, as far as they are shown."""
        if end < self.first or start > self.last:
            return None
        left, right = max(0.0, self.begin(start)), min(100.0, self.end(end))
        return left, round(right - left, 2)

    def ticks(self) -> tuple[Tick, ...]:
        """The beginnings of the units; of the one in which the scale begins, where the scale begins."""
        return self._marked(self.unit)

    def years(self) -> tuple[Tick, ...]:
        """The beginnings of the years, for the line above."""
        return self._marked(Unit.YEAR)

    def _marked(self, unit: Unit) -> tuple[Tick, ...]:
        days = list(_units(unit, self.first, self.last))
        every = -(-len(days) // LABELS)
        return tuple(Tick(day, max(0.0, self.begin(day)), number % every == 0) for number, day in enumerate(days))

    def moved(self, parts: int) -> Scale | None:
        """As many days, moved by halves of them, later where positive; None where there are none."""
        step = timedelta(days=parts * max(1, self.days // 2))
        if self.first + step > LATEST or self.last + step < EARLIEST:
            return None
        return Scale(max(EARLIEST, self.first + step), min(LATEST, self.last + step), self.unit)

    def nearer(self) -> Scale | None:
        """Half the days around the same middle; None where they are few already."""
        return self._around(self.days // 2) if self.days // 2 >= SHORTEST_DAYS else None

    def wider(self) -> Scale | None:
        """Twice the days around the same middle; None where they are many already."""
        return self._around(self.days * 2) if self.days * 2 <= LONGEST_DAYS else None

    def _around(self, days: int) -> Scale:
        first = self.first + timedelta(days=(self.days - days) // 2)
        return fitting(max(EARLIEST, first), min(LATEST, first + timedelta(days=days - 1)))


def fitting(first: date, last: date, unit: Unit | None = None) -> Scale:
    """A scale of these days, in the unit asked for unless it has too many, or else in one that suits them."""
    days = (last - first).days + 1
    if days > 5 * 366:
        return Scale(first, last, Unit.YEAR)
    if unit is None:
        unit = Unit.MONTH if days <= 15 * 31 else Unit.QUARTER
    return Scale(first, last, unit)


def around(unit: Unit, day: date) -> Scale | None:
    """What a zoom shows around a day; None for years, which show all there is."""
    if unit not in _SHOWN:
        return None
    before, months = _SHOWN[unit]
    first = add_months(start_of(unit, day), -before)
    return Scale(first, add_months(first, months) - timedelta(days=1), unit)


def holding(days: Iterable[date], unit: Unit | None = None) -> Scale:
    """All of some days, from the beginning of the first one's month to the end of the last one's."""
    told = sorted(min(LATEST, max(EARLIEST, day)) for day in days)
    first = start_of(Unit.YEAR if unit is Unit.YEAR else Unit.MONTH, told[0])
    last = add_months(start_of(Unit.MONTH, told[-1]), 1) - timedelta(days=1)
    last = max(last, first + timedelta(days=90))
    return fitting(first, min(LATEST, last), unit)


def start_of(unit: Unit, day: date) -> date:
    """The first day of the month, quarter or year of a day."""
    return date(day.year, (day.month - 1) // unit.months * unit.months + 1, 1)


def add_months(first: date, months: int) -> date:
    """The first day of a month so many months later."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _units(unit: Unit, first: date, last: date) -> Iterator[date]:
    day = start_of(unit, first)
    while day <= last:
        yield day
        day = add_months(day, unit.months)
