"""Who is or was assigned to which project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.accounts.models import Grant, GrantBlock, GrantItem, User
from app.core.errors import NotFound
from app.core.labels import message
from app.support.models import SupportAssignment, SupportProject
from app.support.records import AssignmentRecord

NO_ASSIGNMENT = message("There is no such assignment.")


def list_assignments(session: Session, request_ids: Collection[int]) -> list[AssignmentRecord]:
    """Who is or was assigned to projects, by request; three statements. For callers that ask for rights themselves."""
    return _list(session, SupportProject.request_id.in_(sorted(request_ids)))


def list_assignments_of(session: Session, user_id: int) -> list[AssignmentRecord]:
    """The assignments of a person, those that are over too, the latest first."""
    return sorted(_list(session, Grant.user_id == user_id), key=lambda one: one.starts_on, reverse=True)


def get_assignment_row(session: Session, request_id: int, assignment_id: int) -> tuple[SupportAssignment, Grant]:
    """An assignment to the project that a request became, with its grant, held. Raises NotFound."""
    query = (
        select(SupportAssignment, Grant)
        .join(Grant, Grant.id == SupportAssignment.grant_id)
        .join(SupportProject, SupportProject.id == SupportAssignment.project_id)
        .where(SupportAssignment.id == assignment_id, SupportProject.request_id == request_id)
        .with_for_update(of=Grant)
        .execution_options(populate_existing=True)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_ASSIGNMENT)
    return row[0], row[1]


def _list(session: Session, condition: ColumnElement[bool]) -> list[AssignmentRecord]:
    query = (
        select(
            SupportAssignment.id.label("assignment_id"),
            SupportProject.request_id,
            SupportAssignment.project_id,
            Grant.id.label("grant_id"),
            Grant.user_id,
            User.name,
            SupportAssignment.task,
            Grant.starts_on,
            Grant.ends_on,
            Grant.revoked_at,
            SupportAssignment.end_reason,
            Grant.reads_working,
        )
        .join(Grant, Grant.id == SupportAssignment.grant_id)
        .join(User, User.id == Grant.user_id)
        .join(SupportProject, SupportProject.id == SupportAssignment.project_id)
        .where(condition)
        .order_by(SupportAssignment.id)
    )
    rows: list[Any] = list(session.execute(query))
    grants = [row[3] for row in rows]
    blocks = _grouped(session, GrantBlock.grant_id, GrantBlock.block_key, grants)
    items = _grouped(session, GrantItem.grant_id, GrantItem.item_id, grants)
    return [_record(row, frozenset(blocks[row[3]]), frozenset(items[row[3]])) for row in rows]


def _record(row: Any, blocks: frozenset[str], items: frozenset[int]) -> AssignmentRecord:
    return AssignmentRecord(**row._mapping, blocks=blocks, items=items)


def _grouped(session: Session, owner: Any, value: Any, grants: Collection[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    if grants:
        for grant_id, one in session.execute(select(owner, value).where(owner.in_(sorted(grants)))):
            found[grant_id].append(one)
    return found
