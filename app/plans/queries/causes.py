"""Why dates of milestones moved, as far as a reader may know it."""

from __future__ import annotations

from collections.abc import Mapping
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
    session: Session, plan: PlanInScope, moved: Mapping[int, date], day: date, known: date | None
) -> Mapping[int, WhyMoved]:
    """Milestone → why its date moved by a day, as known now or at the end of another; one statement.

    `moved`: milestones with the date from which each moved: causes of moves before count no more. Milestones whose
    dates moved without a cause are left out.
    """
    if not moved:
        return {}
    query = (
        select(Revision.subject_id, Revision.changes, Revision.cause, Revision.reason, Revision.is_internal)
        .join(PlanBlock, PlanBlock.id == Revision.plan_block_id)
        .where(
            Revision.plan_id == plan.plan_id,
            Revision.subject_kind == SubjectKind.MILESTONE.value,
            Revision.subject_id.in_(sorted(moved)),
            Revision.effective_on <= day,
        )
        .order_by(Revision.effective_on, Revision.recorded_at, Revision.id)
    )
    if known is not None:
        query = query.where(Revision.recorded_at <= clock.end_of(known))
    if plan.scope is Scope.SHARED:
        query = query.where(Revision.recorded_at <= PlanBlock.shared_at)
    found: dict[int, WhyMoved] = {}
    for subject_id, changes, cause, reason, is_internal in session.execute(query):
        before = [changes[field][0] for field in _DATES if field in changes]
        if not before:
            continue
        if moved[subject_id].isoformat() in before:
            found.pop(subject_id, None)
        if cause:
            is_kept = is_internal and plan.scope is not Scope.WORKING
            found[subject_id] = WhyMoved(Cause.OTHER, "") if is_kept else WhyMoved(Cause(cause), reason)
    return found


_DATES = ("forecast_on", "baseline_on")
