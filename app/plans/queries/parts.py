"""Mapped rows for splitting, moving and ordering: the milestones of an item in their order, and links of one."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.plans.models import Milestone, MilestonePlace, Predecessor
from app.plans.queries.state import in_order


def list_in_order(session: Session, plan_item_id: int) -> list[Milestone]:
    """The milestones of an item as they stand one after the other, without the closing one, which is always last."""
    query = (
        select(Milestone)
        .outerjoin(MilestonePlace, MilestonePlace.milestone_id == Milestone.id)
        .where(Milestone.plan_item_id == plan_item_id, ~Milestone.is_closing)
        .order_by(*in_order(Milestone))
    )
    return list(session.execute(query.execution_options(populate_existing=True)).scalars())


def list_place_rows(session: Session, plan_item_id: int) -> dict[int, MilestonePlace]:
    """Milestone by key → its place, for those of an item that have one."""
    query = (
        select(MilestonePlace)
        .join(Milestone, Milestone.id == MilestonePlace.milestone_id)
        .where(Milestone.plan_item_id == plan_item_id)
        .order_by(MilestonePlace.milestone_id)
    )
    rows = session.execute(query.execution_options(populate_existing=True)).scalars()
    return {row.milestone_id: row for row in rows}


def list_waited_for(session: Session, milestone_id: int) -> list[Predecessor]:
    """What a milestone waits for now."""
    query = select(Predecessor).where(Predecessor.milestone_id == milestone_id, Predecessor.removed_at.is_(None))
    return list(session.execute(query.order_by(Predecessor.id)).scalars())


def list_waiting(session: Session, milestone_id: int) -> list[tuple[Predecessor, Milestone]]:
    """What waits for a milestone now, in whichever plan: each link with the milestone that waits."""
    query = (
        select(Predecessor, Milestone)
        .join(Milestone, Milestone.id == Predecessor.milestone_id)
        .where(Predecessor.predecessor_id == milestone_id, Predecessor.removed_at.is_(None))
        .order_by(Predecessor.id)
    )
    return [(link, waiting) for link, waiting in session.execute(query)]


def is_frozen(session: Session, milestone: Milestone) -> bool:
    """Whether the baseline of a milestone has been shared: as its own, or as that of the one it was moved from."""
    held: Milestone | None = milestone
    while held is not None and held.first_shared_at is None:
        held = _moved_from(session, held)
    return held is not None


def _moved_from(session: Session, milestone: Milestone) -> Milestone | None:
    if milestone.comes_from is None:
        return None
    query = select(Milestone).where(
        Milestone.plan_id == milestone.plan_id,
        Milestone.reference == milestone.comes_from,
        Milestone.continued_as == milestone.reference,
    )
    return session.execute(query).scalar_one_or_none()
