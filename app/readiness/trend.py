"""A trend: the figures of a plan at the end of each month, from the programme's start to the day. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from app.plans.states import Applicability
from app.readiness.arithmetic import half_up
from app.readiness.counting import belongs_to, counting_of
from app.readiness.facts import MilestoneSums
from app.readiness.progress import expected_by_law, item_progress, weight_of
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
    done = sum(weight_of(item) * progress_of(told) for item, told in informed)
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


def progress_of(told: ItemProgress) -> int:
    """As `progress.item_progress`."""
    sums = MilestoneSums(ordinary=told.ordinary, progress_sum=told.progress_sum, in_place_on=told.in_place_on)
    return item_progress(sums)
