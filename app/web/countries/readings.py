"""Readings of one plan, as known now or as known on the day asked for."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import BlockView, CatalogueView
from app.core.errors import NotFound
from app.http.context import Viewpoint
from app.plans.queries.known import KnownBlock, read_known_block
from app.plans.queries.milestones import NO_MILESTONE, get_milestone
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.queries.state import list_prose, spans_of_plan
from app.readiness.items import Circumstances
from app.readiness.plan import PlanReading
from app.readiness.queries.reading import circumstances_on
from app.web.kept import reading_cache
from app.web.readings import full_readings


def plan_reading(session: Session, view: CatalogueView, plan: PlanInScope, seen: Viewpoint) -> PlanReading:
    """The plan with every item, in the state the reader reads."""
    return full_readings(session, view, seen, [(plan.head, plan.scope)])[plan.plan_id, plan.scope]


def circumstances_for(session: Session, view: CatalogueView, plan: PlanInScope, seen: Viewpoint) -> Circumstances:
    """What the reasons and gaps of the plan's items rest on."""
    return circumstances_on(session, view, [(plan.head, plan.scope)], seen.as_of, reading_cache())


def block_state(session: Session, plan: PlanInScope, block: BlockView, seen: Viewpoint) -> KnownBlock:
    """What a block of the plan holds on the day looked at, as known now or then."""
    if seen.known is not None:
        return read_known_block(session, plan, block.key, seen.as_of, seen.known)
    ids = {item.item_id for item in block.items}
    state = spans_of_plan(session, plan.plan_id, plan.scope, seen.as_of, ids)
    return KnownBlock(state, tuple(list_prose(session, plan.plan_id, plan.scope, seen.as_of, block.key)))


def milestone_on(
    session: Session, view: CatalogueView, code: str, reference: str, actor: Actor, seen: Viewpoint
) -> tuple[PlanInScope, MilestoneRecord]:
    """A milestone on the day looked at, as known now or then, and its plan. Raises NotFound."""
    plan, record = get_milestone(session, code, reference, actor, seen.as_of)
    if seen.known is None:
        return plan, record
    block = view.blocks[view.items_by_id[record.item_id].block_key]
    for known in block_state(session, plan, block, seen).state.milestones:
        if known.reference == reference:
            return plan, known
    raise NotFound(NO_MILESTONE)
