"""Integer arithmetic of the rule. Figures are whole numbers of 1/100 %, rounded half up, alike on every database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

FULL = 10_000
"""100 % in 1/100 %."""


def half_up(numerator: int, denominator: int) -> int:
    """`numerator / denominator` rounded half up; the numerator is not negative, the denominator positive."""
    return (2 * numerator + denominator) // (2 * denominator)


def mean(values: Iterable[int]) -> int | None:
    """The mean rounded half up; None when there is nothing to average (a dash, never 0)."""
    listed = list(values)
    return half_up(sum(listed), len(listed)) if listed else None


def linear(start: date, end: date, day: date) -> int:
    """How far a straight line from 0 % at the end of `start` to 100 % at the end of `end` has come on `day` (1/100 %).

    From `end` on it is 100 %, also when `end` is not after `start`.
    """
    if day >= end:
        return FULL
    if day <= start:
        return 0
    return half_up(FULL * (day - start).days, (end - start).days)
