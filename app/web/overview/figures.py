"""The sentences on top of the overview: the date of application, coverage, key items, what is open."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.views import BlockView, CatalogueView, ItemView
from app.readiness.arithmetic import mean
from app.readiness.cells import Reading
from app.readiness.display import plain
from app.readiness.roots import Root
from app.web.overview.matrix import Average, average_of
from app.web.readings import Matrix

WIDEST_SHOWN = 10


@dataclass(frozen=True)
class Figures:
    """What the overview says of all Member States that sums may rest on.

    `days`: since the date of application; negative before it. `without`: how many shared nothing that counts. `key_*`:
    key items in place, added up over the plans shared. `gap`: of the furthest block, in whole percentage points.
    `withheld`: how many rows the reader does not see; `is_of_fewer`: none of them is in any figure.
    """

    days: int
    average: Average
    number: int
    without: int
    key_total: int
    key_reported: int
    key_shown: int
    key_confirmed: int
    furthest: BlockView | None
    gap: int
    past: int
    past_and_waiting: int
    is_of_fewer: bool
    withheld: int


def figures_of(matrix: Matrix) -> Figures:
    """Add up what the plans say."""
    view, informed = matrix.view, matrix.informed
    totals = [plan.total for plan in informed]
    furthest, gap = furthest_block(matrix)
    past = [total for total in totals if total.past_key]
    return Figures(
        days=(matrix.seen.as_of - view.applies_from).days,
        average=average_of(totals),
        number=len(matrix.counted),
        without=sum(1 for plan in matrix.counted if not plan.total.informed),
        key_total=sum(total.key_total for total in totals),
        key_reported=sum(total.key_reported for total in totals),
        key_shown=sum(total.key_shown for total in totals),
        key_confirmed=sum(total.key_confirmed for total in totals),
        furthest=furthest,
        gap=gap,
        past=len(past),
        past_and_waiting=sum(1 for total in past if total.waits_key),
        is_of_fewer=bool(matrix.withheld) and not matrix.takes_withheld,
        withheld=len(matrix.withheld),
    )


def furthest_block(matrix: Matrix) -> tuple[BlockView | None, int]:
    """The block in the sum whose average gap to its date is widest, the first of equals, and that gap."""
    best: tuple[int, BlockView | None] = (0, None)
    for key, block in matrix.view.blocks.items():
        if not block.is_in_sum:
            continue
        gap = mean(matrix.pool.pick(lambda plan, key=key: _gap(plan.blocks.get(key))))  # type: ignore[misc]
        if gap is not None and gap > best[0]:
            best = (gap, block)
    return best[1], plain(best[0]) or 0


def _gap(reading: Reading | None) -> int | None:
    return reading.gap if reading is not None else None


@dataclass(frozen=True)
class WideGap:
    """An open item at the head of chains. `number`: in how many Member States. `waiting`: items that wait for it."""

    item: ItemView
    block: BlockView
    number: int
    waiting: int
    width: int


def widest_gaps(matrix: Matrix) -> list[WideGap]:
    """The roots that most hangs on, widest first. Each rests on the plans that a sum on it may rest on."""
    view = matrix.view
    roots_of = matrix.pool.map(lambda plan: {root.item_id: root for root in plan.roots})
    ids = {item_id for held in (roots_of.seen, roots_of.withheld) for roots in held.values() for item_id in roots}
    found = []
    for item_id in ids:
        item = view.items_by_id.get(item_id)
        roots = roots_of.pick(lambda by_item, item_id=item_id: by_item.get(item_id))  # type: ignore[misc]
        if item is not None and roots and view.blocks[item.block_key].is_in_sum:
            found.append(_wide_gap(view, item, roots))
    found.sort(key=lambda gap: (-gap.width, gap.item.position, gap.item.key))
    return found[:WIDEST_SHOWN]


def _wide_gap(view: CatalogueView, item: ItemView, roots: list[Root]) -> WideGap:
    return WideGap(
        item=item,
        block=view.blocks[item.block_key],
        number=len(roots),
        waiting=sum(root.waiting for root in roots),
        width=sum(root.width for root in roots),
    )
