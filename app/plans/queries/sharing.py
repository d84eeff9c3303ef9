"""Releases of plans, and what others knew on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, bindparam, case, func, select, union_all
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.core.db import Instant
from app.plans.models import (
    ContinuousSharing,
    PlanBlock,
    PlanRelease,
    PlanReleaseBlock,
)
from app.plans.queries.records import ReleaseRecord

KNOWN: ColumnElement[datetime] = bindparam("known", type_=Instant())
"""The instant looked back to."""


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
    shared = shared_by(KNOWN, sorted(plan_ids))
    rows = session.execute(select(shared.c.block_id, shared.c.instant), {"known": clock.end_of(day)})
    return {row[0]: row[1] for row in rows}


def shared_by(known: ColumnElement[datetime], plan_ids: Any) -> Subquery:
    """The same as a subquery, at any instant: `block_id` and `instant`. `plan_ids`: keys, or a parameter of them."""
    released = (
        select(PlanReleaseBlock.plan_block_id.label("block_id"), PlanRelease.released_at.label("instant"))
        .join(PlanRelease, PlanRelease.id == PlanReleaseBlock.plan_release_id)
        .where(PlanRelease.plan_id.in_(plan_ids), PlanRelease.released_at <= known)
    )
    ended = ContinuousSharing.ended_at
    continuous = (
        select(PlanBlock.id, case((ended <= known, ended), else_=known))
        .join(ContinuousSharing, ContinuousSharing.plan_id == PlanBlock.plan_id)
        .where(ContinuousSharing.plan_id.in_(plan_ids), ContinuousSharing.started_at <= known)
    )
    either = union_all(released, continuous).subquery("shared")
    latest = select(either.c.block_id, func.max(either.c.instant).label("instant"))
    return latest.group_by(either.c.block_id).subquery("latest")
