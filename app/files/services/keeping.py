"""Rows and bytes kept in step: looked over, and swept of what nothing names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from app.core import clock
from app.core.storage import FileStore, hash_of
from app.files.queries import hold_keeping, list_rows, wanted_keys

AGE = timedelta(hours=1)
"""What nothing names may belong to a deed that is not committed yet: it is swept once it is older than this."""


@dataclass(frozen=True)
class Findings:
    """`missing`: keys of rows whose bytes are not there, `changed`: whose bytes are others, `unnamed`: of no row."""

    files: int
    bytes: int
    missing: tuple[int, ...]
    changed: tuple[int, ...]
    unnamed: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.changed or self.unnamed)


@dataclass(frozen=True)
class Swept:
    """`keys`: what was taken out of the store; `unfinished`: how many writings were left behind."""

    keys: tuple[str, ...]
    bytes: int
    unfinished: int


def check_files(session: Session, store: FileStore) -> Findings:
    """Compare every row with its bytes, read whole, and every content with the rows."""
    rows = list_rows(session)
    wanted = wanted_keys(session)
    kept = [row for row in rows if row.content_hash in wanted]
    there = set(store.list_keys())
    good = {key: _is_as_named(store, key) for key in sorted(wanted & there)}
    return Findings(
        files=len(rows),
        bytes=sum(row.size for row in rows),
        missing=tuple(row.id for row in kept if row.content_hash not in good),
        changed=tuple(row.id for row in kept if good.get(row.content_hash) is False),
        unnamed=tuple(sorted(there - wanted)),
    )


def _is_as_named(store: FileStore, key: str) -> bool:
    with store.open(key) as stream:
        return hash_of(stream) == key


def sweep_files(session: Session, store: FileStore, *, dry_run: bool = False) -> Swept:
    """Take out of the store what no row names and no deed under way can: it is more than an hour old.

    The session writes nothing; its transaction keeps others from naming what is taken.
    """
    hold_keeping(session, alone=True)
    before = clock.now() - AGE
    wanted = wanted_keys(session)
    old = [one for one in store.list_kept() if one.key not in wanted and one.put_at < before]
    keys, size = tuple(one.key for one in old), sum(one.size for one in old)
    if dry_run:
        return Swept(keys, size, 0)
    for key in keys:
        store.delete(key)
    return Swept(keys, size, store.sweep_incoming(before))
