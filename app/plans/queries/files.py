"""Files of a plan: who may have which version, and what of plans rests on a file."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.catalogue.states import EvidenceKind
from app.core.errors import NotFound
from app.files.queries import NO_FILE, FileRecord, get_file, held_back_ids, list_files
from app.plans.models import Evidence, EvidenceFile, EvidenceSpan, PlanBlock, PlanItem
from app.plans.queries.records import PlanInScope
from app.plans.queries.state import span_condition
from app.plans.states import Scope


def get_evidence_file(session: Session, plan: PlanInScope, file_id: int) -> FileRecord:
    """A version of a file that is evidence in the plan. Others than the country may have it once its block was
    released with it. Raises NotFound."""
    query = (
        select(EvidenceFile.file_id)
        .join(Evidence, Evidence.id == EvidenceFile.evidence_id)
        .join(PlanItem, PlanItem.id == Evidence.plan_item_id)
        .join(PlanBlock, PlanBlock.id == PlanItem.plan_block_id)
        .where(Evidence.plan_id == plan.plan_id, EvidenceFile.file_id == file_id)
    )
    if plan.scope is Scope.SHARED:
        query = query.where(EvidenceFile.created_at <= PlanBlock.shared_at)
    if session.execute(query).first() is None:
        raise NotFound(NO_FILE)
    return get_file(session, file_id)


def find_evidence_of(session: Session, plan_id: int, file_id: int) -> int | None:
    """The piece of evidence of a plan that a file is a version of."""
    query = (
        select(Evidence.id)
        .join(EvidenceFile, EvidenceFile.evidence_id == Evidence.id)
        .where(Evidence.plan_id == plan_id, EvidenceFile.file_id == file_id)
    )
    return session.execute(query).scalar_one_or_none()


def find_item_of(session: Session, plan_id: int, file_id: int) -> int | None:
    """The item that a file of a plan shows."""
    query = (
        select(Evidence.item_id)
        .join(EvidenceFile, EvidenceFile.evidence_id == Evidence.id)
        .where(Evidence.plan_id == plan_id, EvidenceFile.file_id == file_id)
    )
    return session.execute(query).scalar_one_or_none()


def kinds_received(session: Session, plan: PlanInScope, item_id: int, day: date) -> frozenset[EvidenceKind]:
    """The kinds of evidence of an item that count on a day: not expired, and no file that the scanner holds back."""
    query = select(EvidenceSpan.kind).where(
        span_condition(EvidenceSpan, plan.plan_id, plan.scope, day),
        EvidenceSpan.item_id == item_id,
        or_(EvidenceSpan.expires_on.is_(None), EvidenceSpan.expires_on >= day),
        or_(EvidenceSpan.file_id.is_(None), EvidenceSpan.file_id.not_in(held_back_ids())),
    )
    return frozenset(map(EvidenceKind, session.execute(query).scalars()))


def list_versions(session: Session, evidence_id: int) -> list[FileRecord]:
    """The versions of a piece of evidence, newest first, for those who read the working state."""
    query = select(EvidenceFile.file_id).where(EvidenceFile.evidence_id == evidence_id)
    found = list_files(session, list(session.execute(query.order_by(EvidenceFile.id)).scalars()))
    return [found[key] for key in sorted(found, reverse=True)]


def find_version_before(session: Session, evidence_id: int, file_id: int) -> FileRecord | None:
    """The newest version before one that is held back by nothing: where that one counts, this can count again."""
    earlier = (one for one in list_versions(session, evidence_id) if one.file_id < file_id)
    return next((one for one in earlier if not one.is_held_back), None)


def first_days_of_file(session: Session, file_id: int) -> list[tuple[int, Scope, date]]:
    """Plan and scope in which a file shows something, and the first day on which it does."""
    query = (
        select(EvidenceSpan.plan_id, EvidenceSpan.scope, func.min(EvidenceSpan.valid_from))
        .where(EvidenceSpan.file_id == file_id)
        .group_by(EvidenceSpan.plan_id, EvidenceSpan.scope)
        .order_by(EvidenceSpan.plan_id, EvidenceSpan.scope.desc())
    )
    return [(plan_id, Scope(scope), day) for plan_id, scope, day in session.execute(query)]
