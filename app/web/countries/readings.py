"""Readings of one plan, as known now or as known on the day asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import BlockView, CatalogueView
from app.core import clock
from app.core.errors import NotFound
from app.http.context import Viewpoint
from app.plans.queries.baselines import first_baselines
from app.plans.queries.history import count_unshared
from app.plans.queries.known import read_known_block
from app.plans.queries.milestones import NO_MILESTONE, get_milestone
from app.plans.queries.records import MilestoneRecord, PlanHead, PlanInScope, PlanState, ProseRecord
from app.plans.queries.sharing import shared_instants
from app.plans.queries.state import list_items_with_evidence, list_milestones, list_prose
from app.plans.states import Scope
from app.readiness.cache import Recent
from app.readiness.items import Circumstances
from app.readiness.plan import PlanReading
from app.readiness.queries import read_known_one
from app.readiness.queries.reading import database_of, read_one
from app.web.kept import reading_cache
from app.web.readings import full_readings

_unshared: Recent[Mapping[str, int]] = Recent(200)


def plan_reading(session: Session, view: CatalogueView, plan: PlanInScope, seen: Viewpoint) -> PlanReading:
    """The plan with every item, in the state the reader reads."""
    return full_readings(session, view, seen, [(plan.head, plan.scope)])[plan.plan_id, plan.scope]


def one_reading(
    session: Session, view: CatalogueView, plan: PlanInScope, eu: PlanHead | None, seen: Viewpoint
) -> tuple[PlanReading, Circumstances]:
    """The plan with every item, and what the reasons and gaps of its items rest on."""
    asked = (session, view, (plan.head, plan.scope), eu, seen.as_of)
    if seen.known is None:
        return read_one(*asked, reading_cache())
    return read_known_one(*asked, clock.end_of(seen.known), reading_cache())


def unshared_counts(session: Session, plan: PlanInScope) -> Mapping[str, int]:
    """How many changes of each block are not yet shared; none for those who read the shared state."""
    if plan.scope is not Scope.WORKING:
        return {}
    head = plan.head
    key = (database_of(session), plan.plan_id, head.working_stamp, head.shared_stamp)
    return _unshared.get_or_make(key, lambda: count_unshared(session, plan.plan_id))


def block_state(
    session: Session, plan: PlanInScope, block: BlockView, seen: Viewpoint, opened: Collection[int] | None = None
) -> PlanState:
    """What a block of the plan holds on the day looked at, as known now or then.

    With `opened`, milestones and evidence of those items alone.
    """
    if seen.known is not None:
        return read_known_block(session, plan, block.key, seen.as_of, seen.known).state
    asked = (session, plan.plan_id, plan.scope, seen.as_of)
    ids = {item.item_id for item in block.items}
    wanted = ids if opened is None else ids & set(opened)
    items, evidence = list_items_with_evidence(*asked, ids, wanted)
    return PlanState(
        milestones=tuple(list_milestones(*asked, wanted)) if wanted else (),
        items=tuple(items),
        evidence=tuple(evidence),
        predecessors=(),
    )


def block_prose(session: Session, plan: PlanInScope, block: BlockView, seen: Viewpoint) -> Sequence[ProseRecord]:
    """The prose of a block on the day looked at, as known now or then."""
    if seen.known is not None:
        return read_known_block(session, plan, block.key, seen.as_of, seen.known).prose
    return list_prose(session, plan.plan_id, plan.scope, seen.as_of, block.key)


def milestone_on(
    session: Session, view: CatalogueView, code: str, reference: str, actor: Actor, seen: Viewpoint
) -> tuple[PlanInScope, MilestoneRecord]:
    """A milestone on the day looked at, as known now or then, and its plan. Raises NotFound."""
    plan, record = get_milestone(session, code, reference, actor, seen.as_of)
    if seen.known is None:
        return plan, record
    block = view.blocks[view.items_by_id[record.item_id].block_key]
    for known in block_state(session, plan, block, seen).milestones:
        if known.reference == reference:
            return plan, known
    raise NotFound(NO_MILESTONE)


def firsts_on(session: Session, milestones: Iterable[MilestoneRecord], seen: Viewpoint) -> Mapping[int, date]:
    """Milestone → its first baseline, as far as a release had frozen one on the day looked at."""
    return first_baselines(session, milestones, min(seen.as_of, seen.known or seen.as_of))


def shared_when(session: Session, plan: PlanInScope, seen: Viewpoint) -> Mapping[str, datetime | None]:
    """Block → when it was last shared, up to the day looked at."""
    if not seen.is_past:
        return plan.head.blocks
    instants = shared_instants(session, [plan.plan_id], seen.known or seen.as_of)
    return {key: instants.get(block_id) for key, block_id in plan.head.block_ids.items()}
