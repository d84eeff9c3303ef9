"""A whole plan on a day: its items, its blocks, its total, its roots. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.plans.states import Scope
from app.readiness.cases import ItemReading
from app.readiness.cells import Reading, Tally, tally
from app.readiness.facts import ItemFacts
from app.readiness.gaps import GapCounts, count_gaps
from app.readiness.items import Circumstances, read_items
from app.readiness.requirements import CatalogueLike
from app.readiness.roots import Root, heads_of, roots_of


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """What the matrix needs of a plan: its total, its blocks by key, its roots.

    `furthest`: the block in the sum that is furthest from its date, None where nothing was shared or nothing is open.
    """

    owner: str
    scope: Scope
    day: date
    total: Reading
    blocks: Mapping[str, Reading]
    furthest: str | None
    roots: tuple[Root, ...]


@dataclass(frozen=True, slots=True)
class PlanReading(PlanSummary):
    """A plan with every item by its id, in the catalogue's order; `heads`: the roots of each open item."""

    items: Mapping[int, ItemReading]
    heads: Mapping[int, tuple[int, ...]]
    circumstances: Circumstances = field(compare=False, repr=False)

    def count_gaps(self) -> GapCounts:
        """How many gaps of each rule there are; asked of the rules when somebody wants to know."""
        return count_gaps(self.circumstances, self.owner, self.items)

    @property
    def gap_counts(self) -> Mapping[str, int]:
        """How many gaps of each rule there are, those noted included."""
        return self.count_gaps().found

    def summary(self) -> PlanSummary:
        """The plan without its items."""
        return PlanSummary(self.owner, self.scope, self.day, self.total, self.blocks, self.furthest, self.roots)


def read_blocks(circumstances: Circumstances, items: Mapping[int, ItemReading]) -> tuple[Reading, dict[str, Reading]]:
    """The plan's total, over the blocks that are in the sum, and every block's own reading."""
    view, with_expected = circumstances.view, circumstances.shows_expected
    total = Tally()
    blocks = {}
    for block in view.blocks.values():
        sums = tally(items[item.item_id] for item in block.items if item.item_id in items)
        blocks[block.key] = sums.reading(with_expected=with_expected)
        if block.is_in_sum:
            total.merge(sums)
    return total.reading(with_expected=with_expected), blocks


def furthest_block(view: CatalogueLike, blocks: Mapping[str, Reading]) -> str | None:
    """The block in the sum with the widest gap by law, the first of equals; None when there is none."""
    gaps = [(blocks[b.key].gap or 0, b.key) for b in view.blocks.values() if b.is_in_sum and b.key in blocks]
    widest = max(gaps, key=lambda pair: pair[0], default=(0, ""))
    return widest[1] if widest[0] > 0 else None


def read_plan(circumstances: Circumstances, owner: str, scope: Scope, facts: Mapping[int, ItemFacts]) -> PlanReading:
    """The rule applied to one plan. `facts` by item id; an item without facts has no information."""
    items = read_items(circumstances, owner, facts)
    total, blocks = read_blocks(circumstances, items)
    heads = heads_of(items, circumstances.network)
    return PlanReading(
        owner=owner,
        scope=scope,
        day=circumstances.day,
        total=total,
        blocks=blocks,
        furthest=furthest_block(circumstances.view, blocks),
        roots=roots_of(items, heads),
        items=items,
        heads=heads,
        circumstances=circumstances,
    )
