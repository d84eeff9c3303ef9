"""Every SELECT on assessments."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.assessments.models import Assessment
from app.assessments.states import Verdict


@dataclass(frozen=True)
class AssessmentRecord:
    """What a reviewer found of an item."""

    assessment_id: int
    item_id: int
    verdict: Verdict
    reason: str
    assessed_on: date
    assessed_at: datetime
    author: str | None


@dataclass(frozen=True)
class FirstReading:
    """Of how many items the first assessment was that they are confirmed, of how many that were assessed."""

    confirmed: int
    total: int


def list_assessments(
    session: Session, plan_id: int, day: date, item_ids: Collection[int] | None = None
) -> list[AssessmentRecord]:
    """What had been found of a plan's items by the end of a day, the latest first. One statement."""
    query = (
        select(
            Assessment.id,
            Assessment.item_id,
            Assessment.verdict,
            Assessment.reason,
            Assessment.assessed_on,
            Assessment.assessed_at,
            User.name,
        )
        .outerjoin(User, User.id == Assessment.author_id)
        .where(Assessment.plan_id == plan_id, Assessment.assessed_on <= day)
        .order_by(Assessment.id.desc())
    )
    if item_ids is not None:
        query = query.where(Assessment.item_id.in_(sorted(item_ids)))
    return [
        AssessmentRecord(key, item_id, Verdict(verdict), reason, on, at, author)
        for key, item_id, verdict, reason, on, at, author in session.execute(query)
    ]


def find_latest_id(session: Session, plan_id: int, item_id: int) -> int | None:
    """The key of the latest assessment of an item; None when there is none."""
    query = select(func.max(Assessment.id)).where(Assessment.plan_id == plan_id, Assessment.item_id == item_id)
    return session.execute(query).scalar_one()


def latest_by_item(records: Collection[AssessmentRecord]) -> Mapping[int, AssessmentRecord]:
    """Item → its latest assessment, of records with the latest first."""
    return {record.item_id: record for record in reversed(list(records))}


def first_reading(records: Collection[AssessmentRecord]) -> FirstReading:
    """How the first reading of each item went, of records with the latest first."""
    first = {record.item_id: record.verdict for record in records}
    return FirstReading(sum(verdict is Verdict.CONFIRMED for verdict in first.values()), len(first))


def confirmed_on(plan_id: Any, item_id: Any, day: Any) -> ColumnElement[date | None]:
    """The day of the latest assessment of an item by a day, where it was that it is confirmed; as a column."""
    return (
        select(case((Assessment.verdict == Verdict.CONFIRMED.value, Assessment.assessed_on), else_=None))
        .where(Assessment.plan_id == plan_id, Assessment.item_id == item_id, Assessment.assessed_on <= day)
        .order_by(Assessment.id.desc())
        .limit(1)
        .scalar_subquery()
    )
