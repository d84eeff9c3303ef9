"""Requests and projects as pages read them, and their rows for services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from app.accounts.actor import Actor
from app.accounts.models import User
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.models import Authority, Plan
from app.support.life import OPEN
from app.support.models import (
    SupportArea,
    SupportLink,
    SupportPart,
    SupportProject,
    SupportRequest,
    SupportStep,
)
from app.support.policy import visible_to
from app.support.queries.assignments import list_assignments
from app.support.records import AreaRecord, LinkRecord, RequestRecord, StepRecord
from app.support.states import Deed, LinkKind, PartKind, Side, State

_author = aliased(User)

NO_REQUEST = message("There is no such request, or none that you may see.")


def list_requests(session: Session, actor: Actor, *, owners: Collection[str] | None = None) -> list[RequestRecord]:
    """The requests that the actor may read, with parts, areas and assignments, the latest first. Four statements."""
    query = _requests(actor)
    if owners is not None:
        query = query.where(Plan.owner.in_(sorted(owners)))
    query = query.order_by(SupportRequest.requested_at.desc(), SupportRequest.id.desc())
    return _with_parts(session, [_record(row) for row in session.execute(query)])


def get_request(session: Session, request_id: int, actor: Actor) -> RequestRecord:
    """One request with all that belongs to it. Raises NotFound."""
    return _one(session, _requests(actor).where(SupportRequest.id == request_id))


def get_project(session: Session, project_id: int, actor: Actor) -> RequestRecord:
    """One project with the request that it was. Raises NotFound."""
    return _one(session, _requests(actor).where(SupportProject.id == project_id))


def find_row(session: Session, request_id: int) -> SupportRequest:
    """The row of a request, held and read anew."""
    query = (
        select(SupportRequest)
        .where(SupportRequest.id == request_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.execute(query).scalar_one()


def find_project_row(session: Session, request_id: int) -> SupportProject:
    """The row of the project that a request became."""
    return session.execute(select(SupportProject).where(SupportProject.request_id == request_id)).scalar_one()


def find_link_row(session: Session, request_id: int, link_id: int) -> SupportLink:
    """A row of what complements a request. Raises NotFound."""
    query = select(SupportLink).where(
        SupportLink.id == link_id, SupportLink.request_id == request_id, SupportLink.withdrawn_at.is_(None)
    )
    found = session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound(NO_REQUEST)
    return found


def list_part_rows(session: Session, request_id: int) -> list[SupportPart]:
    """The rows of what a request is about."""
    query = select(SupportPart).where(SupportPart.request_id == request_id).order_by(SupportPart.id)
    return list(session.execute(query).scalars())


def last_number(session: Session, plan_id: int) -> int:
    """The highest number given to a request of a plan, whose row the caller holds; 0 when there is none."""
    query = select(func.max(SupportRequest.number)).where(SupportRequest.plan_id == plan_id)
    return session.execute(query).scalar_one() or 0


def count_steps(session: Session, request_id: int) -> int:
    """How many steps were taken."""
    query = select(func.count()).select_from(SupportStep).where(SupportStep.request_id == request_id)
    return session.execute(query).scalar_one()


def list_open_areas(session: Session, owner: str) -> list[AreaRecord]:
    """What the support plans of a country's open projects cover."""
    query = (
        select(SupportArea.block_key, SupportArea.item_id)
        .join(SupportProject, SupportProject.id == SupportArea.project_id)
        .join(SupportRequest, SupportRequest.id == SupportProject.request_id)
        .join(Plan, Plan.id == SupportRequest.plan_id)
        .where(Plan.owner == owner, SupportRequest.state.in_(sorted(state.value for state in OPEN)))
        .order_by(SupportArea.id)
    )
    return [AreaRecord(*row) for row in session.execute(query)]


def _one(session: Session, query: Select[*tuple[Any, ...]]) -> RequestRecord:
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_REQUEST)
    record = _with_parts(session, [_record(row)])[0]
    return replace(
        record, steps=tuple(_steps(session, record.request_id)), links=tuple(_links(session, record.request_id))
    )


