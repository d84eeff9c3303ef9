"""Mapped rows for services, read again from the database once the plan's row is held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.labels import message
from app.plans.history import CHUNK
from app.plans.history.fields import SubjectFields
from app.plans.models import (
    Authority,
    AuthorityFormerName,
    ContinuousSharing,
    Evidence,
    EvidenceMilestone,
    Milestone,
    Plan,
    PlanBlock,
    PlanItem,
    PlanItemAuthority,
    Predecessor,
    Prose,
    Revision,
)
from app.plans.states import SubjectKind

_Query = TypeVar("_Query", bound=Select[*tuple[Any, ...]])

PREDECESSOR_LOCK = 7_245_002
"""Advisory lock of PostgreSQL: one writer at a time looks for cycles and links milestones across plans."""


def _fresh(query: _Query) -> _Query:
    """Read again what the session already holds: it may have been read before the plan's row was held."""
    return query.execution_options(populate_existing=True)


# Asked by every save of a row, so built once.
_LOCKED_PLAN = _fresh(select(Plan).where(Plan.owner == bindparam("owner")).with_for_update())
_MILESTONE = _fresh(
    select(Milestone, PlanItem, PlanBlock)
    .join(PlanItem, PlanItem.id == Milestone.plan_item_id)
    .join(PlanBlock, PlanBlock.id == PlanItem.plan_block_id)
    .where(Milestone.plan_id == bindparam("plan_id"), Milestone.reference == bindparam("reference"))
)


def lock_predecessors(session: Session) -> None:
    """Hold the right to link milestones: taken before any plan's row, so that no two writers wait in a ring."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(PREDECESSOR_LOCK)))


def find_locked_plan(session: Session, owner: str) -> Plan | None:
    """The plan of an owner with its row held, as it is now."""
    return session.execute(_LOCKED_PLAN, {"owner": owner}).scalar_one_or_none()


def list_plan_rows(session: Session) -> list[Plan]:
    """All plans in the order in which they were opened."""
    return list(session.execute(select(Plan).order_by(Plan.id)).scalars())


def list_block_rows(session: Session, plan_id: int | None = None) -> list[PlanBlock]:
    """The blocks of a plan, or of all plans."""
    query = select(PlanBlock).order_by(PlanBlock.id)
    if plan_id is not None:
        query = query.where(PlanBlock.plan_id == plan_id)
    return list(session.execute(_fresh(query)).scalars())


def get_block_row(session: Session, plan_id: int, block_key: str) -> PlanBlock:
    """A block of a plan. Raises NotFound."""
    query = select(PlanBlock).where(PlanBlock.plan_id == plan_id, PlanBlock.block_key == block_key)
    block = session.execute(_fresh(query)).scalar_one_or_none()
    if block is None:
        raise NotFound(message("There is no such block in this plan."))
    return block


def find_item_row(session: Session, plan_id: int, item_id: int) -> PlanItem | None:
    """What a plan holds of an item; None while nothing was said."""
    query = select(PlanItem).where(PlanItem.plan_id == plan_id, PlanItem.item_id == item_id)
    return session.execute(_fresh(query)).scalar_one_or_none()


def find_closing_row(session: Session, plan_item_id: int) -> Milestone | None:
    """The closing milestone of an item."""
    query = select(Milestone).where(Milestone.plan_item_id == plan_item_id, Milestone.is_closing)
    return session.execute(_fresh(query)).scalar_one_or_none()


def find_milestone_row(session: Session, plan_id: int, reference: str) -> tuple[Milestone, PlanItem, PlanBlock] | None:
    """A milestone of a plan by its reference, with its item and its block; one statement."""
    row = session.execute(_MILESTONE, {"plan_id": plan_id, "reference": reference}).one_or_none()
    return (row[0], row[1], row[2]) if row else None


def find_milestone_anywhere(session: Session, reference: str) -> tuple[Milestone, Plan] | None:
    """A milestone of any plan by its reference, which begins with the plan's owner."""
    query = (
        select(Milestone, Plan)
        .join(Plan, Plan.id == Milestone.plan_id)
        .where(Milestone.reference == reference, Plan.owner == reference.partition("-")[0])
    )
    row = session.execute(query).one_or_none()
    return (row[0], row[1]) if row else None


def list_milestone_rows(session: Session, plan_id: int, references: Iterable[str]) -> list[Milestone]:
    """Those of the references that exist, in key order."""
    wanted = sorted(set(references))
    query = select(Milestone).where(Milestone.plan_id == plan_id, Milestone.reference.in_(wanted))
    return list(session.execute(_fresh(query.order_by(Milestone.id))).scalars())


def list_newest_revisions(session: Session, kind: SubjectKind, subject_id: int, limit: int = 6) -> list[Revision]:
    """What was last said of a subject, newest first."""
    query = select(Revision).where(Revision.subject_kind == kind.value, Revision.subject_id == subject_id)
    return list(session.execute(query.order_by(Revision.id.desc()).limit(limit)).scalars())


def find_evidence_row(session: Session, plan_id: int, evidence_id: int) -> Evidence | None:
    """A piece of evidence of a plan."""
    query = select(Evidence).where(Evidence.plan_id == plan_id, Evidence.id == evidence_id)
    return session.execute(_fresh(query)).scalar_one_or_none()


