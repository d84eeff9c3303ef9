"""Chance that can be repeated: every subject has a generator of its own, keyed by the seed and its names.

What is drawn for one subject therefore never depends on another one, nor on the day up to which a story is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")

SEED = 66
"""The seed of the demonstration that `make run` shows."""

_SATURDAY = 5
_FIRST_HOUR, _LAST_HOUR = 7, 15
"""Working hours in UTC: the day in Brussels is then the same, in summer and in winter."""


def lot(seed: int, *names: object) -> Random:
    """The generator of a subject."""
    text = "/".join((str(seed), *(str(name) for name in names)))
    return Random(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()))


def happens(chance: Random, probability: float) -> bool:
    """Whether something that has this probability happens."""
    return chance.random() < probability


def between(chance: Random, low: float, high: float) -> int:
    """A whole number between two, both inclusive."""
    return round(chance.uniform(low, high))


def one(chance: Random, values: Sequence[T]) -> T:
    """One of several values."""
    return values[int(chance.random() * len(values))]


def days(number: float) -> timedelta:
    """So many whole days."""
    return timedelta(days=round(number))


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= _SATURDAY else 0)


def at_work(chance: Random, day: date) -> datetime:
    """An instant in the working hours of a day, or of the Monday after it."""
    hour = chance.randint(_FIRST_HOUR, _LAST_HOUR)
    moment = time(hour, chance.randint(0, 59), chance.randint(0, 59), chance.randint(0, 999_999))
    return datetime.combine(working_day(day), moment, tzinfo=UTC)
