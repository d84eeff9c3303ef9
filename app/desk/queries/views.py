"""Views of the working list that people keep."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.desk.models import SavedView


@dataclass(frozen=True)
class SavedViewRecord:
    """A kept view; `is_own`: of the person who asks."""

    view_id: int
    name: str
    address: str
    is_for_desk: bool
    is_own: bool


def list_views(session: Session, plan_id: int, user_id: int | None) -> list[SavedViewRecord]:
    """What a person kept of a plan's list, and what others keep for the desk, by name."""
    query = select(SavedView.id, SavedView.name, SavedView.address, SavedView.is_for_desk, SavedView.user_id).where(
        SavedView.plan_id == plan_id, or_(SavedView.user_id == user_id, SavedView.is_for_desk)
    )
    found = [SavedViewRecord(*row[:4], is_own=row[4] == user_id) for row in session.execute(query)]
    return sorted(found, key=lambda one: (one.name.casefold(), one.view_id))


def list_own_rows(session: Session, plan_id: int, user_id: int) -> list[SavedView]:
    """The rows of a person."""
    query = select(SavedView).where(SavedView.plan_id == plan_id, SavedView.user_id == user_id)
    return list(session.execute(query.order_by(SavedView.id)).scalars())


def find_view_row(session: Session, plan_id: int, view_id: int) -> SavedView | None:
    """A view of a plan's list."""
    query = select(SavedView).where(SavedView.plan_id == plan_id, SavedView.id == view_id)
    return session.execute(query).scalar_one_or_none()
