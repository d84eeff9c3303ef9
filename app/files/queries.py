"""Every SELECT on files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, String, cast, func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core.errors import NotFound
from app.core.labels import message
from app.files.models import StoredFile
from app.files.states import HELD_BACK, ScanState

KEEPING_LOCK = 7_245_003
"""Advisory lock of PostgreSQL: shared by those who put bytes and then rows, alone for those who sweep."""
NO_FILE = message("There is no such file.")


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as pages name it; `size` in bytes."""

    file_id: int
    country: str
    content_hash: str
    size: int
    media_type: str
    name: str
    scan_state: ScanState
    uploaded_by: str | None
    uploaded_at: datetime

    @property
    def is_held_back(self) -> bool:
        """Whether it is handed out to nobody and shows nothing."""
        return self.scan_state in HELD_BACK


def list_files(session: Session, file_ids: Collection[int]) -> dict[int, FileRecord]:
    """Files by key; the caller has asked whether they may be seen."""
    if not file_ids:
        return {}
    query = (
        select(StoredFile, User.name)
        .outerjoin(User, User.id == StoredFile.uploaded_by_id)
        .where(StoredFile.id.in_(sorted(file_ids)))
        .order_by(StoredFile.id)
    )
    return {row.id: _record(row, uploader) for row, uploader in session.execute(query)}


def get_file(session: Session, file_id: int) -> FileRecord:
    """A file; the caller has asked whether it may be seen. Raises NotFound."""
    found = list_files(session, [file_id])
    if not found:
        raise NotFound(NO_FILE)
    return found[file_id]


def _record(row: StoredFile, uploader: str | None) -> FileRecord:
    return FileRecord(
        row.id,
        row.country,
        row.content_hash,
        row.size,
        row.media_type,
        row.name,
        ScanState(row.scan_state),
        uploader,
        row.uploaded_at,
    )


def bytes_of(session: Session, country: str) -> int:
    """How many bytes the files of a country have together."""
    query = select(func.coalesce(func.sum(StoredFile.size), 0)).where(StoredFile.country == country)
    return int(session.execute(query).scalar_one())


def held_back_ids() -> Select[Any]:
    """The keys of files that show nothing, for other statements; they are few, and have an index of their own."""
    return select(StoredFile.id).where(StoredFile.scan_state.in_([state.value for state in HELD_BACK]))


def held_back_keys() -> ScalarSelect[Any]:
    """The same in one value, with commas between; nothing where there are none."""
    held_back = StoredFile.scan_state.in_([state.value for state in HELD_BACK])
    return select(func.aggregate_strings(cast(StoredFile.id, String), ",")).where(held_back).scalar_subquery()


def list_unscanned(session: Session) -> list[StoredFile]:
    """Files of which no scanner has said anything yet, in the order in which they came."""
    unscanned = [ScanState.WAITING.value, ScanState.NOT_SCANNED.value]
    query = select(StoredFile).where(StoredFile.scan_state.in_(unscanned)).order_by(StoredFile.id)
    return list(session.execute(query).scalars())


def count_waiting(session: Session) -> int:
    """How many files wait for the virus scan."""
    query = select(func.count()).where(StoredFile.scan_state == ScanState.WAITING.value)
    return int(session.execute(query).scalar_one())


def list_rows(session: Session) -> list[StoredFile]:
    """All files."""
    return list(session.execute(select(StoredFile).order_by(StoredFile.id)).scalars())


def wanted_keys(session: Session) -> set[str]:
    """The keys of the store whose bytes must be there: of all files but those that the scan refused."""
    query = select(StoredFile.content_hash).where(StoredFile.scan_state != ScanState.REFUSED.value).distinct()
    return set(session.execute(query).scalars())


def hold_keeping(session: Session, *, alone: bool) -> None:
    """Until the end of the transaction nobody sweeps, or with `alone` nobody keeps anything either."""
    if session.get_bind().dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        session.execute(select(lock(KEEPING_LOCK)))