def find_prose_row(session: Session, plan_block_id: int, section_key: str) -> Prose | None:
    """A section of a block's prose."""
    query = select(Prose).where(Prose.plan_block_id == plan_block_id, Prose.section_key == section_key)
    return session.execute(_fresh(query)).scalar_one_or_none()


def find_authority_row(session: Session, plan_id: int, authority_id: int) -> Authority | None:
    """An authority of a plan."""
    query = select(Authority).where(Authority.plan_id == plan_id, Authority.id == authority_id)
    return session.execute(_fresh(query)).scalar_one_or_none()


def list_authority_rows(session: Session, plan_id: int) -> list[Authority]:
    """The authorities of a plan in their order."""
    query = select(Authority).where(Authority.plan_id == plan_id).order_by(Authority.position, Authority.id)
    return list(session.execute(_fresh(query)).scalars())


def count_renamed_authorities(session: Session, plan_id: int) -> int:
    """Authorities that others still read under an earlier name."""
    query = select(func.count()).select_from(Authority)
    return session.execute(query.where(Authority.plan_id == plan_id, Authority.shared_name.is_not(None))).scalar_one()


def share_names_of_authorities(session: Session, plan_id: int, instant: datetime) -> None:
    """Let others read the authorities' names as they are now, and from an instant on."""
    session.execute(
        update(Authority)
        .where(Authority.plan_id == plan_id, Authority.shared_name.is_not(None))
        .values(shared_name=None, shared_short_name=None)
    )
    session.execute(
        update(AuthorityFormerName)
        .where(
            AuthorityFormerName.authority_id.in_(select(Authority.id).where(Authority.plan_id == plan_id)),
            AuthorityFormerName.shared_until.is_(None),
        )
        .values(shared_until=instant)
    )


def list_named_rows(session: Session, evidence_id: int) -> list[tuple[EvidenceMilestone, str]]:
    """The milestones a piece of evidence is about now, each with its reference."""
    query = (
        select(EvidenceMilestone, Milestone.reference)
        .join(Milestone, Milestone.id == EvidenceMilestone.milestone_id)
        .where(EvidenceMilestone.evidence_id == evidence_id, EvidenceMilestone.removed_at.is_(None))
        .order_by(Milestone.id)
    )
    return [(row, reference) for row, reference in session.execute(query)]


def list_contributing_rows(session: Session, plan_item_id: int) -> list[PlanItemAuthority]:
    """The contributing authorities an item has now."""
    query = (
        select(PlanItemAuthority)
        .where(PlanItemAuthority.plan_item_id == plan_item_id, PlanItemAuthority.removed_at.is_(None))
        .order_by(PlanItemAuthority.id)
    )
    return list(session.execute(query).scalars())


def count_open_milestones(session: Session, authority_id: int) -> int:
    """Milestones of an authority that are neither complete nor cancelled."""
    query = select(func.count()).where(
        Milestone.authority_id == authority_id, Milestone.progress < 10_000, ~Milestone.is_cancelled
    )
    return session.execute(query.select_from(Milestone)).scalar_one()


def find_predecessor_row(session: Session, milestone_id: int, predecessor_id: int) -> Predecessor | None:
    """The link between two milestones that stands now."""
    query = select(Predecessor).where(
        Predecessor.milestone_id == milestone_id,
        Predecessor.predecessor_id == predecessor_id,
        Predecessor.removed_at.is_(None),
    )
    return session.execute(query).scalar_one_or_none()


def find_continuous_row(session: Session, plan_id: int) -> ContinuousSharing | None:
    """The time of continuous sharing that is open."""
    query = select(ContinuousSharing).where(ContinuousSharing.plan_id == plan_id, ContinuousSharing.ended_at.is_(None))
    return session.execute(query).scalar_one_or_none()


def list_subject_revisions(session: Session, blocks: dict[int, datetime | None]) -> list[Revision]:
    """All revisions of every subject of these blocks of which something is newer than the block's instant.

    `blocks` maps a block of a plan to the instant up to which others know it.
    """
    fresh = or_(
        *(
            and_(Revision.plan_block_id == block_id, Revision.recorded_at > since)
            if since is not None
            else Revision.plan_block_id == block_id
            for block_id, since in sorted(blocks.items())
        )
    )
    changed = select(Revision.subject_kind, Revision.subject_id).where(fresh).distinct().subquery()
    query = (
        select(Revision)
        .join(
            changed,
            and_(changed.c.subject_kind == Revision.subject_kind, changed.c.subject_id == Revision.subject_id),
        )
        .order_by(Revision.subject_kind, Revision.subject_id, Revision.id)
    )
    return list(session.execute(query).scalars())


def copied_columns_of(session: Session, fields: SubjectFields, subject_ids: list[int]) -> dict[int, dict[str, Any]]:
    """Subject by key → the columns that its spans repeat."""
    columns = [getattr(fields.subject, name) for name in ("id", *fields.copied)]
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(subject_ids), CHUNK):
        chunk = subject_ids[start : start + CHUNK]
        query = select(*columns).where(fields.subject.id.in_(chunk)).order_by(fields.subject.id)
        for key, *values in session.execute(query):
            found[key] = dict(zip(fields.copied, values, strict=True))
    return found
