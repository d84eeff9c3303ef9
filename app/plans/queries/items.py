"""Single items and pieces of evidence as their rows stand: the working state of today."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.plans.models import (
    Evidence,
    EvidenceMilestone,
    EvidenceSpan,
    Milestone,
    PlanItem,
    PlanItemAuthority,
    Prose,
)
from app.plans.queries.columns import columns_for
from app.plans.queries.records import EvidenceRecord, ItemRecord, PlanInScope, ProseRecord
from app.plans.states import Scope

_ITEM = columns_for(ItemRecord, PlanItem, renamed={"plan_item_id": PlanItem.id}, without=frozenset({"contributing"}))
_EVIDENCE = columns_for(
    EvidenceRecord, Evidence, renamed={"evidence_id": Evidence.id}, without=frozenset({"milestones"})
)
_PROSE = columns_for(ProseRecord, Prose, renamed={"prose_id": Prose.id})


def current_item(session: Session, plan_item_id: int) -> ItemRecord:
    """What a plan says of an item now."""
    row = session.execute(select(*_ITEM).where(PlanItem.id == plan_item_id)).one()
    contributing = session.execute(
        select(PlanItemAuthority.authority_id)
        .where(PlanItemAuthority.plan_item_id == plan_item_id, PlanItemAuthority.removed_at.is_(None))
        .order_by(PlanItemAuthority.authority_id)
    ).scalars()
    return ItemRecord(*(*row, tuple(contributing)))


def current_evidence(session: Session, evidence_id: int) -> EvidenceRecord:
    """A piece of evidence as it stands, withdrawn or not."""
    row = session.execute(select(*_EVIDENCE).where(Evidence.id == evidence_id)).one()
    named = session.execute(
        select(Milestone.reference)
        .join(EvidenceMilestone, EvidenceMilestone.milestone_id == Milestone.id)
        .where(EvidenceMilestone.evidence_id == evidence_id, EvidenceMilestone.removed_at.is_(None))
        .order_by(Milestone.id)
    ).scalars()
    return EvidenceRecord(*(*row, tuple(named)))


def find_withdrawn_evidence(session: Session, plan: PlanInScope, evidence_id: int) -> EvidenceRecord | None:
    """A piece of evidence of the plan that was withdrawn, for readers of the working state; else None."""
    if plan.scope is not Scope.WORKING:
        return None
    query = select(*_EVIDENCE).where(
        Evidence.plan_id == plan.plan_id, Evidence.id == evidence_id, Evidence.is_withdrawn
    )
    row = session.execute(query).one_or_none()
    return EvidenceRecord(*row) if row else None


def current_prose(session: Session, prose_id: int) -> ProseRecord:
    """A section of prose as it stands."""
    return ProseRecord(*session.execute(select(*_PROSE).where(Prose.id == prose_id)).one())


def is_evidence_shared(session: Session, evidence_id: int) -> bool:
    """Whether others know of a piece of evidence."""
    query = select(EvidenceSpan.id).where(
        EvidenceSpan.subject_id == evidence_id, EvidenceSpan.scope == Scope.SHARED.value
    )
    return session.execute(query.limit(1)).first() is not None
