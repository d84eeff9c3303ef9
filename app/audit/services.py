"""The audit trail: collect while the deed runs, write last, just before the commit; verify at any time.

The single head row is locked only after all work is done: locked in mid-transaction it would make every
writer wait for every other, and deadlock with row locks on PostgreSQL.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count as count_from
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from app.audit.canonical import HASHED, NO_HASH, entry_hash, plain
from app.audit.models import AuditEntry, AuditHead
from app.audit.queries import find_hash
from app.core import clock
from app.core.engine import Database
from app.core.errors import WrongState
from app.core.labels import message

_PENDING = "audit_pending"
_REQUEST = "request_id"
_SEALED = "audit_sealed"

_TABLE, _HEAD = (
    AuditEntry.metadata.tables[AuditEntry.__tablename__],
    AuditEntry.metadata.tables[AuditHead.__tablename__],
)
_LOCKED_HEAD = select(_HEAD.c.entries, _HEAD.c.hash).with_for_update()
_NEW_ENTRIES = insert(_TABLE)
_NEW_HEAD = update(_HEAD).values(entries=bindparam("entries"), hash=bindparam("hash"))


def record(
    session: Session,
    *,
    actor: Any,
    deed: str,
    subject_kind: str,
    subject_id: int | None,
    country: str | None = None,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Collect one entry; it is written with the commit.

    `deed` is past tense (`plans:milestone:updated`), `changes` maps a field to [old, new], `country` the owner
    of the plan concerned. `actor` has `user_id`; None stands for the machinery. For whom a deputy acts in the
    country stands among the changes.
    """
    said = dict(changes or {})
    acting_for = actor.acting_for(country)
    if acting_for is not None:
        said["acting_for"] = [None, acting_for]
    session.info.setdefault(_PENDING, []).append(
        {
            "recorded_at": clock.now(),
            "actor_id": actor.user_id,
            "deed": deed,
            "subject_kind": subject_kind,
            "subject_id": subject_id,
            "country": country,
            "changes": plain(said),
            "reason": reason,
            "request_id": session.info.get(_REQUEST, ""),
        }
    )


def pending(session: Session) -> Sequence[Mapping[str, Any]]:
    """What has been collected and not yet written."""
    return tuple(session.info.get(_PENDING, ()))


def mark(session: Session) -> int:
    """How far collecting has come, for `return_to`."""
    return len(session.info.get(_PENDING, ()))


def return_to(session: Session, place: int) -> None:
    """Forget what was collected since a mark: for deeds that were only tried, and are rolled back."""
    if _PENDING in session.info:
        del session.info[_PENDING][place:]


def chained(entries: Sequence[Mapping[str, Any]], count: int, last_hash: str) -> list[dict[str, Any]]:
    """Rows ready to insert: numbered on from `count`, each carrying the hash of the one before."""
    rows = []
    for number, entry in enumerate(entries, start=count + 1):
        row = {**entry, "id": number, "previous_hash": last_hash}
        last_hash = entry_hash(row)
        row["hash"] = last_hash
        rows.append(row)
    return rows


def seal(session: Session) -> None:
    """Write the collected entries and move the head. Raises WrongState when the trail has no head row."""
    entries = session.info.pop(_PENDING, [])
    if not entries:
        return
    session.flush()
    head = session.execute(_LOCKED_HEAD).one_or_none()
    if head is None:
        raise WrongState(message("The audit trail has no head row; the database is not set up."))
    rows = chained(entries, head.entries, head.hash)
    session.execute(_NEW_ENTRIES, rows)
    session.execute(_NEW_HEAD, {"entries": rows[-1]["id"], "hash": rows[-1]["hash"]})
    session.info[_SEALED] = (rows[-1]["id"], rows[-1]["hash"])


def commit(session: Session, head_file: Path | None) -> None:
    """The one commit, at the edge: work, then audit, then commit, then the outside copy of the head."""
    seal(session)
    session.commit()
    sealed = session.info.pop(_SEALED, None)
    if sealed and head_file:
        _append(head_file, f"{sealed[0]} {sealed[1]}\n")


def _append(path: Path, line: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)


@dataclass(frozen=True)
class Verdict:
    """What walking the chain found. `newer` entries came after the newest line of the outside copy.

    `is_compared`: there was a copy outside to compare with; after a restore there is none until the next deed.
    """

    entries: int
    first_bad: int | None
    problem: str
    newer: int
    is_compared: bool = False

    @property
    def is_whole(self) -> bool:
        return not self.problem


