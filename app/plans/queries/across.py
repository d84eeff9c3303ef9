"""What is asked of several plans at once: what was shared lately, how far milestones have come on their ladders."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.plans.models import MilestoneSpan, PlanBlock, PlanRelease, PlanReleaseBlock
from app.plans.states import Measure, Scope


class Shared(NamedTuple):
    """One act of sharing: of which plan, when, which blocks, how many changes."""

    release_id: int
    plan_id: int
    released_at: datetime
    is_whole_plan: bool
    starts_continuous: bool
    changes: int
    block_keys: tuple[str, ...]


def list_shared(session: Session, plan_ids: Collection[int], since: datetime, until: datetime) -> list[Shared]:
    """What these plans shared between two instants, both included; the latest first."""
    query = (
        select(
            PlanRelease.id,
            PlanRelease.plan_id,
            PlanRelease.released_at,
            PlanRelease.is_whole_plan,
            PlanRelease.starts_continuous,
            PlanRelease.changes_shared,
            PlanBlock.block_key,
        )
        .outerjoin(PlanReleaseBlock, PlanReleaseBlock.plan_release_id == PlanRelease.id)
        .outerjoin(PlanBlock, PlanBlock.id == PlanReleaseBlock.plan_block_id)
        .where(PlanRelease.plan_id.in_(sorted(plan_ids)), PlanRelease.released_at.between(since, until))
        .order_by(PlanRelease.released_at.desc(), PlanRelease.id.desc(), PlanBlock.id)
    )
    heads: dict[int, tuple[int, int, datetime, bool, bool, int]] = {}
    blocks: dict[int, list[str]] = {}
    for release_id, plan_id, released_at, is_whole, starts, changes, block_key in session.execute(query):
        heads[release_id] = (release_id, plan_id, released_at, is_whole, starts, changes)
        blocks.setdefault(release_id, [])
        if block_key is not None:
            blocks[release_id].append(block_key)
    return [Shared(*head, tuple(blocks[key])) for key, head in heads.items()]


class StepTaken(NamedTuple):
    """A step of a ladder on which a milestone of an item stands; `step_key`: None where it stands on none yet."""

    plan_id: int
    item_id: int
    workstream_key: str
    step_key: str | None


def list_steps(
    session: Session, plan_ids: Collection[int], scope: Scope, item_ids: Collection[int], day: date
) -> list[StepTaken]:
    """On which steps the milestones of items stand on a day, each step once a plan and item; cancelled ones nowhere."""
    span = MilestoneSpan
    query = (
        select(span.plan_id, span.item_id, span.workstream_key, span.step_key)
        .where(
            span.plan_id.in_(sorted(plan_ids)),
            span.scope == scope.value,
            span.item_id.in_(sorted(item_ids)),
            span.valid_from <= day,
            span.valid_to > day,
            span.is_cancelled.is_(False),
            span.is_closing.is_(False),
            span.measured_by == Measure.STEPS.value,
        )
        .group_by(span.plan_id, span.item_id, span.workstream_key, span.step_key)
        .order_by(span.plan_id, span.item_id, span.workstream_key, span.step_key)
    )
    return [
        StepTaken(plan_id, item_id, workstream_key, step_key)
        for plan_id, item_id, workstream_key, step_key in session.execute(query)
    ]
