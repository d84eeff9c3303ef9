"""When it is said that a date will not hold, and what is then said: bit by bit, mostly too hopeful at first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from app.demo.chance import days, happens, one
from app.demo.words import CAUSES, CAUSES_OTHERWISE, OTHER_CAUSE
from app.plans.states import Cause

_UNTOLD = 0.1
_WORTH_TELLING = 10
_MORE_MOVES = (75, 160, 280)
_STUCK_MOVES = 9


class Move(NamedTuple):
    """On `told` the forecast becomes another."""

    told: date
    forecast: date
    cause: Cause
    reason: str


def moves_of(chance: Random, workstream: str, baseline: date, finish: date | None, earliest: date) -> Iterator[Move]:
    """The forecasts of something planned for `baseline` that really ends on `finish` (None: it never does)."""
    slip = ((finish or baseline + days(chance.uniform(150, 320))) - baseline).days
    if slip <= _WORTH_TELLING or happens(chance, _UNTOLD):
        return
    moves = 1 + sum(slip > limit for limit in _MORE_MOVES)
    told = max(earliest, baseline - days(chance.uniform(5, 70)))
    for number in range(1, moves + 1):
        share = number / moves
        loose = chance.uniform(-8, 8) if number == moves else slip * share * chance.uniform(-0.2, 0.1)
        forecast = baseline + days(max(1, slip * share + loose))
        yield _move(chance, workstream, told, forecast)
        told = max(told + timedelta(days=15), forecast - days(chance.uniform(0, 35)))
    if finish is None:
        for _ in range(_STUCK_MOVES):
            yield _move(chance, workstream, told, told + days(chance.uniform(50, 150)))
            told += days(chance.uniform(60, 140))


def _move(chance: Random, workstream: str, told: date, forecast: date) -> Move:
    cause = one(chance, CAUSES.get(workstream, CAUSES_OTHERWISE))
    return Move(told, forecast, cause, OTHER_CAUSE if cause is Cause.OTHER else "")