_WHOLE_TRAIL = (
    select(*(_TABLE.c[name] for name in (*HASHED, "hash"))).order_by(_TABLE.c.id).execution_options(yield_per=10_000)
)
"""Rows of the table rather than attributes of objects: the trail is long, and only looked through."""
_ONE_ENTRY = _WHOLE_TRAIL.where(_TABLE.c.id == bindparam("id")).execution_options(yield_per=1)


def verify(session: Session, head_file: Path | None) -> Verdict:
    """Walk the chain, compare the head, and demand that the chain extends the newest outside line."""
    previous, count = NO_HASH, 0
    outside = _newest_line(head_file)
    outside_seen = outside is None
    for values, digest in _entries(session):
        count += 1
        if values is None:
            return Verdict(count, count, f"entry {count} was altered: it cannot be read", 0)
        if values["id"] != count:
            return Verdict(count, count, f"entry {count} is missing", 0)
        if values["previous_hash"] != previous or entry_hash(values) != digest:
            return Verdict(count, count, f"entry {count} was altered", 0)
        previous = digest
        if outside and outside[0] == count:
            outside_seen = outside[1] == previous
            if not outside_seen:
                return Verdict(count, count, f"entry {count} is not the one written down outside", 0)
    head = session.execute(select(AuditHead.entries, AuditHead.hash)).one_or_none()
    if head is None or (head.entries, head.hash) != (count, previous):
        return Verdict(count, count + 1, "the head does not fit the last entry: entries are missing at the end", 0)
    if not outside_seen and outside:
        return Verdict(count, count + 1, f"the outside copy knows {outside[0]} entries, the trail has {count}", 0)
    if outside is None and count and head_file is not None and head_file.exists():
        return Verdict(count, None, f"the outside copy, {head_file}, holds no line of the trail", 0)
    return Verdict(count, None, "", count - outside[0] if outside else count, is_compared=outside is not None)


def _entries(session: Session) -> Iterator[tuple[dict[str, Any] | None, str]]:
    """What is hashed of each entry, and its hash; last the first one, if any, that holds no instant or no JSON."""
    count = 0
    try:
        for *hashed, digest in session.execute(_WHOLE_TRAIL):
            count += 1
            yield dict(zip(HASHED, hashed, strict=True)), digest
    except (ValueError, DataError):  # of a whole batch, where the driver reads it ahead
        for *hashed, digest in _singly(session, after=count):
            yield dict(zip(HASHED, hashed, strict=True)), digest
        yield None, ""


def _singly(session: Session, after: int) -> Iterator[Any]:
    """Entry by entry, up to the one that cannot be read."""
    for number in count_from(after + 1):
        try:
            row = session.execute(_ONE_ENTRY, {"id": number}).one_or_none()
        except (ValueError, DataError):
            return
        if row is None:
            return
        yield row


@dataclass(frozen=True)
class OutsideCopy:
    """The newest line of the copy outside: its number of entries (None without one), and whether the trail has it."""

    entries: int | None
    agrees: bool


def newest_outside(database: Database, head_file: Path | None) -> OutsideCopy:
    """Compare the newest line of the outside copy with the trail; `verify` compares all there is.

    The line is read before the trail, since a commit comes before its line: what is newer outside is missing inside.
    """
    line = _newest_line(head_file, last=TAIL)
    if line is None:
        return OutsideCopy(None, agrees=False)
    with database.reading() as session:
        return OutsideCopy(line[0], agrees=find_hash(session, line[0]) == line[1])


TAIL = 64 * 1024
"""Bytes at the end of the outside copy among which the newest line surely is."""


def _newest_line(head_file: Path | None, *, last: int = 0) -> tuple[int, str] | None:
    """The line with the highest count, of all or of the last bytes: writers append in any order."""
    if head_file is None or not head_file.exists():
        return None
    newest: tuple[int, str] | None = None
    with head_file.open("rb") as file:
        if last and file.seek(0, os.SEEK_END) > last:
            file.seek(-last, os.SEEK_END)
            file.readline()
        else:
            file.seek(0)
        lines = file.read().decode(errors="replace").splitlines()
    for line in lines:
        count, _, digest = line.partition(" ")
        if count.isdigit() and (newest is None or int(count) > newest[0]):
            newest = (int(count), digest.strip())
    return newest
