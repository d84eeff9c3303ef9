"""Why dates of milestones moved, as far as a reader may know it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.plans.models import PlanBlock, Revision
from app.plans.queries.records import PlanInScope
from app.plans.states import Cause, Scope, SubjectKind


class WhyMoved(NamedTuple):
    """The cause and the reason given for a date that moved; for others an internal one is “other”, without reason."""

    cause: Cause
    reason: str


def why_moved(
    session: Session, plan: PlanInScope, milestone_ids: Collection[int], day: date, known: date | None
) -> Mapping[int, WhyMoved]:
    """Milestone → why its date last moved by a day, as known now or at the end of another; one statement.

    Milestones whose dates moved without a cause are left out.
    """
    if not milestone_ids:
        return {}
    query = (
        select(Revision.subject_id, Revision.changes, Revision.cause, Revision.reason, Revision.is_internal)
        .join(PlanBlock, PlanBlock.id == Revision.plan_block_id)
        .where(
            Revision.plan_id == plan.plan_id,
            Revision.subject_kind == SubjectKind.MILESTONE.value,
            Revision.subject_id.in_(sorted(milestone_ids)),
            Revision.cause.is_not(None),
            Revision.effective_on <= day,
        )
        .order_by(Revision.effective_on, Revision.recorded_at, Revision.id)
    )
    if known is not None:
        query = query.where(Revision.recorded_at <= clock.end_of(known))
    if plan.scope is Scope.SHARED:
        query = query.where(Revision.recorded_at <= PlanBlock.shared_at)
    found = {}
    for subject_id, changes, cause, reason, is_internal in session.execute(query):
        if changes.keys() & {"forecast_on", "baseline_on"}:
            is_kept = is_internal and plan.scope is not Scope.WORKING
            found[subject_id] = WhyMoved(Cause.OTHER, "") if is_kept else WhyMoved(Cause(cause), reason)
    return found
