"""Backups: one snapshot of all tables as plain rows, the files, and a manifest with their hashes.

The same form for both databases, so that a backup of one can be restored into the other. Rows are read in
one transaction while others write. Restoring goes through the migrations, so that an older backup always fits.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    func,
    insert,
    text,
)
from sqlalchemy import delete as sql_delete
from sqlalchemy import select as rows_of
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock, schema
from app.core.engine import Database
from app.core.errors import Busy, Invalid, WrongState
from app.core.labels import message
from app.core.storage import FileStore, copy_in, copy_out

FORMAT = 1
BATCH = 2000
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `contents` maps each file's path in it to its SHA-256 (hex)."""

    format: int
    made_at: str
    revision: str
    rows: dict[str, int]
    audit_entries: int
    audit_hash: str
    contents: dict[str, str]


@dataclass(frozen=True)
class Extent:
    """What a backup would hold: rows by table, entries of the audit trail, number of files."""

    revision: str
    rows: dict[str, int]
    audit_entries: int
    files: int


def measure_backup(database: Database, store: FileStore, out: Path) -> Extent:
    """What `make_backup` would write, without writing. Raises WrongState as it would."""
    revision = _revision_to_back_up(database, out)
    with database.reading() as session:
        connection = session.connection()
        tables = _tables(connection)
        rows = {t.name: connection.execute(rows_of(func.count()).select_from(t)).scalar_one() for t in tables}
        entries = connection.execute(text("SELECT entries FROM audit_head")).scalar_one()
    return Extent(revision, rows, entries, sum(1 for _ in store.list_keys()))


def _revision_to_back_up(database: Database, out: Path) -> str:
    _refuse_non_empty(out)
    revision = schema.current_revision(database.engine)
    if revision is None:
        raise WrongState(message("The database is empty: there is nothing to back up."))
    return revision


def make_backup(database: Database, store: FileStore, out: Path) -> Manifest:
    """Write a backup into the new or empty folder `out`. Raises WrongState when it is neither, OSError, StoreAway."""
    revision = _revision_to_back_up(database, out)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    (out / "database").mkdir()
    with database.reading() as session:
        connection = session.connection()
        tables = _tables(connection)
        rows = {table.name: _dump(connection, table, out / _place(table)) for table in tables}
        head = connection.execute(text("SELECT entries, hash FROM audit_head")).one()
    copy_out(store, out / "files")
    contents = {str(path.relative_to(out)): _hash(path) for path in sorted(out.rglob("*")) if path.is_file()}
    manifest = Manifest(FORMAT, clock.now().isoformat(), revision, rows, head.entries, head.hash, contents)
    target = out / MANIFEST
    target.write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True), encoding="utf-8")
    for path in [*(out / name for name in contents), target]:
        _sync(path)
    return manifest


