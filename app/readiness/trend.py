"""A trend: the figures of a plan at the end of each month, from the programme's start to the day. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from app.plans.states import Applicability
from app.readiness.arithmetic import half_up
from app.readiness.counting import belongs_to, counting_of
from app.readiness.progress import expected_by_law, progress_from, weight_of
from app.readiness.requirements import CatalogueLike, ItemLike
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


class MilestoneSpan(NamedTuple):
    """A milestone, from a day until a day (exclusive)."""

    item_id: int
    valid_from: date
    valid_to: date
    is_closing: bool
    is_cancelled: bool
    progress: int
    actual_on: date | None


class _Sums:
    """An item's milestones on each of the days."""

    __slots__ = ("in_place_on", "ordinary", "progress")

    def __init__(self, days: int) -> None:
        self.ordinary = [0] * days
        self.progress = [0] * days
        self.in_place_on: list[date | None] = [None] * days


def sweep(
    days: Sequence[date], items: Iterable[ItemSpan], milestones: Iterable[MilestoneSpan]
) -> list[dict[int, ItemProgress]]:
    """What was said of each item of a plan on each of the days (in order), from all its spans in one pass."""
    sums: dict[int, _Sums] = {}
    for span in milestones:
        first, end = bisect_left(days, span.valid_from), bisect_left(days, span.valid_to)
        if first < end and not span.is_cancelled:
            if span.item_id not in sums:
                sums[span.item_id] = _Sums(len(days))
            _add(sums[span.item_id], span, days, range(first, end))
    nothing = _Sums(len(days))
    found: list[dict[int, ItemProgress]] = [{} for _ in days]
    for item in items:
        held = sums.get(item.item_id, nothing)
        for place in range(bisect_left(days, item.valid_from), bisect_left(days, item.valid_to)):
            found[place][item.item_id] = ItemProgress(
                item.applicability, held.ordinary[place], held.progress[place], held.in_place_on[place]
            )
    return found


def _add(sums: _Sums, span: MilestoneSpan, days: Sequence[date], places: range) -> None:
    for place in places:
        if not span.is_closing:
            sums.ordinary[place] += 1
            sums.progress[place] += span.progress
        elif span.actual_on is not None and span.actual_on <= days[place]:
            sums.in_place_on[place] = span.actual_on


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


def _counted(
    view: CatalogueLike, owner: str, day: date, said: Mapping[int, ItemProgress]
) -> Iterator[tuple[ItemLike, ItemProgress | None]]:
    """The counted items of the blocks in the sum, with what was said of each."""
    for block in view.blocks.values():
        for item in block.items if block.is_in_sum else ():
            told = said.get(item.item_id)
            applicability = told.applicability if told else Applicability.APPLIES
            if belongs_to(item, owner) and counting_of(view, item, owner, day, applicability) is Counting.COUNTED:
                yield item, told


def point_of(view: CatalogueLike, owner: str, day: date, said: Mapping[int, ItemProgress]) -> TrendPoint:
    """The point of a plan on a day; `said` by item id. Agrees with `plan.read_plan`'s total, by a test."""
    counted = list(_counted(view, owner, day, said))
    informed = [(item, told) for item, told in counted if told is not None]
    weight = sum(weight_of(item) for item, _ in counted)
    informed_weight = sum(weight_of(item) for item, _ in informed)
    done = sum(
        weight_of(item) * progress_from(told.ordinary, told.progress_sum, told.in_place_on) for item, told in informed
    )
    required = sum(weight_of(item) * expected_by_law(item, day) for item, _ in counted)
    in_place = [item for item, told in informed if told.in_place_on is not None]
    return TrendPoint(
        day=day,
        progress=half_up(done, informed_weight) if informed_weight else None,
        required=half_up(required, weight) if weight else None,
        counted=len(counted),
        informed=len(informed),
        key_total=sum(1 for item, _ in counted if item.is_key),
        key_reported=sum(1 for item in in_place if item.is_key),
        has_begun=done > 0,
        is_complete=bool(counted) and len(in_place) == len(counted),
    )
