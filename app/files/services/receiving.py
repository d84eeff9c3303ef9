"""A file comes in: examined first, without any database; then kept, within the deed that it belongs to."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Invalid
from app.core.labels import message
from app.core.storage import CHUNK, hash_of, says_no_room
from app.files.clamd import ScannerAway
from app.files.depot import MEBIBYTE, Depot
from app.files.examiner import examine_apart
from app.files.models import StoredFile
from app.files.names import FIELD, clean_name
from app.files.queries import bytes_of, hold_keeping
from app.files.states import HELD_BACK, ScanState

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Upload:
    """What a door was handed: the name as it was sent, and the bytes."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True)
class Examined:
    """A file that may be kept; `stream` holds its bytes as long as `examined` lets it."""

    name: str
    media_type: str
    size: int
    content_hash: str
    scan_state: ScanState
    stream: BinaryIO
    depot: Depot

    @property
    def is_held_back(self) -> bool:
        """Whether the virus scan has not let it through."""
        return self.scan_state in HELD_BACK


@contextmanager
def examined(upload: Upload, depot: Depot) -> Iterator[Examined]:
    """Examine and scan a file; nothing of it is kept yet. It may take seconds: hold no lock meanwhile.

    Raises Invalid with `field` file.
    """
    name, extension = clean_name(upload.name)
    with tempfile.TemporaryFile() as copy:
        with says_no_room():
            size = _copied(upload.stream, copy, depot.file_limit)
        media_type = examine_apart(extension, copy, depot.reading)
        scan_state = _scanned(copy, depot)
        content_hash = hash_of(copy)
        copy.seek(0)
        yield Examined(name, media_type, size, content_hash, scan_state, copy, depot)


def _copied(source: BinaryIO, target: BinaryIO, limit: int) -> int:
    """Bring the bytes to where another process can read them; returns how many. Raises Invalid."""
    source.seek(0)
    size = 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        _refuse_beyond(size, limit)
        target.write(chunk)
    if not size:
        raise Invalid(message("The file is empty."), field=FIELD)
    target.flush()
    target.seek(0)
    return size


def refuse_too_large(depot: Depot, size: int) -> None:
    """Raise Invalid for a file that has more bytes than one may."""
    _refuse_beyond(size, depot.file_limit)


def _refuse_beyond(size: int, limit: int) -> None:
    if size > limit:
        raise Invalid(
            message("The file is larger than %(limit)s MB. Make it smaller, or upload it in parts."),
            field=FIELD,
            limit=limit // MEBIBYTE,
        )


def _scanned(stream: BinaryIO, depot: Depot) -> ScanState:
    if depot.scanner is None:
        return ScanState.NOT_SCANNED
    try:
        found = depot.scanner.finds(stream)
    except ScannerAway as away:
        log.warning("virus scanner away: %s", away)
        return ScanState.WAITING
    if found:
        raise Invalid(message("The virus scanner has found something in this file: %(name)s."), field=FIELD, name=found)
    return ScanState.CLEAN


def refuse_beyond_quota(session: Session, depot: Depot, country: str, size: int) -> None:
    """Raise Invalid when a country's files would have more bytes together than they may. The caller holds its plan."""
    if bytes_of(session, country) + size > depot.country_limit:
        raise Invalid(
            message("With this file yours would be larger than %(limit)s MB together. Nothing was kept."),
            field=FIELD,
            limit=depot.country_limit // MEBIBYTE,
        )


def note_file(session: Session, found: Examined, *, country: str, actor: Actor) -> StoredFile:
    """The file's row, flushed; `keep_bytes` must follow in the same deed, once nothing can refuse it any more."""
    row = StoredFile(
        country=country,
        content_hash=found.content_hash,
        size=found.size,
        media_type=found.media_type,
        name=found.name,
        scan_state=found.scan_state.value,
        scanned_at=clock.now() if found.scan_state is ScanState.CLEAN else None,
        uploaded_by_id=actor.user_id,
        uploaded_at=clock.now(),
    )
    session.add(row)
    session.flush()
    record(
        session,
        actor=actor,
        deed="files:file:uploaded",
        subject_kind="file",
        subject_id=row.id,
        country=country,
        changes={"name": [None, found.name], "content_hash": [None, found.content_hash], "size": [None, found.size]},
    )
    return row


def keep_bytes(session: Session, found: Examined) -> None:
    """Put the bytes into the store, before the commit: a row is never there without them. Raises Invalid, Busy.

    When the commit fails after all, nothing names the bytes, and the sweep takes them (`services.keeping`).
    """
    hold_keeping(session, alone=False)
    found.stream.seek(0)
    key = found.depot.store.put(found.stream)
    if key != found.content_hash:
        raise Invalid(message("The file has changed while it was read. Please upload it again."), field=FIELD)
