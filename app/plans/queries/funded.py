"""Milestones of several plans of which an amount is said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.plans.models import Milestone, MilestonePlace, MilestoneSpan
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.queries.state import MILESTONE_COLUMNS, in_order
from app.plans.states import Scope


def list_funded_milestones(session: Session, plans: Iterable[PlanInScope], day: date) -> list[MilestoneRecord]:
    """The milestones of plans that have a budget or name who pays, on a day, each plan in its scope; one statement."""
    read = list(plans)
    span = MilestoneSpan
    of_plans = [
        and_(span.scope == scope.value, span.plan_id.in_(ids))
        for scope in Scope
        if (ids := [plan.plan_id for plan in read if plan.scope is scope])
    ]
    if not of_plans:
        return []
    query = (
        select(*MILESTONE_COLUMNS)
        .join(span, span.subject_id == Milestone.id)
        .outerjoin(MilestonePlace, MilestonePlace.milestone_id == Milestone.id)
        .where(
            or_(*of_plans),
            span.valid_from <= day,
            span.valid_to > day,
            or_(span.budget.is_not(None), span.funding.is_not(None)),
        )
        .order_by(span.plan_id, *in_order(span))
    )
    return [MilestoneRecord(*row) for row in session.execute(query)]
