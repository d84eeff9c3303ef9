"""The statement behind what an item's open milestones wait for, in the own plan and in the EU plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, exists, func, literal_column, not_, or_, select
from sqlalchemy.orm import aliased

from app.core.db import Instant
from app.plans.models import Milestone, PlanBlock, PlanItem, Predecessor
from app.plans.states import Scope
from app.readiness.queries.days import DAY, day_number
from app.readiness.queries.spans import M, Statement, is_done, is_open, leading, own_on, plan_ids

END = bindparam("end_of_day", type_=Instant())
"""The last instant of the day: links are made and removed at instants."""
EU_PLAN = bindparam("eu_plan_id", type_=Integer())
"""The EU-level plan; 0 where there is none."""


def stood(scope: Scope, of_milestone: Any) -> ColumnElement[bool]:
    """Links that stood at the end of the day, as the scope knows them (the block's last release, where earlier)."""
    created, removed = Predecessor.created_at, Predecessor.removed_at
    if scope is Scope.WORKING:
        return and_(created <= END, or_(removed.is_(None), removed > END))
    then = PlanBlock.shared_at
    was_shared = (
        exists()
        .where(
            PlanItem.id == of_milestone.plan_item_id,
            PlanBlock.id == PlanItem.plan_block_id,
            created <= then,
            or_(removed.is_(None), removed > END, removed > then),
        )
        .correlate(of_milestone, Predecessor)
    )
    return and_(created <= END, was_shared)


def span_on(span: Any, subject_id: Any, scope: Any, day: ColumnElement[date] = DAY) -> ColumnElement[bool]:
    """The span of one subject on the day: its last begun one, which the unique index finds in two steps.

    Spans of milestones follow each other without gaps.
    """
    begun = aliased(M)
    last = (
        select(func.max(begun.valid_from))
        .where(begun.subject_id == subject_id, begun.scope == scope, begun.valid_from <= day)
        .scalar_subquery()
    )
    return and_(span.subject_id == subject_id, span.scope == scope, span.valid_from == last)


def once_known(column: Any, *others: Any) -> ColumnElement[int]:
    """The column's value, as a sum: it keeps SQLite from beginning elsewhere than at the rows of these columns.

    Without statistics it would, for instance, look for spans of milestones that have no link.
    """
    value: ColumnElement[int] = column + 0
    for other in others:
        value = value + func.coalesce(other, 0) * 0
    return value


def predecessor_sums(scope: Scope) -> Statement:
    """What open milestones wait for: a row for each other item of the plan, and for each milestone of the EU plan.

    Milestones that other countries offer are left out: a plan's facts rest on itself and on the EU plan alone.
    The EU plan is read as others see it. Columns after the key: the predecessor's item, its milestone (0 for one
    of the own plan), its title, actual day, own date, and the largest overlap in days.
    """
    own, before, of_milestone, of_predecessor = aliased(M), aliased(M), aliased(Milestone), aliased(Milestone)
    before_plan = of_predecessor.plan_id
    is_of_own: ColumnElement[bool] = before_plan == of_milestone.plan_id
    is_of_eu = and_(before_plan == EU_PLAN, before_plan != of_milestone.plan_id)
    before_scope: Any = scope.value
    if scope is not Scope.SHARED:
        before_scope = case((is_of_own, scope.value), else_=Scope.SHARED.value)
    eu_milestone = case((before.plan_id != own.plan_id, before.subject_id), else_=literal_column("0", Integer))
    ends_on = func.coalesce(case((is_done(before), before.actual_on)), own_on(before))
    overlap = case((ends_on > own.start_on, day_number(ends_on) - day_number(own.start_on)), else_=0)
    statement: Statement = (
        select(
            *leading(own, scope),
            before.item_id,
            eu_milestone.label("eu_milestone"),
            func.min(before.title),
            func.min(case((is_done(before), before.actual_on))),
            func.min(own_on(before)),
            func.max(overlap),
        )
        .select_from(of_milestone)
        .join(Predecessor, Predecessor.milestone_id == of_milestone.id)
        .join(of_predecessor, of_predecessor.id == Predecessor.predecessor_id)
        .join(own, span_on(own, once_known(Predecessor.milestone_id), scope.value))
        .join(before, span_on(before, once_known(Predecessor.predecessor_id), before_scope))
        .where(
            of_milestone.plan_id.in_(plan_ids(scope)),
            or_(is_of_own, is_of_eu),
            stood(scope, of_milestone),
            is_open(own),
            not_(before.is_cancelled),
        )
        .group_by(own.plan_id, own.item_id, before.item_id, eu_milestone)
    )
    return statement
