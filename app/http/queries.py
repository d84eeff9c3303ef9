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


_head, _plans = AuditHead.__table__, Plan.__table__

# Asked on every page, so built once, and of tables alone.
_DATA_VERSION = select(
    func.max(_head.c.entries).label("entries"),
    func.max(_head.c.hash).label("hash"),
    func.count(_plans.c.id).label("plans"),
    func.coalesce(func.sum(_plans.c.working_stamp + _plans.c.shared_stamp), 0).label("stamps"),
    func.coalesce(func.sum(case((_plans.c.is_demonstration, 1), else_=0)), 0).label("invented"),
).select_from(_head.outerjoin(_plans, true()))


def read_data_version(session: Session) -> DataVersion:
    """One statement: the head of the audit trail, which every deed moves, and the plans' stamps."""
    row = session.execute(_DATA_VERSION).one()
    return DataVersion(f"{row.entries}.{row.hash}.{row.plans}.{row.stamps}", row.invented > 0)
