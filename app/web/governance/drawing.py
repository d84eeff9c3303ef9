"""The wheel of a calendar year: where on it each occurrence stands. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

SIZE, MIDDLE = 420, 210
OUTER, INNER = 150.0, 96.0
"""Radius of the ring of the cycle that is shown, and of the one before it, whose pool runs."""
DOT = 11.0
_SPREAD = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """An occurrence to be drawn: its number in the table, its day, whether it happened, on which ring."""

    number: int
    day: date
    has_happened: bool
    is_outer: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """Where a mark stands; those that would cover each other stand side by side."""

    mark: Mark
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Spoke:
    """The beginning of a month: a line from ring to ring, and where its name stands."""

    month: date
    x1: float
    y1: float
    x2: float
    y2: float
    text_x: float
    text_y: float


@dataclass(frozen=True, slots=True)
class Wheel:
    """A calendar year; `today` is the end of the hand, None where today is in another year."""

    year: int
    dots: tuple[Dot, ...]
    spokes: tuple[Spoke, ...]
    today: tuple[float, float] | None


def wheel_of(year: int, marks: Sequence[Mark], today: date) -> Wheel:
    """The wheel of a year with those of the marks that fall into it, the first of January on top."""
    here = [mark for mark in marks if mark.day.year == year]
    hand = _point(_angle(today), OUTER + 34) if today.year == year else None
    return Wheel(
        year,
        (*_dots([m for m in here if m.is_outer], OUTER), *_dots([m for m in here if not m.is_outer], INNER)),
        tuple(_spoke(date(year, month, 1)) for month in range(1, 13)),
        hand,
    )


def _angle(day: date) -> float:
    """Of the middle of a day, in turns from the top, clockwise."""
    days = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
    return (day.timetuple().tm_yday - 0.5) / days


def _point(angle: float, radius: float) -> tuple[float, float]:
    turned = 2 * math.pi * angle
    return round(MIDDLE + radius * math.sin(turned), 1), round(MIDDLE - radius * math.cos(turned), 1)


def _dots(marks: list[Mark], radius: float) -> list[Dot]:
    """Each at its day, moved on along the ring as far as the one before it needs room."""
    room = 2 * DOT / (2 * math.pi * radius) * 1.08
    placed: list[Dot] = []
    ordered = sorted(marks, key=lambda mark: (mark.day, mark.number))
    angles: list[float] = []
    for mark in ordered:
        angle = _angle(mark.day)
        angles.append(max(angle, angles[-1] + room) if angles else angle)
    excess = angles[-1] - 1 + room / _SPREAD if angles else 0
    if excess > 0:  # the last days of a year push back and not on into the next one
        limit = 1 - room / _SPREAD
        for place in range(len(angles) - 1, -1, -1):
            angles[place] = min(angles[place], limit)
            limit = angles[place] - room
    for mark, angle in zip(ordered, angles, strict=True):
        placed.append(Dot(mark, *_point(angle, radius)))
    return placed


def _spoke(month: date) -> Spoke:
    days = (date(month.year + 1, 1, 1) - date(month.year, 1, 1)).days
    start = (month.timetuple().tm_yday - 1) / days
    return Spoke(month, *_point(start, INNER - 26), *_point(start, OUTER + 22), *_point(start + 1 / 24, OUTER + 44))
