"""Progress of an item and what was to be expected of it, in 1/100 %."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.readiness.arithmetic import FULL, half_up, linear
from app.readiness.facts import MilestoneSums
from app.readiness.remembered import OfRelease
from app.readiness.requirements import CatalogueLike, ItemLike

KEY_WEIGHT = 3
WEIGHT = 1


def weight_of(item: ItemLike) -> int:
    """A key item weighs as much as three others."""
    return KEY_WEIGHT if item.is_key else WEIGHT


def _ninety_per_cent_of_mean(total: int, count: int) -> int:
    """The closing milestone gives the last tenth, so the others make 90 % at most; 0 without any."""
    return half_up(9 * total, 10 * count) if count else 0


def progress_from(ordinary: int, progress_sum: int, in_place_on: date | None) -> int:
    """100 % when reported in place, else 90 % of the mean of the milestones that are not cancelled."""
    return FULL if in_place_on is not None else _ninety_per_cent_of_mean(progress_sum, ordinary)


def item_progress(sums: MilestoneSums) -> int:
    """The progress of an item from its milestones."""
    return progress_from(sums.ordinary, sums.progress_sum, sums.in_place_on)


def expected_by_plan(sums: MilestoneSums, day: date) -> int:
    """What the plan's own baselines say should be done by the end of the day."""
    if sums.closing_baseline_on is not None and sums.closing_baseline_on <= day:
        return FULL
    return _ninety_per_cent_of_mean(sums.expected_sum, sums.ordinary)


_required: OfRelease[Mapping[int, int]] = OfRelease()


def required_on(view: CatalogueLike, day: date) -> Mapping[int, int]:
    """What the law expects of each item by the day (1/100 %), by id."""
    return _required.get_or_make(
        view, day, lambda: {item.item_id: expected_by_law(item, day) for item in view.items.values()}
    )


def expected_by_law(item: ItemLike, day: date) -> int:
    """A straight line from the item's start (by default the programme's) to needed-by, and 100 % from then on."""
    return linear(item.starts_on, item.needed_by, day)
