"""Releases of plans, and what others knew on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.plans.models import (
    ContinuousSharing,
    PlanBlock,
    PlanRelease,
    PlanReleaseBlock,
)
from app.plans.queries.records import ReleaseRecord


def list_releases(
    session: Session,
    plan_ids: Collection[int],
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 100,
) -> list[ReleaseRecord]:
    """Releases of these plans, newest first; with `since`, those after an instant, with `until`, those up to one."""
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
    if until is not None:
        query = query.where(PlanRelease.released_at <= until)
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
