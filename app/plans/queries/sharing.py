"""Releases of plans, and what others knew on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.plans.models import (
    ContinuousSharing,
    Evidence,
    Milestone,
    PlanBlock,
    PlanItem,
    PlanRelease,
    PlanReleaseBlock,
    Revision,
)
from app.plans.queries.records import ReleaseRecord
from app.plans.states import SubjectKind

RawRevision = tuple[int, int, str, int, date, datetime, int, dict[str, Any]]
"""plan, block of the plan, kind and key of the subject, effective on, recorded at, key, changes."""


def list_releases(
    session: Session, plan_ids: Collection[int], since: datetime | None = None, limit: int = 100
) -> list[ReleaseRecord]:
    """Releases of these plans, newest first; with `since`, those after an instant."""
    query = (
        select(
            PlanRelease.id,
            PlanRelease.plan_id,
            PlanRelease.released_at,
            User.name,
            PlanRelease.note,
            PlanRelease.is_whole_plan,
            PlanRelease.starts_continuous,
            PlanRelease.changes_shared,
        )
        .outerjoin(User, User.id == PlanRelease.released_by_id)
        .where(PlanRelease.plan_id.in_(sorted(plan_ids)))
        .order_by(PlanRelease.released_at.desc(), PlanRelease.id.desc())
        .limit(limit)
    )
    if since is not None:
        query = query.where(PlanRelease.released_at > since)
    found = session.execute(query).all()
    blocks = _blocks_of(session, [row[0] for row in found])
    return [ReleaseRecord(*(*row, tuple(blocks[row[0]]))) for row in found]


def _blocks_of(session: Session, release_ids: list[int]) -> dict[int, list[str]]:
    query = (
        select(PlanReleaseBlock.plan_release_id, PlanBlock.block_key)
        .join(PlanBlock, PlanBlock.id == PlanReleaseBlock.plan_block_id)
        .where(PlanReleaseBlock.plan_release_id.in_(release_ids))
        .order_by(PlanReleaseBlock.plan_release_id, PlanBlock.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for release_id, block_key in session.execute(query):
        found[release_id].append(block_key)
    return found


def shared_instants(session: Session, plan_ids: Collection[int], day: date) -> dict[int, datetime]:
    """Block of a plan → the instant up to which others knew it at the end of a day; blocks never shared are not in.

    It is the last release by then; in a time of continuous sharing, the end of the day or of that time.
    """
    end = clock.end_of(day)
    wanted = sorted(plan_ids)
    released = (
        select(PlanReleaseBlock.plan_block_id, func.max(PlanRelease.released_at))
        .join(PlanRelease, PlanRelease.id == PlanReleaseBlock.plan_release_id)
        .where(PlanRelease.plan_id.in_(wanted), PlanRelease.released_at <= end)
        .group_by(PlanReleaseBlock.plan_block_id)
        .order_by(PlanReleaseBlock.plan_block_id)
    )
    instants: dict[int, datetime] = {row[0]: row[1] for row in session.execute(released)}
    continuous = (
        select(PlanBlock.id, ContinuousSharing.ended_at)
        .join(ContinuousSharing, ContinuousSharing.plan_id == PlanBlock.plan_id)
        .where(PlanBlock.plan_id.in_(wanted), ContinuousSharing.started_at <= end)
        .order_by(PlanBlock.id, ContinuousSharing.id)
    )
    for block_id, ended_at in session.execute(continuous):
        until = end if ended_at is None else min(ended_at, end)
        instants[block_id] = max(instants.get(block_id, until), until)
    return instants


def revisions_for(session: Session, plan_ids: Collection[int], up_to: dict[int, datetime]) -> list[RawRevision]:
    """Revisions as raw rows, of each block what was recorded by its instant; blocks not in `up_to` have none.

    Ordered by subject and in the order of the replay, so that subjects can be grouped as they come.
    """
    if not up_to:
        return []
    query = (
        select(
            Revision.plan_id,
            Revision.plan_block_id,
            Revision.subject_kind,
            Revision.subject_id,
            Revision.effective_on,
            Revision.recorded_at,
            Revision.id,
            Revision.changes,
        )
        .where(Revision.plan_id.in_(sorted(plan_ids)), Revision.recorded_at <= max(up_to.values()))
        .order_by(
            Revision.subject_kind,
            Revision.subject_id,
            Revision.effective_on,
            Revision.recorded_at,
            Revision.id,
        )
    )
    return [
        (plan_id, block_id, kind, subject_id, effective_on, recorded_at, key, changes)
        for plan_id, block_id, kind, subject_id, effective_on, recorded_at, key, changes in session.execute(query)
        if block_id in up_to and recorded_at <= up_to[block_id]
    ]


def items_of_subjects(session: Session, plan_ids: Collection[int]) -> dict[tuple[SubjectKind, int], tuple[int, bool]]:
    """(kind, subject) → its item, and whether it is a closing milestone; for what is replayed outside the tables."""
    wanted = sorted(plan_ids)
    found: dict[tuple[SubjectKind, int], tuple[int, bool]] = {}
    milestones = select(Milestone.id, Milestone.item_id, Milestone.is_closing).where(Milestone.plan_id.in_(wanted))
    for key, item_id, is_closing in session.execute(milestones.order_by(Milestone.id)):
        found[SubjectKind.MILESTONE, key] = (item_id, is_closing)
    items = select(PlanItem.id, PlanItem.item_id).where(PlanItem.plan_id.in_(wanted)).order_by(PlanItem.id)
    for key, item_id in session.execute(items):
        found[SubjectKind.PLAN_ITEM, key] = (item_id, False)
    evidence = select(Evidence.id, Evidence.item_id).where(Evidence.plan_id.in_(wanted)).order_by(Evidence.id)
    for key, item_id in session.execute(evidence):
        found[SubjectKind.EVIDENCE, key] = (item_id, False)
    return found
