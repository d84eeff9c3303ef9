"""Reading the audit trail: its newest entries, and its head."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry, AuditHead

AT_MOST = 100


@dataclass(frozen=True)
class EntryRecord:
    """An entry without its hashes."""

    entry_id: int
    recorded_at: datetime
    actor_id: int | None
    deed: str
    subject_kind: str
    subject_id: int | None
    country: str | None
    changes: Mapping[str, Any]
    reason: str
    request_id: str

    @property
    def acting_for(self) -> int | None:
        """The key of the person for whom a deputy did it."""
        return self.changes.get("acting_for", (None, None))[1]  # type: ignore[no-any-return]


@dataclass(frozen=True)
class HeadRecord:
    """How many entries there are, and the hash of the last."""

    entries: int
    hash: str


_ENTRY = (
    AuditEntry.id,
    AuditEntry.recorded_at,
    AuditEntry.actor_id,
    AuditEntry.deed,
    AuditEntry.subject_kind,
    AuditEntry.subject_id,
    AuditEntry.country,
    AuditEntry.changes,
    AuditEntry.reason,
    AuditEntry.request_id,
)
"""The columns of an `EntryRecord`, in its order."""


def read_head(session: Session) -> HeadRecord:
    """The head of the trail; no entries where the database is not set up."""
    row = session.execute(select(AuditHead.entries, AuditHead.hash)).one_or_none()
    return HeadRecord(row.entries, row.hash) if row else HeadRecord(0, "")


def find_hash(session: Session, entry_id: int) -> str | None:
    """The hash of the entry of that number; None where there is none."""
    return session.execute(select(AuditEntry.hash).where(AuditEntry.id == entry_id)).scalar_one_or_none()


def list_entries_about(
    session: Session, subject_kind: str, subject_id: int, deeds: Collection[str], *, at_most: int = AT_MOST
) -> list[EntryRecord]:
    """Entries of some deeds on one subject, the newest first."""
    query = select(*_ENTRY).where(
        AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == subject_id, AuditEntry.deed.in_(sorted(deeds))
    )
    rows = session.execute(query.order_by(AuditEntry.id.desc()).limit(min(at_most, AT_MOST)))
    return [EntryRecord(*row) for row in rows]


def list_newest_entries(
    session: Session,
    *,
    country: str | None = None,
    actor_id: int | None = None,
    before: int | None = None,
    at_most: int = AT_MOST,
) -> list[EntryRecord]:
    """Entries, the newest first, at most a hundred; `before`: older than the entry of that number."""
    query = select(*_ENTRY)
    if country is not None:
        query = query.where(AuditEntry.country == country)
    if actor_id is not None:
        query = query.where(AuditEntry.actor_id == actor_id)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    rows = session.execute(query.order_by(AuditEntry.id.desc()).limit(min(at_most, AT_MOST)))
    return [EntryRecord(*row) for row in rows]
