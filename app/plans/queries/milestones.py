"""Single milestones: by reference, by title, and what they wait for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.actor import Actor
from app.core import clock
from app.core.db import Instant
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.models import Milestone, MilestoneSpan, Plan, PlanBlock, PlanItem, Predecessor
from app.plans.policy import scope_for, working_for
from app.plans.progress import COMPLETE
from app.plans.queries.heads import get_plan
from app.plans.queries.records import MilestoneRecord, PlanInScope, PredecessorName, PredecessorPair, SearchHit
from app.plans.queries.state import MILESTONE_COLUMNS, stood_at
from app.plans.states import Scope

NO_MILESTONE = message("There is no such milestone.")
_OTHERS = [entry.name for entry in fields(MilestoneRecord)][1:]


# By the plan and the reference of the milestone itself: by those of its spans all spans of the plan would be read.
_BY_REFERENCE = (
    select(*MILESTONE_COLUMNS)
    .join(MilestoneSpan, MilestoneSpan.subject_id == Milestone.id)
    .where(
        Milestone.plan_id == bindparam("plan_id"),
        Milestone.reference == bindparam("reference"),
        MilestoneSpan.scope == bindparam("scope"),
        MilestoneSpan.valid_from <= bindparam("day", type_=Date),
        MilestoneSpan.valid_to > bindparam("day", type_=Date),
    )
)


def milestone_record(milestone: Milestone) -> MilestoneRecord:
    """A milestone as its row stands: the working state of today."""
    return MilestoneRecord(milestone.id, *(getattr(milestone, name) for name in _OTHERS))


def get_milestone(
    session: Session, owner: str, reference: str, actor: Actor, day: date | None = None
) -> tuple[PlanInScope, MilestoneRecord]:
    """A milestone on a day (by default today) in the state the actor reads, and its plan. Raises NotFound."""
    plan = get_plan(session, owner, actor)
    values = {"plan_id": plan.plan_id, "scope": plan.scope.value, "day": day or clock.today(), "reference": reference}
    row = session.execute(_BY_REFERENCE, values).one_or_none()
    if row is None:
        raise NotFound(NO_MILESTONE)
    return plan, MilestoneRecord(*row)


def search_milestones(session: Session, actor: Actor, text: str, limit: int = 50) -> list[SearchHit]:
    """Milestones of the plans whose working state the actor reads, by title or reference."""
    wanted = text.strip()
    if not wanted:
        return []
    escaped = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    query = (
        select(
            Milestone.id,
            Plan.owner,
            Milestone.reference,
            Milestone.title,
            Milestone.item_id,
            Milestone.progress,
            Milestone.is_cancelled,
        )
        .join(Plan, Plan.id == Milestone.plan_id)
        .where(
            working_for(actor),
            ~Milestone.is_closing,
            or_(
                Milestone.title.ilike(f"%{escaped}%", escape="\\"),
                Milestone.reference.ilike(f"{escaped}%", escape="\\"),
            ),
        )
        .order_by(Plan.id, Milestone.id)
        .limit(limit)
    )
    return [SearchHit(*row) for row in session.execute(query)]


def list_predecessor_names(
    session: Session, plan: PlanInScope, pairs: Collection[PredecessorPair], actor: Actor, day: date
) -> list[PredecessorName]:
    """What milestones wait for, as the actor may see it on a day.

    In full: milestones of plans the actor reads, and those that others have offered and shared. Of any other
    only its plan's owner is said.
    """
    if not pairs:
        return []
    seen = _seen(session, {pair.predecessor_id for pair in pairs}, plan, actor, day)
    return [_named(pair, seen.get(pair.predecessor_id)) for pair in pairs]


def _seen(
    session: Session, milestone_ids: Collection[int], plan: PlanInScope, actor: Actor, day: date
) -> dict[int, MilestoneRecord]:
    query = (
        select(MilestoneSpan.scope, Plan.owner, *MILESTONE_COLUMNS)
        .join(Milestone, MilestoneSpan.subject_id == Milestone.id)
        .join(Plan, Plan.id == Milestone.plan_id)
        .where(
            Milestone.id.in_(sorted(milestone_ids)),
            MilestoneSpan.valid_from <= day,
            MilestoneSpan.valid_to > day,
        )
        .order_by(Milestone.id)
    )
    seen = {}
    for scope, owner, *columns in session.execute(query):
        record = MilestoneRecord(*columns)
        readable = plan.scope if owner == plan.owner else scope_for(actor, owner)
        if readable is None and record.is_offered:
            readable = Scope.SHARED
        if readable is not None and scope == readable.value:
            seen[record.milestone_id] = record
    return seen


def _named(pair: PredecessorPair, record: MilestoneRecord | None) -> PredecessorName:
    if record is None:
        return PredecessorName(
            pair.milestone_id, pair.predecessor_id, pair.predecessor_owner, None, None, None, None, None
        )
    return PredecessorName(
        pair.milestone_id,
        pair.predecessor_id,
        pair.predecessor_owner,
        record.reference,
        record.title,
        record.item_id,
        record.due_on,
        record.is_complete,
    )


@cache
def _predecessors(scope: Scope) -> Select[Any]:
    """What milestones wait for, made once: putting it together takes longer than asking it."""
    own, before = aliased(Milestone), aliased(Milestone)
    columns: list[Any] = [
        Predecessor.milestone_id,
        Predecessor.predecessor_id,
        Plan.owner,
        before.is_offered,
        before.reference,
        MilestoneSpan.scope,
        MilestoneSpan.title,
        MilestoneSpan.item_id,
        MilestoneSpan.forecast_on,
        MilestoneSpan.baseline_on,
        MilestoneSpan.progress,
    ]
    day = bindparam("day", type_=Date)
    return (
        select(*columns)
        .join(own, own.id == Predecessor.milestone_id)
        .join(PlanItem, PlanItem.id == own.plan_item_id)
        .join(PlanBlock, PlanBlock.id == PlanItem.plan_block_id)
        .join(before, before.id == Predecessor.predecessor_id)
        .join(Plan, Plan.id == before.plan_id)
        .outerjoin(
            MilestoneSpan,
            and_(MilestoneSpan.subject_id == before.id, MilestoneSpan.valid_from <= day, MilestoneSpan.valid_to > day),
        )
        .where(
            Predecessor.milestone_id.in_(bindparam("milestone_ids", expanding=True)),
            stood_at(Predecessor, scope, bindparam("end", type_=Instant())),
        )
        .order_by(Predecessor.milestone_id, Predecessor.predecessor_id)
    )


def list_predecessors_of(
    session: Session, plan: PlanInScope, milestone_ids: Collection[int], actor: Actor, day: date
) -> list[PredecessorName]:
    """What some milestones of a plan wait for on a day, as the actor may see it; one statement."""
    if not milestone_ids:
        return []
    values = {"milestone_ids": sorted(milestone_ids), "day": day, "end": clock.end_of(day)}
    names: dict[tuple[int, int], PredecessorName] = {}
    for (
        waiting,
        key,
        owner,
        is_offered,
        reference,
        scope,
        title,
        item_id,
        forecast,
        baseline,
        progress,
    ) in session.execute(_predecessors(plan.scope), values):
        readable = plan.scope if owner == plan.owner else scope_for(actor, owner)
        if readable is None and is_offered:
            readable = Scope.SHARED
        names.setdefault((waiting, key), PredecessorName(waiting, key, owner, None, None, None, None, None))
        if readable is not None and scope == readable.value:
            names[waiting, key] = PredecessorName(
                waiting, key, owner, reference, title, item_id, forecast or baseline, progress == COMPLETE
            )
    return list(names.values())
