"""Why a percentage is what it is: the sum shown as a sum, item by item and milestone by milestone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.readiness.arithmetic import half_up
from app.readiness.cases import ItemReading
from app.readiness.facts import MilestoneSums
from app.readiness.plan import PlanReading
from app.readiness.requirements import CatalogueLike
from app.readiness.states import RULE_VERSION, Counting


class ItemLine(NamedTuple):
    """An item's part: weight times progress (1/100 %); both are 0 where it does not enter the mean.

    `ordinary`, `progress_sum`: milestones that are not cancelled and the sum of their progress: with them,
    progress is 90 % of the mean, 100 % when in place.
    """

    item_id: int
    counting: Counting
    has_information: bool
    is_key: bool
    weight: int
    progress: int | None
    product: int
    is_in_place: bool
    ordinary: int
    progress_sum: int

    @property
    def enters(self) -> bool:
        """Whether the item is in the mean."""
        return self.counting is Counting.COUNTED and self.has_information


@dataclass(frozen=True)
class Derivation:
    """A mean as the sum it is: `product_sum` / `weight_sum` = `result`, rounded half up; None without weight."""

    rule_version: int
    owner: str
    day: date
    lines: tuple[ItemLine, ...]

    @property
    def weight_sum(self) -> int:
        return sum(line.weight for line in self.lines if line.enters)

    @property
    def product_sum(self) -> int:
        return sum(line.product for line in self.lines if line.enters)

    @property
    def result(self) -> int | None:
        """The figure in 1/100 %; the same as the reading's `progress`."""
        return half_up(self.product_sum, self.weight_sum) if self.weight_sum else None


def line_of(item: ItemReading) -> ItemLine:
    """An item's line."""
    sums: MilestoneSums = item.facts.sums
    enters = item.is_counted and item.progress is not None
    return ItemLine(
        item_id=item.item_id,
        counting=item.counting,
        has_information=item.facts.has_information,
        is_key=item.is_key,
        weight=item.weight if enters else 0,
        progress=item.progress,
        product=item.weight * (item.progress or 0) if enters else 0,
        is_in_place=sums.in_place_on is not None,
        ordinary=sums.ordinary,
        progress_sum=sums.progress_sum,
    )


def _lines(items: Mapping[int, ItemReading], wanted: Iterable[int]) -> tuple[ItemLine, ...]:
    return tuple(line_of(items[item_id]) for item_id in wanted if item_id in items)


def derive(view: CatalogueLike, plan: PlanReading, block_key: str | None = None) -> Derivation:
    """The derivation of a block's percentage, or of the plan's over the blocks in the sum. Raises KeyError."""
    blocks = view.blocks.values() if block_key is None else (view.blocks[block_key],)
    wanted = [item.item_id for block in blocks if block_key is not None or block.is_in_sum for item in block.items]
    return Derivation(RULE_VERSION, plan.owner, plan.day, _lines(plan.items, wanted))
