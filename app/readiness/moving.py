"""What the difference between two readings of a plan is made of: one thing is changed after the other. Pure.

The order is the catalogue, the passing of time, what was said (data), evidence with what reviewers confirmed, the
version of the rule (docs/method.md, "What a difference is made of"). Each step is a whole reading by the rule, so
that the steps add up to the difference of the shown numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.core.labels import LabelledEnum, message
from app.readiness.cells import Reading
from app.readiness.display import plain
from app.readiness.facts import NO_FACTS, ItemFacts
from app.readiness.items import Circumstances, circumstances_of, read_items
from app.readiness.plan import PlanReading, read_blocks
from app.readiness.states import InPlace, State

FactsByItem = Mapping[int, ItemFacts]


class Factor(LabelledEnum):
    """What a figure can move by, in the order in which it is changed."""

    CATALOGUE = "catalogue", message("catalogue")
    TIME = "time", message("passing of time")
    DATA = "data", message("data")
    EVIDENCE = "evidence", message("evidence")
    RULE = "rule", message("rule")


class Figure(LabelledEnum):
    """The figures that are compared."""

    PROGRESS = "progress", message("progress in per cent")
    REPORTED = "reported", message("key items in place, reported")
    SHOWN = "shown", message("key items in place, shown")
    CONFIRMED = "confirmed", message("key items in place, confirmed")
    EXPECTED = "expected", message("expected by law in per cent")
    PAST = "past", message("items past their legal date")


_TAKEN: Mapping[Figure, Callable[[Reading], int | None]] = {
    Figure.PROGRESS: lambda reading: reading.shown_progress,
    Figure.REPORTED: lambda reading: reading.key_reported if reading.informed else None,
    Figure.SHOWN: lambda reading: reading.key_shown if reading.informed else None,
    Figure.CONFIRMED: lambda reading: reading.key_confirmed if reading.informed else None,
    Figure.EXPECTED: lambda reading: plain(reading.required),
    Figure.PAST: lambda reading: reading.past if reading.informed else None,
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure on two days; `by`: what it moved through each factor, nothing where a day has no figure (a dash)."""

    old: int | None
    new: int | None
    by: Mapping[Factor, int]

    @property
    def difference(self) -> int | None:
        """Of the shown numbers; the sum of what the factors moved."""
        return None if self.old is None or self.new is None else self.new - self.old


@dataclass(frozen=True)
class Course:
    """A plan from one day to another: its total and blocks by key, on the first day and after each factor."""

    totals: tuple[Reading, ...]
    blocks: tuple[Mapping[str, Reading], ...]

    def reading(self, step: int, block_key: str | None = None) -> Reading:
        """A block, or all blocks in the sum, on the first day (0) or after so many factors."""
        return self.totals[step] if block_key is None else self.blocks[step].get(block_key, _NOTHING)

    def moved(self, figure: Figure, block_key: str | None = None) -> Moved:
        """A figure of a block, or of all blocks in the sum."""
        return moved_through([_TAKEN[figure](self.reading(step, block_key)) for step in range(len(self.totals))])


_NOTHING = Reading(State.NOT_APPLICABLE)
"""A block that a release does not have."""


def moved_between(figure: Figure, old: Reading | None, new: Reading | None) -> Moved:
    """A figure on two days, without what it is made of."""
    return Moved(_TAKEN[figure](old or _NOTHING), _TAKEN[figure](new or _NOTHING), {})


def moved_through(values: list[int | None]) -> Moved:
    """A figure from its value on the first day and after each factor.

    A step after which there is nothing to sum moves nothing; what it took away counts for the next one.
    """
    old, new = values[0], values[-1]
    if old is None or new is None:
        return Moved(old, new, {})
    by, held = {}, old
    for factor, value in zip(Factor, values[1:], strict=True):
        step = held if value is None else value
        by[factor] = step - held
        held = step
    return Moved(old, new, by)


