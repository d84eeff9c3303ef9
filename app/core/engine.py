"""The database behind one small class: pragmas, explicit begins, read and write sessions."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 10_000
SYNCHRONOUS = "FULL"
"""A commit is on the disk before it is answered. Only tests, whose files nobody needs after a power cut, say OFF."""
PAGES_KIB = 8_000
"""What a connection keeps of the file. Each thread has one, and the system keeps the file besides: with four times as
much a worker took 25 MiB more, and no page was quicker."""

TRUSTED_SECONDS = 10
"""For how long after its last use a connection to a server is taken to be whole. Asked each time whether it is, it
would be one more way to the server and back before every page."""


def normalised(url: str) -> URL:
    """The address of a database; `postgres://` is read as `postgresql://`, and psycopg 3 is the driver."""
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed


def why(error: DBAPIError) -> str:
    """What a database says of itself when it cannot be reached: its first line, without the statement."""
    return str(error.orig).partition("\n")[0].rstrip(".")


def _on_sqlite_connect(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the begin is ours, see _on_sqlite_begin
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA cache_size = -{PAGES_KIB}")
    cursor.close()


def _on_sqlite_begin(connection: Connection) -> None:
    # A transaction that reads and then writes is refused at once under WAL, whatever the timeout says,
    # when another has written in between: writers therefore take the write lock with their first statement.
    options = connection.get_execution_options()
    if not options.get("single", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("immediate", False) else "BEGIN")


def _on_server_use(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used_at"] = monotonic()


def _trust_for_a_while(engine: Engine) -> None:
    """Have a connection that was not used for some time asked whether it is whole, and another taken if it is not."""
    driver = engine.dialect.loaded_dbapi

    def on_checkout(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        if monotonic() - record.info["used_at"] < TRUSTED_SECONDS:
            return
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except driver.Error as error:
            raise DisconnectionError from error

    event.listen(engine, "connect", _on_server_use)
    event.listen(engine, "checkin", _on_server_use)
    event.listen(engine, "checkout", on_checkout)


def of_single_statements(engine: Engine) -> Engine:
    """The same engine for reads of one statement each, which is a snapshot by itself: none is begun or ended."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(single=True)
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def make_engine(url: str) -> Engine:
    """An engine with the settings that the promises on crash safety rest on (docs/architecture.md).

    Errors do not tell the values of a statement, so that no log holds what people typed.
    """
    address = normalised(url)
    if address.get_backend_name() == "sqlite":
        if address.database and address.database != ":memory:":
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, hide_parameters=True)
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
        return engine
    engine = create_engine(address, hide_parameters=True, pool_size=8, max_overflow=8)
    _trust_for_a_while(engine)
    return engine


class Database:
    """The tracker's database: sessions for one snapshot to read from, or for one deed to write."""

    def __init__(self, url: str) -> None:
        """Raises sqlalchemy.exc.ArgumentError for an address that cannot be read."""
        self.engine = make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        if self.is_sqlite:
            self._reads = self.engine
            self._writes = self.engine.execution_options(immediate=True)
        else:
            self._reads = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            self._writes = self.engine.execution_options(isolation_level="READ COMMITTED")
        self._singly = of_single_statements(self.engine)

    @property
    def identity(self) -> str:
        """A name for this database, for caches in the process."""
        return self.engine.url.render_as_string(hide_password=True)

    def reading(self) -> Session:
        """A session for GET and HEAD: one snapshot, nothing may be written."""
        return Session(self._reads, expire_on_commit=False)

    def asking(self) -> Connection:
        """A connection for a read of one statement, to be closed at once."""
        return self._singly.connect()

    def writing(self) -> Session:
        """A session for a deed."""
        return Session(self._writes, expire_on_commit=False)

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()
