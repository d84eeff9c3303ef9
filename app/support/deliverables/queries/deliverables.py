"""Deliverables as pages read them, and their rows for services. What may not be read is not found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, not_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.core import clock
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.models import Evidence, Plan
from app.support.deliverables.models import Deliverable, DeliverableServes
from app.support.deliverables.policy import visible_to
from app.support.deliverables.queries.parts import list_steps, list_versions
from app.support.deliverables.records import DeliverableRecord
from app.support.deliverables.states import DeliverableKind, ServedKind, Standing
from app.support.models import SupportProject, SupportRequest
from app.support.queries.assignments import list_assignments

SLICE = 500
"""Rows that are read at once where all are wanted."""

NO_DELIVERABLE = message("There is no such deliverable, or none that you may see.")


@dataclass(frozen=True)
class Wanted:
    """Which deliverables of a list: each None for all. `items`: those that serve one of these items (of a block)."""

    kind: DeliverableKind | None = None
    measure: str | None = None
    language: str | None = None
    owner: str | None = None
    items: Collection[int] | None = None
    state: Standing | None = None
    project_id: int | None = None
    milestone_id: int | None = None


ALL = Wanted()


def list_deliverables(
    session: Session, actor: Actor, wanted: Wanted = ALL, *, limit: int | None = None, offset: int = 0
) -> list[DeliverableRecord]:
    """The deliverables that the actor may read, the latest first, with what they serve; five statements at most."""
    query = _chosen(_deliverables(), actor, wanted).order_by(Deliverable.id.desc())
    if limit is not None:
        query = query.limit(limit).offset(offset)
    return _with_parts(session, session.execute(query).all())


def iterate_deliverables(session: Session, actor: Actor, wanted: Wanted = ALL) -> Iterator[DeliverableRecord]:
    """The same, all of them, read in slices."""
    last: int | None = None
    while True:
        query = _chosen(_deliverables(), actor, wanted).order_by(Deliverable.id.desc()).limit(SLICE)
        if last is not None:
            query = query.where(Deliverable.id < last)
        found = _with_parts(session, session.execute(query).all())
        yield from found
        if len(found) < SLICE:
            return
        last = found[-1].deliverable_id


def count_deliverables(session: Session, actor: Actor, wanted: Wanted = ALL) -> int:
    """How many of them there are."""
    query = joined(select(func.count(Deliverable.id)))
    number: int = session.execute(_chosen(query, actor, wanted)).scalar_one()
    return number


def get_deliverable(session: Session, deliverable_id: int, actor: Actor) -> DeliverableRecord:
    """One deliverable with its versions and steps. Raises NotFound."""
    query = _deliverables().where(Deliverable.id == deliverable_id, visible_to(actor))
    found = _with_parts(session, session.execute(query).all())
    if not found:
        raise NotFound(NO_DELIVERABLE)
    made_it = found[0].author_id is not None and found[0].author_id == actor.user_id
    return replace(
        found[0],
        versions=tuple(list_versions(session, deliverable_id, with_open=made_it or actor.is_system)),
        steps=tuple(list_steps(session, deliverable_id)),
    )


def find_row(session: Session, deliverable_id: int) -> Deliverable:
    """The row of a deliverable, held and read anew."""
    query = (
        select(Deliverable)
        .where(Deliverable.id == deliverable_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.execute(query).scalar_one()


def last_number(session: Session, project_id: int) -> int:
    """The highest number given to a deliverable of a project; 0 when there is none."""
    query = select(func.max(Deliverable.number)).where(Deliverable.project_id == project_id)
    return session.execute(query).scalar_one() or 0


def list_served_rows(session: Session, deliverable_id: int) -> list[DeliverableServes]:
    """The rows of what a deliverable serves."""
    query = select(DeliverableServes).where(DeliverableServes.deliverable_id == deliverable_id)
    return list(session.execute(query.order_by(DeliverableServes.id)).scalars())


def _serving(**values: Any) -> ColumnElement[bool]:
    conditions = []
    for name, value in values.items():
        column = getattr(DeliverableServes, name)
        conditions.append(column.in_(sorted(value)) if isinstance(value, (set, frozenset)) else column == value)
    return exists(
        select(DeliverableServes.id)
        .where(DeliverableServes.deliverable_id == Deliverable.id, *conditions)
        .correlate(Deliverable)
    )


def _chosen(query: Select[*tuple[Any, ...]], actor: Actor, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    conditions = [visible_to(actor)]
    if wanted.kind is not None:
        conditions.append(Deliverable.kind == wanted.kind.value)
    if wanted.measure is not None:
        conditions.append(_serving(kind=ServedKind.MEASURE.value, key=wanted.measure))
    if wanted.language is not None:
        conditions.append(Deliverable.language == wanted.language)
    if wanted.owner is not None:
        conditions.append(Plan.owner == wanted.owner)
    if wanted.items is not None:
        conditions.append(_serving(kind=ServedKind.ITEM.value, item_id=frozenset(wanted.items)))
    if wanted.state is not None:
        conditions.append(Deliverable.state == wanted.state.value)
    if wanted.project_id is not None:
        conditions.append(Deliverable.project_id == wanted.project_id)
    if wanted.milestone_id is not None:
        conditions.append(_serving(kind=ServedKind.MILESTONE.value, milestone_id=wanted.milestone_id))
    return query.where(*conditions)


def joined(query: Select[Any]) -> Select[*tuple[Any, ...]]:
    """A query on deliverables with project, request and plan, as the condition of rights needs them."""
    return (
        query.select_from(Deliverable)
        .join(SupportProject, SupportProject.id == Deliverable.project_id)
        .join(SupportRequest, SupportRequest.id == SupportProject.request_id)
        .join(Plan, Plan.id == SupportRequest.plan_id)
    )


_COLUMNS = (
    "kind",
    "title",
    "language",
    "summary",
    "state",
    "author_id",
    "created_at",
    "submitted_at",
    "approved_on",
    "accepted_on",
    "in_use_since",
    "use_said_on",
    "is_shown",
    "product_of_id",
    "evidence_id",
    "version",
)


def _deliverables() -> Select[*tuple[Any, ...]]:
    stands = exists(
        select(Evidence.id)
        .where(Evidence.id == Deliverable.evidence_id, not_(Evidence.is_withdrawn))
        .correlate(Deliverable)
    )
    columns = [
        Deliverable.id.label("deliverable_id"),
        Deliverable.project_id,
        SupportProject.request_id,
        SupportRequest.number.label("request_number"),
        SupportRequest.plan_id,
        Plan.owner,
        Deliverable.number,
        User.name.label("author"),
        stands.label("counts"),
        *(getattr(Deliverable, name) for name in _COLUMNS),
    ]
    return joined(select(*columns)).outerjoin(User, User.id == Deliverable.author_id)


def _with_parts(session: Session, rows: Sequence[Any]) -> list[DeliverableRecord]:
    if not rows:
        return []
    serves, items, milestones = _served(session, [row.deliverable_id for row in rows])
    assigned = defaultdict(list)
    for one in list_assignments(session, {row.request_id for row in rows}):
        assigned[one.project_id, one.user_id].append(one)
    found = []
    for row in rows:
        values = dict(row._mapping)
        mine = assigned[row.project_id, row.author_id]
        ends = [min(one.ends_on, clock.day_of(one.revoked_at)) if one.revoked_at else one.ends_on for one in mine]
        values |= {"kind": DeliverableKind(row.kind), "state": Standing(row.state), "counts": bool(row.counts)}
        found.append(
            DeliverableRecord(
                **values,
                grants=frozenset(one.grant_id for one in mine),
                last_day=max(ends, default=None),
                serves={kind: tuple(keys) for kind, keys in serves[row.deliverable_id].items()},
                items=tuple(items[row.deliverable_id]),
                milestones=tuple(milestones[row.deliverable_id]),
            )
        )
    return found


def _served(
    session: Session, keys: Collection[int]
) -> tuple[dict[int, dict[ServedKind, list[str]]], dict[int, list[int]], dict[int, list[int]]]:
    serves: dict[int, dict[ServedKind, list[str]]] = defaultdict(lambda: defaultdict(list))
    items: dict[int, list[int]] = defaultdict(list)
    milestones: dict[int, list[int]] = defaultdict(list)
    query = select(DeliverableServes).where(DeliverableServes.deliverable_id.in_(sorted(keys)))
    for row in session.execute(query.order_by(DeliverableServes.id)).scalars():
        serves[row.deliverable_id][ServedKind(row.kind)].append(row.key)
        if row.item_id is not None:
            items[row.deliverable_id].append(row.item_id)
        if row.milestone_id is not None:
            milestones[row.deliverable_id].append(row.milestone_id)
    return serves, items, milestones