def read_manifest(backup: Path) -> Manifest:
    """The manifest of a backup, after comparing every file with its hash. Raises Invalid."""
    try:
        manifest = Manifest(**json.loads((backup / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise Invalid(message("%(path)s is no backup: its manifest cannot be read."), path=str(backup)) from error
    if manifest.format != FORMAT:
        raise Invalid(message("This backup has format %(format)s, which is not known here."), format=manifest.format)
    found = {str(path.relative_to(backup)) for path in backup.rglob("*") if path.is_file()} - {MANIFEST}
    for name in sorted(found ^ set(manifest.contents)):
        raise Invalid(message("%(name)s is missing in the backup, or does not belong to it."), name=name)
    for name, digest in manifest.contents.items():
        if _hash(backup / name) != digest:
            raise Invalid(message("%(name)s is not as it was backed up: its hash differs."), name=name)
    return manifest


def check_restore(backup: Path, database: Database | None, store: FileStore) -> Manifest:
    """What would be restored; without a database it is one that is yet to be made.

    Raises Invalid for a damaged backup, WrongState for a target that is not empty or a newer revision.
    """
    manifest = read_manifest(backup)
    if manifest.revision not in schema.known_revisions():
        raise WrongState(
            message("The backup has revision %(revision)s, newer than this version of the tracker."),
            revision=manifest.revision,
        )
    if next(store.list_keys(), None) is not None:
        raise WrongState(message("The store of files is not empty. Nothing was restored."))
    if database is not None and not schema.is_empty(database.engine):
        raise WrongState(message("The target database is not empty. Nothing was restored."))
    return manifest


def restore_backup(backup: Path, database: Database, store: FileStore, directory: Path) -> Manifest:
    """Restore into an empty database and an empty store, then bring the schema to the head; the head of the audit
    trail goes into `directory`.

    Raises what `check_restore` raises, Invalid for rows that do not fit, Busy or OSError for files that cannot be
    kept; then database and store are empty again.
    """
    manifest = check_restore(backup, database, store)
    schema.create(database.engine, manifest.revision)
    try:
        _fill(database, backup)
    except (OSError, EOFError, zlib.error, ValueError, TypeError, SQLAlchemyError) as error:
        schema.clear(database.engine)
        raise Invalid(
            message("The backup's rows cannot be restored. Nothing was kept. %(why)s"), why=_first_line(error)
        ) from error
    schema.upgrade(database.engine)
    try:
        copy_in(backup / "files", store)
    except (OSError, Busy):
        schema.clear(database.engine)
        raise
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "audit-head.log").write_text(f"{manifest.audit_entries} {manifest.audit_hash}\n", encoding="utf-8")
    return manifest


def _fill(database: Database, backup: Path) -> None:
    with database.writing() as session:
        connection = session.connection()
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in _tables(connection):
            connection.execute(sql_delete(table))
            batches = _batches(backup / _place(table), table, naive=database.is_sqlite)
            for batch in batches if database.is_sqlite else _parents_first(batches, table):
                connection.execute(insert(table), batch)
            _move_sequence(connection, table)
        session.commit()


def _parents_first(batches: Iterator[list[dict[str, Any]]], table: Table) -> Iterator[list[dict[str, Any]]]:
    """Rows that point at others of their own table after those; what points at nothing that comes stays at the end,
    where the database refuses it."""
    pointers = [(key.parent.name, key.column.name) for key in table.foreign_keys if key.column.table is table]
    if not pointers:
        yield from batches
        return
    waiting = [row for batch in batches for row in batch]
    seen: dict[str, set[Any]] = {there: {None} for _, there in pointers}
    while waiting:
        ready = [row for row in waiting if all(row[here] in seen[there] for here, there in pointers)]
        if not ready:
            yield waiting
            return
        yield ready
        for there, known in seen.items():
            known.update(row[there] for row in ready)
        kept = {id(row) for row in ready}
        waiting = [row for row in waiting if id(row) not in kept]


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]


def _tables(connection: Connection) -> list[Table]:
    """All tables as they stand in this database, parents before children."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: not name.startswith(("volatile_", "alembic_", "sqlite_")))
    return list(metadata.sorted_tables)


def _place(table: Table) -> str:
    return f"database/{table.name}.jsonl.gz"


def _dump(connection: Connection, table: Table, path: Path) -> int:
    keys = list(table.primary_key.columns)
    query = rows_of(table).order_by(*keys).execution_options(yield_per=BATCH)
    count = 0
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
        for row in connection.execute(query):
            line = json.dumps([_plain(value) for value in row], ensure_ascii=False)
            packed.write(line.encode() + b"\n")
            count += 1
    return count


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _batches(path: Path, table: Table, *, naive: bool) -> Iterator[list[dict[str, Any]]]:
    columns = list(table.columns)
    batch: list[dict[str, Any]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            values = json.loads(line)
            batch.append({c.name: _typed(c.type, v, naive=naive) for c, v in zip(columns, values, strict=True)})
            if len(batch) == BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _typed(kind: Any, value: Any, *, naive: bool) -> Any:
    if value is None:
        return None
    if isinstance(kind, DateTime):
        instant = datetime.fromisoformat(value)
        return instant.replace(tzinfo=None) if naive else instant
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return value


def _move_sequence(connection: Connection, table: Table) -> None:
    """PostgreSQL counts on from the highest key that was restored."""
    if connection.dialect.name != "postgresql" or "id" not in table.columns:
        return
    if not isinstance(table.columns["id"].type, (Integer, BigInteger, SmallInteger)):
        return
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name}).scalar()
    highest = connection.execute(rows_of(func.max(table.columns["id"]))).scalar()
    if sequence and highest:
        connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})


def _refuse_non_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongState(message("%(path)s is not empty. Nothing was written."), path=str(folder))


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
