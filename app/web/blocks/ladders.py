"""How many Member States have come how far on a ladder: “law adopted by parliament in 17 of 24”."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.catalogue.states import Level, Measure
from app.catalogue.views import BlockView, CatalogueView, ItemView, WorkstreamView
from app.plans.queries.across import StepTaken
from app.readiness.plan import PlanReading
from app.readiness.withholding import Pool

StepsOfPlan = Mapping[int, int]
"""Item → the step of its least advanced milestone, counted from 0; −1 for one that stands on none yet."""


class Reached(NamedTuple):
    """An item with, for each step of its ladder, how many Member States have reached it; `number`: of how many."""

    item: ItemView
    counts: tuple[int, ...]
    number: int


@dataclass(frozen=True)
class Ladder:
    """A workstream of the block with its items."""

    workstream: WorkstreamView
    items: tuple[Reached, ...]


class _Told(NamedTuple):
    """A plan, and how far its milestones are."""

    plan: PlanReading
    steps: StepsOfPlan


def items_on_ladders(view: CatalogueView, block: BlockView) -> list[ItemView]:
    """The block's items for Member States whose progress is told in steps."""
    return [item for item in block.items if item.level is Level.MEMBER_STATE and _measured_by(view, item)]


def _measured_by(view: CatalogueView, item: ItemView) -> bool:
    return view.workstreams[item.workstream].measured_by is Measure.STEPS


def ladders_of(
    view: CatalogueView,
    block: BlockView,
    pool: Pool[PlanReading],
    plan_ids: Mapping[str, int],
    taken: Iterable[StepTaken],
) -> list[Ladder]:
    """The ladders of the block's items, in the order of the workstreams; the law's first, as it leads the rest."""
    steps = _least_advanced(view, taken)
    told = Pool(
        {owner: _Told(plan, steps.get(plan_ids[owner], {})) for owner, plan in pool.seen.items()},
        {owner: _Told(plan, steps.get(plan_ids[owner], {})) for owner, plan in pool.withheld.items()},
    )
    by_workstream: dict[str, list[Reached]] = defaultdict(list)
    for item in items_on_ladders(view, block):
        reached = _reached(view, item, told)
        if reached.number:
            by_workstream[item.workstream].append(reached)
    return [
        Ladder(workstream, tuple(by_workstream[key]))
        for key, workstream in view.workstreams.items()
        if key in by_workstream
    ]


def _least_advanced(view: CatalogueView, taken: Iterable[StepTaken]) -> dict[int, dict[int, int]]:
    """Plan → item → step: an item is no further than the last of its milestones on its own workstream's ladder.

    A step of another workstream's ladder, or of another release's, says nothing.
    """
    places: dict[tuple[str, str | None], int] = {(key, None): -1 for key in view.workstreams}
    for key, workstream in view.workstreams.items():
        places |= {(key, step.key): number for number, step in enumerate(workstream.ladder)}
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for step in taken:
        item = view.items_by_id.get(step.item_id)
        place = places.get((step.workstream_key, step.step_key))
        if item is None or place is None or item.workstream != step.workstream_key:
            continue
        held = found[step.plan_id]
        held[step.item_id] = min(place, held.get(step.item_id, place))
    return found


def _reached(view: CatalogueView, item: ItemView, told: Pool[_Told]) -> Reached:
    steps = len(view.workstreams[item.workstream].ladder)
    places = told.pick(lambda one: _place(one, item.item_id, steps))
    return Reached(item, _at_least(places, steps), len(places))


def _place(told: _Told, item_id: int, steps: int) -> int | None:
    """The step reached, −1 for none yet; None where the item does not count or nothing was shared of it.

    The last step is that of items reported in place, and of no others.
    """
    reading = told.plan.items.get(item_id)
    if reading is None or not reading.is_counted or not reading.facts.has_information:
        return None
    if reading.facts.sums.in_place_on is not None:
        return steps - 1
    return min(told.steps.get(item_id, -1), steps - 2)


def _at_least(places: Collection[int], steps: int) -> tuple[int, ...]:
    return tuple(sum(1 for place in places if place >= step) for step in range(steps))
