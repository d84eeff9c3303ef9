"""What is no domain data: browser sessions, sign-in attempts, kept readings. A store of its own.

Its transactions are short and never wait for an import. On SQLite it is a file of its own; losing it signs
everybody out and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Column, Connection, Engine, Index, Integer, LargeBinary, MetaData, String, Table, Text, false
from sqlalchemy import delete as sql_delete
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import NAMING_CONVENTION, Instant
from app.core.engine import make_engine, of_single_statements

metadata = MetaData(naming_convention=NAMING_CONVENTION)

browser_session = Table(
    "volatile_browser_session",
    metadata,
    Column("id_hash", String(64), primary_key=True),
    Column("user_id", Integer, index=True),
    Column("content", Text, nullable=False),
    Column("created_at", Instant(), nullable=False),
    Column("seen_at", Instant(), nullable=False),
    Column("expires_at", Instant(), nullable=False, index=True),
)

sign_in_attempt = Table(
    "volatile_sign_in_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bucket", String(100), nullable=False),
    Column("attempted_at", Instant(), nullable=False),
    Index("ix_volatile_sign_in_attempt_bucket", "bucket", "attempted_at"),
)

kept_reading = Table(
    "volatile_kept_reading",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("kept_at", Instant(), nullable=False, index=True),
)


class VolatileStore:
    """The store's engine and its short transactions."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = make_engine(url)
        self._singly = of_single_statements(self.engine)

    def create(self) -> None:
        """Make the tables that are missing."""
        metadata.create_all(self.engine)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A short transaction that writes; committed at the end of the block."""
        with self.engine.execution_options(immediate=True).begin() as connection:
            yield connection

    def reading(self) -> Connection:
        """For reads of one statement each; a connection to be closed at once."""
        return self._singly.connect()

    def is_writable(self) -> bool:
        """Whether it can be reached and written to; nothing is."""
        try:
            with self.engine.execution_options(immediate=True).connect() as connection:
                connection.execute(sql_delete(kept_reading).where(false()))
                connection.rollback()
        except SQLAlchemyError:
            return False
        return True

    def sweep(self, now: datetime, seen_since: datetime, attempts_since: datetime) -> None:
        """Remove sessions and attempts that have had their time."""
        over = (browser_session.c.expires_at < now) | (browser_session.c.seen_at < seen_since)
        with self.writing() as connection:
            connection.execute(sql_delete(browser_session).where(over))
            connection.execute(sql_delete(sign_in_attempt).where(sign_in_attempt.c.attempted_at < attempts_since))

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()
