"""A reviewer's own marks, and what has been shared of marked items since."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.plans.models import Evidence, Milestone, PlanBlock, PlanItem, Revision
from app.plans.states import SubjectKind
from app.reading.course import STATEMENT, MarkRecord, Subject
from app.reading.models import ReadingMark
from app.reading.states import MarkState
from app.statements.models import AgencyStatement

UNTOLD = frozenset({"progress", "confirmed_on", "position"})
"""Fields that follow from others, or say only when something was looked at: they are no change to read."""


def list_marks(session: Session, plan_id: int, user_id: int | None) -> dict[int, MarkRecord]:
    """Item → what a person has marked of it."""
    query = select(
        ReadingMark.item_id, ReadingMark.state, ReadingMark.line, ReadingMark.read_at, ReadingMark.known_at
    ).where(ReadingMark.plan_id == plan_id, ReadingMark.user_id == user_id)
    return {
        item_id: MarkRecord(item_id, MarkState(state), line, read_at, known_at)
        for item_id, state, line, read_at, known_at in session.execute(query)
    }


def list_changed(session: Session, plan_id: int, user_id: int | None) -> dict[int, frozenset[Subject]]:
    """Marked item → what in it was changed between the release that the person read and the last one; one statement."""
    item_id = func.coalesce(Milestone.item_id, Evidence.item_id, PlanItem.item_id)
    query = (
        select(item_id, Revision.subject_kind, Revision.subject_id, Revision.changes)
        .join(PlanBlock, PlanBlock.id == Revision.plan_block_id)
        .outerjoin(Milestone, _is(SubjectKind.MILESTONE, Milestone.id))
        .outerjoin(Evidence, _is(SubjectKind.EVIDENCE, Evidence.id))
        .outerjoin(PlanItem, _is(SubjectKind.PLAN_ITEM, PlanItem.id))
        .join(
            ReadingMark,
            and_(
                ReadingMark.plan_id == Revision.plan_id, ReadingMark.item_id == item_id, ReadingMark.user_id == user_id
            ),
        )
        .where(
            Revision.plan_id == plan_id,
            ~Revision.is_automatic,
            Revision.recorded_at <= PlanBlock.shared_at,
            or_(ReadingMark.known_at.is_(None), Revision.recorded_at > ReadingMark.known_at),
        )
    )
    found: dict[int, set[Subject]] = defaultdict(set)
    for item, kind, subject_id, changes in session.execute(query):
        if any(name not in UNTOLD and old != new for name, (old, new) in changes.items()):
            found[item].add((SubjectKind(kind), subject_id))
    return {item: frozenset(subjects) for item, subjects in found.items()}


def list_stated(session: Session, plan_id: int, user_id: int | None) -> dict[int, frozenset[Subject]]:
    """Marked item → what agencies stated of it, or withdrew, after the person marked it; one statement."""
    one, read_at = AgencyStatement, ReadingMark.read_at
    is_new = and_(one.said_at > read_at, one.withdrawn_at.is_(None))
    is_gone = and_(one.said_at <= read_at, one.withdrawn_at > read_at)
    query = (
        select(one.item_id, one.id)
        .join(ReadingMark, and_(ReadingMark.plan_id == one.plan_id, ReadingMark.item_id == one.item_id))
        .where(one.plan_id == plan_id, ReadingMark.user_id == user_id, or_(is_new, is_gone))
    )
    found: dict[int, set[Subject]] = defaultdict(set)
    for item_id, statement_id in session.execute(query):
        found[item_id].add((STATEMENT, statement_id))
    return {item_id: frozenset(subjects) for item_id, subjects in found.items()}


def find_mark_row(session: Session, plan_id: int, user_id: int | None, item_id: int) -> ReadingMark | None:
    """The row of a person's mark on an item."""
    query = select(ReadingMark).where(
        ReadingMark.plan_id == plan_id, ReadingMark.user_id == user_id, ReadingMark.item_id == item_id
    )
    return session.execute(query).scalar_one_or_none()


def _is(kind: SubjectKind, key: Any) -> ColumnElement[bool]:
    return and_(Revision.subject_kind == kind.value, Revision.subject_id == key)
