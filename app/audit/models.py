"""The audit trail's two tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, bounded


class AuditEntry(Base):
    """One deed on one subject. Rows are never changed nor removed: triggers refuse it."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    recorded_at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(Integer)
    deed: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int | None] = mapped_column(Integer)
    country: Mapped[str | None]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    reason: Mapped[str]
    request_id: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]

    __table_args__ = (
        bounded("deed", 100),
        bounded("subject_kind", 50),
        bounded("reason", 2000),
        bounded("request_id", 64),
        CheckConstraint("length(hash) = 64", name="hash_length"),
        Index("ix_audit_entry_subject", "subject_kind", "subject_id"),
        Index("ix_audit_entry_country", "country", "id"),
    )


class AuditHead(Base):
    """The single row that says how many entries there are and the hash of the last: locked last, at commit."""

    __tablename__ = "audit_head"

    id: Mapped[Key]
    entries: Mapped[int] = mapped_column(Integer, default=0)
    hash: Mapped[str]

    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)
