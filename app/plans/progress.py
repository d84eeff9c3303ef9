"""The progress of a milestone: integer arithmetic in 1/100 %, the same for every door and for the replay."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.plans.parts import sums_of
from app.plans.states import Measure

COMPLETE = 10_000
"""100 % in units of 1/100 %."""


def step_progress(per_cent: int) -> int:
    """A ladder step's value, in whole per cent, as progress."""
    return per_cent * 100


def target_progress(base: int | None, target: int | None, value: int | None) -> int:
    """How far a value has come from its baseline value to its target, which may lie below it.

    (value - base) / (target - base), from 0 to 10,000, half up; a target that is nearly reached never rounds
    up to complete, and a first step never down to nothing. Without target or value: 0. A baseline value that is
    not given is 0.
    """
    if target is None or value is None:
        return 0
    start = base or 0
    way, done = target - start, value - start
    if way < 0:
        way, done = -way, -done
    if done >= way:
        return COMPLETE
    if done <= 0:
        return 0
    return max(1, min((2 * COMPLETE * done + way) // (2 * way), COMPLETE - 1))


def settle(state: dict[str, Any], day: date) -> None:
    """Bring what is derived in line with what it is derived from, in place.

    Target and value with parts are the sums of these. Progress of a target follows its values. A milestone that
    reaches 100 % without a given day is done on `day`; one that falls below has no actual date.
    """
    if state["measured_by"] == Measure.TARGET.value:
        sums = sums_of(state["parts"], state["target_base"])
        if sums is not None:
            state.update(target_value=sums.target, value=sums.value, value_on=sums.value_on)
        state["progress"] = target_progress(state["target_base"], state["target_value"], state["value"])
    if state["progress"] < COMPLETE:
        state["actual_on"] = None
    elif state["actual_on"] is None:
        state["actual_on"] = day
