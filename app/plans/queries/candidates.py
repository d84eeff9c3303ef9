"""What a milestone of a plan could wait for: of the own plan, of the EU level, and what other countries offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.plans.models import Milestone, MilestoneSpan, Plan, Predecessor
from app.plans.policy import scope_for
from app.plans.progress import COMPLETE
from app.plans.states import EU, Scope


@dataclass(frozen=True, slots=True)
class Candidate:
    """A milestone that another could wait for, as the reader may see it; `progress` in 1/100 %."""

    milestone_id: int
    owner: str
    reference: str
    title: str
    item_id: int
    is_closing: bool
    due_on: date | None
    progress: int

    @property
    def is_complete(self) -> bool:
        return self.progress == COMPLETE


def list_candidates(session: Session, owner: str, milestone_id: int, actor: Actor, day: date) -> list[Candidate]:
    """All that a milestone of a plan could wait for on a day, in the order of plans and references; one statement.

    Of the own plan and of others whose working state the actor reads everything, of the EU level what it shared,
    of other countries what they offer, as shared. Not the milestone itself, what it already waits for, nor what is
    cancelled. Whether a link would close a circle is asked when it is made.
    """
    kept = sorted(actor.countries | {owner, EU})
    working = [code for code in kept if scope_for(actor, code) is Scope.WORKING]
    waits = select(Predecessor.predecessor_id).where(
        Predecessor.milestone_id == milestone_id, Predecessor.removed_at.is_(None)
    )
    seen = or_(
        and_(Plan.owner.in_(working), MilestoneSpan.scope == Scope.WORKING.value),
        and_(
            Plan.owner.not_in(working),
            MilestoneSpan.scope == Scope.SHARED.value,
            or_(Plan.owner.in_(kept), Milestone.is_offered),
        ),
    )
    query = (
        select(
            Milestone.id,
            Plan.owner,
            Milestone.reference,
            MilestoneSpan.title,
            Milestone.item_id,
            Milestone.is_closing,
            MilestoneSpan.forecast_on,
            MilestoneSpan.baseline_on,
            MilestoneSpan.progress,
        )
        .join(MilestoneSpan, MilestoneSpan.subject_id == Milestone.id)
        .join(Plan, Plan.id == Milestone.plan_id)
        .where(
            seen,
            MilestoneSpan.valid_from <= day,
            MilestoneSpan.valid_to > day,
            MilestoneSpan.is_cancelled.is_(False),
            Milestone.id != milestone_id,
            Milestone.id.not_in(waits),
        )
        .order_by(Plan.id, Milestone.id)
    )
    return [
        Candidate(key, code, reference, title, item_id, is_closing, forecast or baseline, progress)
        for key, code, reference, title, item_id, is_closing, forecast, baseline, progress in session.execute(query)
    ]