def _requests(actor: Actor) -> Select[*tuple[Any, ...]]:
    own = _own(actor)
    return (
        select(
            SupportRequest.id.label("request_id"),
            SupportRequest.plan_id,
            Plan.owner,
            SupportRequest.number,
            SupportRequest.call_key,
            SupportRequest.title,
            SupportRequest.beneficiary_id,
            case((own, Authority.name), else_=func.coalesce(Authority.shared_name, Authority.name)).label(
                "beneficiary"
            ),
            SupportRequest.need,
            SupportRequest.expected_results,
            SupportRequest.starts_on,
            SupportRequest.ends_on,
            SupportRequest.state,
            SupportRequest.requested_at,
            SupportRequest.author_id,
            _author.name.label("author"),
            SupportRequest.version,
            SupportProject.id.label("project_id"),
            SupportProject.signed_on,
            SupportProject.starts_on.label("project_starts_on"),
            SupportProject.ends_on.label("project_ends_on"),
            SupportProject.reported_on,
        )
        .join(Plan, Plan.id == SupportRequest.plan_id)
        .join(Authority, Authority.id == SupportRequest.beneficiary_id)
        .outerjoin(SupportProject, SupportProject.request_id == SupportRequest.id)
        .outerjoin(_author, _author.id == SupportRequest.author_id)
        .where(visible_to(actor))
    )


def _own(actor: Actor) -> ColumnElement[bool]:
    return Plan.owner.in_(sorted(actor.countries))


def _record(row: Any) -> RequestRecord:
    said = dict(row._mapping)
    return RequestRecord(**{**said, "state": State(said["state"])})


def _with_parts(session: Session, found: list[RequestRecord]) -> list[RequestRecord]:
    if not found:
        return []
    keys = [one.request_id for one in found]
    parts: dict[int, dict[PartKind, list[str]]] = defaultdict(lambda: defaultdict(list))
    listed = select(SupportPart.request_id, SupportPart.kind, SupportPart.key, SupportPart.item_id)
    for request_id, kind, key, item_id in session.execute(
        listed.where(SupportPart.request_id.in_(keys)).order_by(SupportPart.id)
    ):
        parts[request_id][PartKind(kind)].append(key if item_id is None else str(item_id))
    areas: dict[int, list[AreaRecord]] = defaultdict(list)
    covered = (
        select(SupportProject.request_id, SupportArea.block_key, SupportArea.item_id)
        .join(SupportProject, SupportProject.id == SupportArea.project_id)
        .where(SupportProject.request_id.in_(keys))
        .order_by(SupportArea.id)
    )
    for request_id, block_key, item_id in session.execute(covered):
        areas[request_id].append(AreaRecord(block_key, item_id))
    assigned = defaultdict(list)
    for one in list_assignments(session, keys):
        assigned[one.request_id].append(one)
    return [
        replace(
            one,
            parts={kind: tuple(listed) for kind, listed in parts[one.request_id].items()},
            areas=tuple(areas[one.request_id]),
            assignments=tuple(assigned[one.request_id]),
        )
        for one in found
    ]


def _steps(session: Session, request_id: int) -> list[StepRecord]:
    query = (
        select(
            SupportStep.deed,
            SupportStep.side,
            SupportStep.state,
            SupportStep.on_day,
            SupportStep.text,
            SupportStep.taken_at,
            User.name,
        )
        .outerjoin(User, User.id == SupportStep.author_id)
        .where(SupportStep.request_id == request_id)
        .order_by(SupportStep.position)
    )
    rows: list[Any] = list(session.execute(query))
    return [StepRecord(Deed(deed), Side(side), State(state), *rest) for deed, side, state, *rest in rows]


def _links(session: Session, request_id: int) -> list[LinkRecord]:
    query = (
        select(SupportLink.id, SupportLink.kind, SupportLink.text, SupportLink.reference, SupportLink.url)
        .where(SupportLink.request_id == request_id, SupportLink.withdrawn_at.is_(None))
        .order_by(SupportLink.id)
    )
    return [LinkRecord(key, LinkKind(kind), *rest) for key, kind, *rest in session.execute(query)]
