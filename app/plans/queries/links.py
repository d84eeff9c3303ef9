"""The graph of what waits for what, over all plans."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.plans.models import Milestone, Plan, Predecessor


def find_chain(session: Session, first_id: int, last_id: int) -> list[int] | None:
    """A shortest chain of milestones by key from one to another that it waits for, directly or not; or None."""
    edges = _upstream(session, first_id)
    came_from: dict[int, int | None] = {first_id: None}
    queue = deque([first_id])
    while queue and last_id not in came_from:
        here = queue.popleft()
        for before in edges.get(here, ()):
            if before not in came_from:
                came_from[before] = here
                queue.append(before)
    if last_id not in came_from:
        return None
    chain: list[int] = []
    step: int | None = last_id
    while step is not None:
        chain.append(step)
        step = came_from[step]
    return chain[::-1]


def _upstream(session: Session, milestone_id: int) -> dict[int, list[int]]:
    """All links above a milestone that stand now, by the milestone that waits."""
    links = select(Predecessor.milestone_id, Predecessor.predecessor_id).where(Predecessor.removed_at.is_(None))
    above = links.where(Predecessor.milestone_id == milestone_id).cte("above", recursive=True)
    above = above.union(links.join(above, above.c.predecessor_id == Predecessor.milestone_id))
    edges: dict[int, list[int]] = defaultdict(list)
    for waiting, before in session.execute(select(above).order_by(*above.c)):
        edges[waiting].append(before)
    return edges


@dataclass(frozen=True, slots=True)
class LinkName:
    """A milestone at one end of a link: enough to say who may read its reference."""

    plan_id: int
    owner: str
    reference: str
    is_shared: bool
    is_offered: bool


def list_link_names(session: Session, milestone_ids: Iterable[int]) -> dict[int, LinkName]:
    """Milestones by key."""
    query = (
        select(
            Milestone.id,
            Plan.id,
            Plan.owner,
            Milestone.reference,
            Milestone.first_shared_at.is_not(None),
            Milestone.is_offered,
        )
        .join(Plan, Plan.id == Milestone.plan_id)
        .where(Milestone.id.in_(sorted(set(milestone_ids))))
        .order_by(Milestone.id)
    )
    return {row[0]: LinkName(*row[1:]) for row in session.execute(query)}