class Way(NamedTuple):
    """The circumstances that all plans pass through between two days: another catalogue, then the later day too."""

    catalogue: Circumstances
    time: Circumstances


def way_between(start: Circumstances, end: Circumstances, eu_old: FactsByItem) -> Way:
    """From one day's circumstances to another's; `eu_old`: what the EU plan said, as others saw it, on the first."""
    catalogue = start if start.view is end.view else circumstances_of(end.view, start.day, eu_old)
    return Way(catalogue, catalogue if start.day == end.day else circumstances_of(end.view, end.day, eu_old))


def course_of(old: PlanReading, new: PlanReading, way: Way) -> Course:
    """What a plan came through between two readings.

    Both are computed by the present version of the rule, so that the rule moves nothing.
    """
    before, after = facts_in(old), facts_in(new)
    first, last = (old.total, old.blocks), (new.total, new.blocks)
    steps = [
        first,
        first if way.catalogue is old.circumstances else _read(way.catalogue, old.owner, before),
        first if way.time is old.circumstances else _read(way.time, old.owner, before),
        _read(new.circumstances, old.owner, dict(_told_with_old_evidence(before, after))),
        last,
        last,
    ]
    return Course(tuple(total for total, _ in steps), tuple(blocks for _, blocks in steps))


def facts_in(plan: PlanReading) -> FactsByItem:
    """What a plan says of the items on which it says something."""
    return {item_id: item.facts for item_id, item in plan.items.items() if item.facts.has_information}


def _read(circumstances: Circumstances, owner: str, facts: FactsByItem) -> tuple[Reading, Mapping[str, Reading]]:
    return read_blocks(circumstances, read_items(circumstances, owner, facts))


def _told_with_old_evidence(before: FactsByItem, after: FactsByItem) -> Iterator[tuple[int, ItemFacts]]:
    for item_id, facts in after.items():
        held = before.get(item_id, NO_FACTS)
        yield item_id, facts._replace(evidenced=held.evidenced, confirmed_on=held.confirmed_on)


class Turn(LabelledEnum):
    """What became of an item between two days."""

    IN_PLACE = "in_place", message("newly in place")
    OPENED_AGAIN = "opened_again", message("opened again")
    SHOWN = "shown", message("newly shown")
    NO_LONGER_SHOWN = "no_longer_shown", message("no longer shown")
    CONFIRMED = "confirmed", message("newly confirmed")
    NO_LONGER_CONFIRMED = "no_longer_confirmed", message("no longer confirmed")
    EXPIRED = "expired", message("evidence expired")
    FIRST_TOLD = "first_told", message("first information")


def turns_of(old: PlanReading, new: PlanReading) -> tuple[tuple[int, Turn], ...]:
    """What became of each item: pairs of the item and its turn, in the catalogue's order."""
    return tuple((item_id, turn) for item_id in new.items for turn in _turns(old, new, item_id))


_SHOWN = (InPlace.SHOWN, InPlace.CONFIRMED)


def _turns(old: PlanReading, new: PlanReading, item_id: int) -> Iterator[Turn]:
    now = new.items[item_id]
    then = old.items.get(item_id)
    level, before = now.level, then.level if then else None
    facts, held = now.facts, then.facts if then else NO_FACTS
    if facts.has_information and not held.has_information:
        yield Turn.FIRST_TOLD
    if (level is None) != (before is None):
        yield Turn.IN_PLACE if before is None else Turn.OPENED_AGAIN
    if (level in _SHOWN) != (before in _SHOWN):
        yield Turn.SHOWN if level in _SHOWN else Turn.NO_LONGER_SHOWN
    if (level is InPlace.CONFIRMED) != (before is InPlace.CONFIRMED):
        yield Turn.CONFIRMED if level is InPlace.CONFIRMED else Turn.NO_LONGER_CONFIRMED
    expired_on = facts.evidenced.expired_on
    if expired_on is not None and old.day <= expired_on < new.day:
        yield Turn.EXPIRED
