"""A trend: the figures of a plan at the end of each month, from the programme's start to the day. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from app.plans.states import Applicability
from app.readiness.arithmetic import half_up
from app.readiness.counting import Duty, as_stated, counting_by_law, roster_of
from app.readiness.progress import progress_from, required_on
from app.readiness.remembered import OfRelease
from app.readiness.requirements import CatalogueLike
from app.readiness.states import Counting


class TrendPoint(NamedTuple):
    """A plan's total on a day, over the blocks in the sum (1/100 %). `required`: by law, over all counted items."""

    day: date
    progress: int | None
    required: int | None
    counted: int
    informed: int
    key_total: int
    key_reported: int
    has_begun: bool
    is_complete: bool


class ItemProgress(NamedTuple):
    """All that a trend needs of an item on which something was said."""

    applicability: Applicability
    ordinary: int
    progress_sum: int
    in_place_on: date | None


class ItemSpan(NamedTuple):
    """What a plan says of an item, from a day until a day (exclusive)."""

    item_id: int
    valid_from: date
    valid_to: date
    applicability: Applicability


MilestoneSpan = tuple[int, date, date, bool, bool, int, date | None]
"""A milestone from a day until a day (exclusive): item, the two days, whether it is the closing one, whether it is
cancelled, progress (1/100 %), actual day. A plain tuple, because all of history passes through."""


class _Sums:
    """An item's milestones on each of the days."""

    __slots__ = ("in_place_on", "ordinary", "progress")

    def __init__(self, days: int) -> None:
        self.ordinary = [0] * days
        self.progress = [0] * days
        self.in_place_on: list[date | None] = [None] * days

    def add(self, progress: int, places: range) -> None:
        """An ordinary milestone that is not cancelled, on some of the days."""
        for place in places:
            self.ordinary[place] += 1
            self.progress[place] += progress

    def report(self, actual_on: date | None, days: Sequence[date], places: range) -> None:
        """The closing milestone, on some of the days."""
        if actual_on is not None:
            for place in places:
                if actual_on <= days[place]:
                    self.in_place_on[place] = actual_on


def sweep(
    days: Sequence[date], items: Iterable[ItemSpan], milestones: Iterable[MilestoneSpan]
) -> list[dict[int, ItemProgress]]:
    """What was said of each item of a plan on each of the days (in order), from all its spans in one pass."""
    sums: dict[int, _Sums] = {}
    for item_id, valid_from, valid_to, is_closing, is_cancelled, progress, actual_on in milestones:
        first, end = bisect_left(days, valid_from), bisect_left(days, valid_to)
        if first >= end or is_cancelled:
            continue
        held = sums.get(item_id)
        if held is None:
            held = sums[item_id] = _Sums(len(days))
        if is_closing:
            held.report(actual_on, days, range(first, end))
        else:
            held.add(progress, range(first, end))
    nothing = _Sums(len(days))
    found: list[dict[int, ItemProgress]] = [{} for _ in days]
    for item in items:
        held = sums.get(item.item_id) or nothing
        for place in range(bisect_left(days, item.valid_from), bisect_left(days, item.valid_to)):
            found[place][item.item_id] = ItemProgress(
                item.applicability, held.ordinary[place], held.progress[place], held.in_place_on[place]
            )
    return found


def month_ends(start: date, day: date) -> list[date]:
    """The last day of each month from the start's on, before the day, and the day itself."""
    ends: list[date] = []
    current = start
    while True:
        next_month = (current.replace(day=28) + timedelta(days=4)).replace(day=1)
        end = next_month - timedelta(days=1)
        if end >= day:
            return [*ends, day]
        ends.append(end)
        current = next_month


_in_sum: OfRelease[tuple[Duty, ...]] = OfRelease()


def _duties_in_sum(view: CatalogueLike, owner: str) -> tuple[Duty, ...]:
    """The items of the blocks in the sum that may count for a plan."""
    blocks = {block.key for block in view.blocks.values() if block.is_in_sum}
    return tuple(
        duty
        for duty in roster_of(view, owner)
        if duty.item.block_key in blocks and duty.by_law in (None, Counting.COUNTED)
    )


def _counted(
    view: CatalogueLike, owner: str, day: date, said: Mapping[int, ItemProgress]
) -> Iterator[tuple[Duty, ItemProgress | None]]:
    """The counted items of the blocks in the sum, with what was said of each."""
    for duty in _in_sum.get_or_make(view, owner, lambda: _duties_in_sum(view, owner)):
        by_law = duty.by_law or counting_by_law(view, duty.item, owner, day)
        told = said.get(duty.item_id)
        counting = by_law if told is None else as_stated(by_law, told.applicability)
        if counting is Counting.COUNTED:
            yield duty, told


def point_of(view: CatalogueLike, owner: str, day: date, said: Mapping[int, ItemProgress]) -> TrendPoint:
    """The point of a plan on a day; `said` by item id. Agrees with `plan.read_plan`'s total, by a test."""
    required_of = required_on(view, day)
    counted = informed = weight = informed_weight = done = required = key_total = key_reported = in_place = 0
    for duty, told in _counted(view, owner, day, said):
        counted += 1
        weight += duty.weight
        required += duty.weight * required_of[duty.item_id]
        key_total += duty.item.is_key
        if told is None:
            continue
        informed += 1
        informed_weight += duty.weight
        done += duty.weight * progress_from(told.ordinary, told.progress_sum, told.in_place_on)
        if told.in_place_on is not None:
            in_place += 1
            key_reported += duty.item.is_key
    return TrendPoint(
        day=day,
        progress=half_up(done, informed_weight) if informed_weight else None,
        required=half_up(required, weight) if weight else None,
        counted=counted,
        informed=informed,
        key_total=key_total,
        key_reported=key_reported,
        has_begun=done > 0,
        is_complete=counted > 0 and in_place == counted,
    )
