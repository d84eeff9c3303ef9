"""Every SELECT on files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, String, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.core.errors import NotFound
from app.core.labels import message
from app.files.models import StoredFile
from app.files.states import HELD_BACK, ScanState

KEEPING_LOCK = 7_245_003
"""Advisory lock of PostgreSQL: shared by those who put bytes and then rows, alone for those who sweep."""
NO_FILE = message("There is no such file.")


_taker = aliased(User)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """That a file was uploaded in error and taken back. `is_sealed`: its bytes stay for those who read a submission."""

    at: datetime
    by: str | None
    why: str
    is_sealed: bool


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
    taken_back: TakenBack | None = None

    @property
    def is_held_back(self) -> bool:
        """Whether it is handed out to nobody and shows nothing."""
        return self.scan_state in HELD_BACK or self.taken_back is not None


def list_files(session: Session, file_ids: Collection[int]) -> dict[int, FileRecord]:
    """Files by key; the caller has asked whether they may be seen."""
    if not file_ids:
        return {}
    query = _named().where(StoredFile.id.in_(sorted(file_ids))).order_by(StoredFile.id)
    return {row.id: _record(row, uploader, taker) for row, uploader, taker in session.execute(query)}


def list_taken_back(session: Session, country: str, content_hashes: Collection[str]) -> list[FileRecord]:
    """Files of a country that were taken back and whose bytes stay, as a seal rests on them: those with these hashes.

    The caller has asked whether they may be seen.
    """
    if not content_hashes:
        return []
    query = _named().where(
        StoredFile.country == country,
        StoredFile.taken_back_at.is_not(None),
        StoredFile.is_sealed,
        StoredFile.content_hash.in_(sorted(content_hashes)),
    )
    return [_record(*row) for row in session.execute(query.order_by(StoredFile.id))]


def _named() -> Select[StoredFile, str | None, str | None]:
    """Files with the names of who uploaded them and who took them back."""
    return (
        select(StoredFile, User.name, _taker.name)
        .outerjoin(User, User.id == StoredFile.uploaded_by_id)
        .outerjoin(_taker, _taker.id == StoredFile.taken_back_by_id)
    )


def get_file(session: Session, file_id: int) -> FileRecord:
    """A file; the caller has asked whether it may be seen. Raises NotFound."""
    found = list_files(session, [file_id])
    if not found:
        raise NotFound(NO_FILE)
    return found[file_id]


def _record(row: StoredFile, uploader: str | None, taker: str | None) -> FileRecord:
    taken_back = None
    if row.taken_back_at is not None:
        taken_back = TakenBack(row.taken_back_at, taker, row.taken_back_why, row.is_sealed)
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
        taken_back,
    )


def bytes_of(session: Session, country: str) -> int:
    """How many bytes the files of a country have together; of what was taken back only what stays counts."""
    query = select(func.coalesce(func.sum(StoredFile.size), 0)).where(StoredFile.country == country, _has_bytes())
    return int(session.execute(query).scalar_one())


def _has_bytes() -> ColumnElement[bool]:
    """Files that were not taken back, and those whose bytes stay although they were."""
    return or_(StoredFile.taken_back_at.is_(None), StoredFile.is_sealed)


def _is_held_back() -> ColumnElement[bool]:
    """As the index on these few files says it."""
    return or_(StoredFile.scan_state.in_([state.value for state in HELD_BACK]), StoredFile.taken_back_at.is_not(None))


def held_back_ids() -> Select[Any]:
    """The keys of files that show nothing, for other statements; they are few, and have an index of their own."""
    return select(StoredFile.id).where(_is_held_back())


def held_back_keys() -> ScalarSelect[Any]:
    """The same in one value, with commas between; nothing where there are none."""
    return select(func.aggregate_strings(cast(StoredFile.id, String), ",")).where(_is_held_back()).scalar_subquery()


def list_unscanned(session: Session) -> list[StoredFile]:
    """Files of which no scanner has said anything yet, in the order in which they came."""
    unscanned = [ScanState.WAITING.value, ScanState.NOT_SCANNED.value]
    query = select(StoredFile).where(StoredFile.scan_state.in_(unscanned), _has_bytes()).order_by(StoredFile.id)
    return list(session.execute(query).scalars())


def count_waiting(session: Session) -> int:
    """How many files wait for the virus scan."""
    query = select(func.count()).where(StoredFile.scan_state == ScanState.WAITING.value, _has_bytes())
    return int(session.execute(query).scalar_one())


def list_rows(session: Session) -> list[StoredFile]:
    """All files."""
    return list(session.execute(select(StoredFile).order_by(StoredFile.id)).scalars())


def wanted_keys(session: Session) -> set[str]:
    """The keys of the store whose bytes must be there: of all files but those that the scan refused, and those that
    were taken back without a seal that rests on them."""
    wanted = select(StoredFile.content_hash).where(StoredFile.scan_state != ScanState.REFUSED.value, _has_bytes())
    return set(session.execute(wanted.distinct()).scalars())


def hold_keeping(session: Session, *, alone: bool) -> None:
    """Until the end of the transaction nobody sweeps, or with `alone` nobody keeps anything either."""
    if session.get_bind().dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        session.execute(select(lock(KEEPING_LOCK)))
