"""What the overview says before its matrix: coverage, key items, the widest gaps, all as data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.readiness.averages import Average, Averages, average_over, counted_plans, informed_owners
from app.readiness.plan import PlanSummary
from app.readiness.requirements import CatalogueLike
from app.readiness.states import State


class WidestRoot(NamedTuple):
    """An item that is open at the head of chains in several plans. `waiting`: items that wait for it in all of them;
    `width`: their gap to the expectation by law, key items three times (1/100 %)."""

    item_id: int
    owners: tuple[str, ...]
    past: int
    waiting: int
    width: int


@dataclass(frozen=True)
class Overview:
    """The sentences' figures. `rows`: Member States that enter them; `shared`: those of them that shared something.

    `days_to_application` is negative after it. `past_key`: Member States with a key item past its legal date;
    `past_key_waiting`: those of them with a key item that waits for the EU level.
    """

    day: date
    days_to_application: int
    rows: int
    shared: int
    averages: Averages
    furthest: str | None
    past_key: int
    past_key_waiting: int
    widest: tuple[WidestRoot, ...]

    @property
    def without_information(self) -> int:
        """Member States that shared nothing that counts."""
        return self.rows - self.shared

    @property
    def average(self) -> Average:
        """The average over all blocks."""
        return self.averages.total


def widest_roots(plans: Mapping[str, PlanSummary], visible: Collection[str], limit: int) -> tuple[WidestRoot, ...]:
    """The roots of the visible plans, put together by item, widest first; of equals the one seen first."""
    found: dict[int, WidestRoot] = {}
    for owner, plan in plans.items():
        if owner not in visible:
            continue
        for root in plan.roots:
            held = found.get(root.item_id, WidestRoot(root.item_id, (), 0, 0, 0))
            found[root.item_id] = WidestRoot(
                root.item_id,
                (*held.owners, owner),
                held.past + (root.state is State.PAST_LEGAL_DATE),
                held.waiting + root.waiting,
                held.width + root.width,
            )
    return tuple(sorted(found.values(), key=lambda root: -root.width)[:limit])


def furthest_of(view: CatalogueLike, averages: Averages) -> str | None:
    """The block in the sum whose average is furthest from its date; None when nothing is open."""
    gaps = [
        (averages.blocks[block.key].gap or 0, block.key)
        for block in view.blocks.values()
        if block.is_in_sum and block.key in averages.blocks
    ]
    widest = max(gaps, key=lambda pair: pair[0], default=(0, ""))
    return widest[1] if widest[0] > 0 else None


def overview_of(
    view: CatalogueLike, plans: Mapping[str, PlanSummary], visible: Collection[str], day: date, *, limit: int = 5
) -> Overview:
    """The overview for a reader who sees the rows of `visible`; `plans` holds the withheld ones as well."""
    averages = average_over(plans, visible)
    counted = counted_plans(plans, visible)
    past = [plan for plan in counted.values() if plan.total.past_key]
    return Overview(
        day=day,
        days_to_application=(view.applies_from - day).days,
        rows=len(counted),
        shared=len(informed_owners(counted)),
        averages=averages,
        furthest=furthest_of(view, averages),
        past_key=len(past),
        past_key_waiting=sum(1 for plan in past if plan.total.waits_key),
        widest=widest_roots(plans, visible, limit),
    )
