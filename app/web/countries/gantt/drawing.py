"""Where everything of a line stands on the scale: in per cent of the width, and in rows up or down. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.web.countries.gantt.lines import BlockLines, Days
from app.web.countries.gantt.scale import Scale


@dataclass(frozen=True)
class Stretch:
    """A bar."""

    at: float
    width: float


@dataclass(frozen=True)
class Link:
    """From the end of what is waited for, so many rows above (negative: below), to where this row begins."""

    start: float
    end: float
    rows: int


@dataclass(frozen=True)
class Track:
    """A row of the chart. Marks are None where the day is not known, or not on the scale.

    `is_before`, `is_after`: everything of it lies before, or after, what is shown.
    """

    bar: Stretch | None
    slip: Stretch | None
    baseline: float | None
    first: float | None
    forecast: float | None
    actual: float | None
    links: tuple[Link, ...]
    is_before: bool
    is_after: bool


def track_of(days: Days, scale: Scale, links: Iterable[Link] = ()) -> Track:
    """A line on the scale: the bar from its start, or its first known day, to its baseline; then how far it slipped."""
    told, end = days.told, days.end
    promised = days.baseline or end
    return Track(
        bar=_between(scale, told[0], promised) if promised and told[0] <= promised else None,
        slip=_between(scale, *sorted((promised, end))) if promised and end and promised != end else None,
        baseline=_mark(scale, days.baseline),
        first=_mark(scale, days.first),
        forecast=_mark(scale, days.forecast) if not days.actual else None,
        actual=_mark(scale, days.actual),
        links=tuple(links),
        is_before=bool(told) and told[-1] < scale.first,
        is_after=bool(told) and told[0] > scale.last,
    )


def milestone_tracks(blocks: Iterable[BlockLines], scale: Scale) -> dict[int, Track]:
    """Milestone → its row; every item has a row of its own above those of its milestones."""
    numbers: dict[int, int] = {}
    days: dict[int, Days] = {}
    waits: dict[int, list[int]] = {}
    row = 0
    for block in blocks:
        for item in block.items:
            row += 1
            for line in item.lines:
                key = line.record.milestone_id
                numbers[key], days[key] = row, line.days
                waits[key] = [one.predecessor_id for one in line.before]
                row += 1
    return _drawn(numbers, days, waits, scale)


def item_tracks(blocks: Iterable[BlockLines], scale: Scale, owner: str) -> dict[int, Track]:
    """Item → its row; every block has a row of its own above those of its items. `owner`: whose plan it is."""
    numbers: dict[int, int] = {}
    days: dict[int, Days] = {}
    waits: dict[int, list[int]] = {}
    row = 0
    for block in blocks:
        row += 1
        for told in block.items:
            key = told.item.item_id
            numbers[key], days[key] = row, told.days
            waits[key] = sorted({one.item_id for one in told.before if one.item_id is not None and one.owner == owner})
            row += 1
    return _drawn(numbers, days, waits, scale)


def _drawn(
    numbers: Mapping[int, int], days: Mapping[int, Days], waits: Mapping[int, Iterable[int]], scale: Scale
) -> dict[int, Track]:
    return {
        key: track_of(told, scale, [link for other in waits[key] if (link := _link(numbers, days, other, key, scale))])
        for key, told in days.items()
    }


def _link(numbers: Mapping[int, int], days: Mapping[int, Days], before: int, after: int, scale: Scale) -> Link | None:
    """None where one of both has no row or no day, or where the link is wholly beside what is shown."""
    if before not in numbers or before == after:
        return None
    start, told = days[before].end, days[after].told
    if start is None or not told:
        return None
    ends = scale.end(start), scale.begin(told[0])
    if max(ends) < 0 or min(ends) > 100:
        return None
    left, right = (min(100.0, max(0.0, place)) for place in ends)
    return Link(left, right, numbers[after] - numbers[before])


def _between(scale: Scale, start: date, end: date) -> Stretch | None:
    found = scale.stretch(start, end)
    return Stretch(*found) if found else None


def _mark(scale: Scale, day: date | None) -> float | None:
    return scale.middle(day) if day and scale.shows(day) else None
