"""The SELECTs of the doors themselves: which state of the data an answer rests on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select, true
from sqlalchemy.orm import Session

from app.audit.models import AuditHead
from app.plans.models import Plan


@dataclass(frozen=True)
class DataVersion:
    """A mark that changes with every change of the data, and whether the plans are invented."""

    mark: str
    is_demonstration: bool


def read_data_version(session: Session) -> DataVersion:
    """One statement: the head of the audit trail, which every deed moves, and the plans' stamps."""
    row = session.execute(
        select(
            func.max(AuditHead.entries).label("entries"),
            func.max(AuditHead.hash).label("hash"),
            func.count(Plan.id).label("plans"),
            func.coalesce(func.sum(Plan.working_stamp + Plan.shared_stamp), 0).label("stamps"),
            func.coalesce(func.sum(case((Plan.is_demonstration, 1), else_=0)), 0).label("invented"),
        )
        .select_from(AuditHead)
        .outerjoin(Plan, true())
    ).one()
    return DataVersion(f"{row.entries}.{row.hash}.{row.plans}.{row.stamps}", row.invented > 0)
