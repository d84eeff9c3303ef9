"""What was adapted from what: walked upwards for circles, read as a tree for pages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.actor import Actor
from app.plans.models import Plan
from app.practices.lineage import Link, Place
from app.practices.models import Adaptation, Practice
from app.practices.policy import visible_to
from app.practices.records import SourceRecord
from app.practices.states import PracticeState
from app.support.deliverables.models import Deliverable
from app.support.deliverables.policy import visible_to as deliverables_visible_to
from app.support.models import SupportProject, SupportRequest

_STANDS = Adaptation.ended_at.is_(None)


def ancestors_of(session: Session, practice_id: int) -> set[int]:
    """A practice and all that it was made from, directly or through others; of one that is a deliverable also what that
    deliverable was made from."""
    up = select(Practice.id.label("id")).where(Practice.id == practice_id).cte("up", recursive=True)
    made = aliased(Practice)
    of_either = or_(
        Adaptation.practice_id == made.id,
        and_(made.deliverable_id.is_not(None), Adaptation.deliverable_id == made.deliverable_id),
    )
    further = (
        select(Adaptation.source_id)
        .select_from(up)
        .join(made, made.id == up.c.id)
        .join(Adaptation, and_(of_either, _STANDS))
    )
    walked = up.union(further)
    return set(session.execute(select(walked.c.id)).scalars())


def lock_practices(session: Session, keys: Collection[int]) -> None:
    """Hold the rows of practices, always in the same order."""
    query = select(Practice.id).where(Practice.id.in_(sorted(keys))).order_by(Practice.id).with_for_update()
    session.execute(query).all()


def practices_of_deliverable(session: Session, deliverable_id: int) -> set[int]:
    """The practices that are versions of a deliverable."""
    return set(session.execute(select(Practice.id).where(Practice.deliverable_id == deliverable_id)).scalars())


def find_adaptation_row(
    session: Session, *, practice_id: int | None = None, deliverable_id: int | None = None
) -> Adaptation | None:
    """What a practice, or a deliverable, was adapted from, as it stands."""
    mine = Adaptation.practice_id == practice_id if practice_id else Adaptation.deliverable_id == deliverable_id
    return session.execute(select(Adaptation).where(mine, _STANDS)).scalar_one_or_none()


def find_source_of(
    session: Session, actor: Actor, *, practice_id: int | None = None, deliverable_id: int | None = None
) -> SourceRecord | None:
    """The same for a page: without key, country and title where the actor may not see it. None: from nothing."""
    mine = Adaptation.practice_id == practice_id if practice_id else Adaptation.deliverable_id == deliverable_id
    query = (
        select(Adaptation.tells_author, Practice.id, Plan.owner, Practice.number, Practice.title, _seen_by(actor))
        .join(Practice, Practice.id == Adaptation.source_id)
        .join(Plan, Plan.id == Practice.plan_id)
        .outerjoin(Deliverable, Deliverable.id == Practice.deliverable_id)
        .where(mine, _STANDS)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    tells, key, owner, number, title, is_seen = row
    return SourceRecord(tells, key, f"{owner}-P{number}", title, owner) if is_seen else SourceRecord(tells)


def read_links(session: Session, practice_id: int) -> list[Link]:
    """All that was adapted in the tree in which a practice stands; one statement. For callers that ask for rights."""
    up = select(Practice.id.label("id")).where(Practice.id == practice_id).cte("upwards", recursive=True)
    above = select(Adaptation.source_id).join(up, up.c.id == Adaptation.practice_id).where(_STANDS)
    up = up.union(above)
    tree = select(up.c.id.label("id")).cte("tree", recursive=True)
    below = (
        select(Adaptation.practice_id)
        .join(tree, tree.c.id == Adaptation.source_id)
        .where(_STANDS, Adaptation.practice_id.is_not(None))
    )
    tree = tree.union(below)
    query = (
        select(Adaptation.source_id, Adaptation.practice_id, Adaptation.deliverable_id, Adaptation.tells_author)
        .where(Adaptation.source_id.in_(select(tree.c.id)), _STANDS)
        .order_by(Adaptation.id)
    )
    return [Link(*row) for row in session.execute(query)]


def read_places(session: Session, actor: Actor, keys: Collection[int]) -> dict[int, Place]:
    """The practices of a tree, each with whether the actor may see it."""
    query = (
        select(
            *(Practice.id, Plan.owner, Practice.number, Practice.title, Practice.state, Practice.deliverable_id),
            _seen_by(actor),
        )
        .join(Plan, Plan.id == Practice.plan_id)
        .outerjoin(Deliverable, Deliverable.id == Practice.deliverable_id)
        .where(Practice.id.in_(sorted(keys)))
    )
    return {
        key: Place(
            owner,
            f"{owner}-P{number}" if number else "",
            title,
            is_seen=bool(seen),
            was_shared=state in (PracticeState.PUBLISHED.value, PracticeState.WITHDRAWN.value),
            deliverable_id=deliverable_id,
        )
        for key, owner, number, title, state, deliverable_id, seen in session.execute(query)
    }


def read_deliverable_places(session: Session, actor: Actor, keys: Collection[int]) -> dict[int, Place]:
    """The deliverables of a tree, each with whether the actor may see it."""
    if not keys:
        return {}
    seen = _of_plan(select(Deliverable.id)).where(deliverables_visible_to(actor))
    is_seen = case((Deliverable.id.in_(seen.correlate(None)), 1), else_=0)
    query = _of_plan(
        select(
            *(Deliverable.id, Plan.owner, SupportRequest.number, Deliverable.number, Deliverable.title),
            *(Deliverable.submitted_at, is_seen),
        )
    ).where(Deliverable.id.in_(sorted(keys)))
    return {
        key: Place(
            owner,
            f"{owner}-S{request}-D{number}",
            title,
            is_seen=bool(is_there),
            was_shared=False,
            is_draft=submitted_at is None,
            deliverable_id=key,
        )
        for key, owner, request, number, title, submitted_at, is_there in session.execute(query)
    }


def _of_plan(query: Any) -> Any:
    return (
        query.select_from(Deliverable)
        .join(SupportProject, SupportProject.id == Deliverable.project_id)
        .join(SupportRequest, SupportRequest.id == SupportProject.request_id)
        .join(Plan, Plan.id == SupportRequest.plan_id)
    )


def _seen_by(actor: Actor) -> Any:
    return case((visible_to(actor), 1), else_=0)
