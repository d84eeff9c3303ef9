"""One item of one plan worked through, from live data that the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import BlockView, CatalogueView, CountryView, ItemView
from app.http.context import viewpoint
from app.plans.queries.heads import list_visible_plans
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.queries.state import list_milestones
from app.plans.states import EU
from app.readiness.arithmetic import half_up
from app.readiness.cases import ItemReading
from app.readiness.cells import Reading
from app.readiness.plan import PlanReading
from app.readiness.states import Counting
from app.web.readings import full_readings

FEWEST, MOST = 2, 5
"""How many milestones make a good example: a mean to be seen, and no long list."""
PLANS_TRIED = 3


@dataclass(frozen=True)
class WorkedExample:
    """An item with the milestones that make its figure, and the block it is added to. Figures in 1/100 %.

    `country` is None for the EU-level plan; `milestones` are the ordinary ones that are not cancelled.
    """

    country: CountryView | None
    is_working: bool
    block: BlockView
    item: ItemView
    reading: ItemReading
    cell: Reading
    milestones: tuple[MilestoneRecord, ...]

    @property
    def owner(self) -> str:
        """Code of the country, or EU."""
        return self.country.code if self.country else EU

    @property
    def total(self) -> int:
        """The milestones' progress added up."""
        return sum(milestone.progress for milestone in self.milestones)

    @property
    def mean(self) -> int:
        """The mean of the milestones, half up."""
        return half_up(self.total, len(self.milestones))


def worked_example(session: Session, actor: Actor, view: CatalogueView) -> WorkedExample | None:
    """The first good example in a plan the reader may open: own countries, then those that shared; None for none."""
    if actor.user_id is None:
        return None
    plans = list_visible_plans(session, actor)
    plans.sort(key=lambda plan: (plan.owner not in actor.countries, not plan.head.last_shared_at, plan.owner == EU))
    tried = plans[:PLANS_TRIED]
    readings = full_readings(session, view, viewpoint(), [(plan.head, plan.scope) for plan in tried])
    for plan in tried:
        found = _example_in(session, plan, readings[plan.plan_id, plan.scope], view)
        if found is not None:
            return found
    return None


def _example_in(session: Session, plan: PlanInScope, reading: PlanReading, view: CatalogueView) -> WorkedExample | None:
    chosen = min((item for item in reading.items.values() if _is_good(item)), key=_rank, default=None)
    if chosen is None:
        return None
    item = view.items_by_id[chosen.item_id]
    block = view.blocks[item.block_key]
    records = list_milestones(session, plan.plan_id, plan.scope, viewpoint().as_of, [item.item_id])
    return WorkedExample(
        country=view.countries.get(plan.owner),
        is_working=plan.scope.value == "working",
        block=block,
        item=item,
        reading=chosen,
        cell=reading.blocks[block.key],
        milestones=tuple(_ordinary(records)),
    )


def _ordinary(records: Iterable[MilestoneRecord]) -> Iterable[MilestoneRecord]:
    return (record for record in records if not record.is_closing and not record.is_cancelled)


def _is_good(item: ItemReading) -> bool:
    sums = item.facts.sums
    begun_not_done = sums.in_place_on is None and 0 < sums.progress_sum < sums.ordinary * 10_000
    return item.counting is Counting.COUNTED and begun_not_done and FEWEST <= sums.ordinary <= MOST


def _rank(item: ItemReading) -> tuple[bool, int]:
    """Key items first; then in the catalogue's order."""
    return (not item.is_key, item.item_id)
