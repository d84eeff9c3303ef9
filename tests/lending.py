"""PostgreSQL databases lent to one test after another: emptied and renamed between them, for making one takes longer.

Each loan has a name of its own, so that nothing an application remembered of the database before can be taken for
this one's. A database whose tables or triggers a test has changed is thrown away.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

LOANS = 40
"""A database is lent so often before another takes its place: rows that were deleted still lie in its files."""

SHAPE = """
SELECT array_agg(said ORDER BY said) FROM (
    SELECT 'pg_class ' || count(*) || ' ' || max(xmin::text::bigint)
        FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'pg_trigger ' || count(*) || ' ' || max(xmin::text::bigint) FROM pg_trigger
    UNION ALL SELECT 'pg_constraint ' || count(*) || ' ' || max(xmin::text::bigint)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'pg_attribute ' || count(*) || ' ' || max(xmin::text::bigint)
        FROM pg_attribute WHERE attrelid >= 16384
) AS everything (said)
"""
"""How many things a database is made of, and the last transaction that touched one of them."""
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
SEQUENCES = """
SELECT quote_ident(sequencename), coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences
"""
OTHERS_OUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
EMPTY = """
DO $$
DECLARE name text; held boolean;
BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', name) INTO held;
        IF held THEN EXECUTE format('DELETE FROM public.%I', name); END IF;
    END LOOP;
END $$
"""


def stays_after_the_run() -> bool:
    """Whether the server is somebody's who wants it back as it was."""
    return bool(os.environ.get("TEST_DATABASE_URL"))


class Lender:
    """Lends copies of one migrated database."""

    def __init__(self, template: str) -> None:
        source = make_url(template)
        assert source.database is not None
        self._source, self._names = source, (f"{source.database}_{number}" for number in itertools.count(1))
        self._free: list[tuple[str, int]] = []
        with self._connected(source.database) as connection:
            self._shape = _one(connection, SHAPE)
            self._filling = filling_of(connection)
            self._may_empty = _one(connection, "SELECT usesuper FROM pg_user WHERE usename = current_user")

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The URL of a database like the template."""
        name, loans = next(self._names), 1
        if self._free:
            before, loans = self._free.pop()
            self._tell("ALTER DATABASE {} RENAME TO {}", before, name)
        else:
            self._tell("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, self._source.database or "")
        try:
            yield self._source.set(database=name).render_as_string(hide_password=False)
        finally:
            if loans < LOANS and self._may_empty and self._emptied(name):
                self._free.append((name, loans + 1))
            else:
                self._tell("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def close(self) -> None:
        """Drop what is left."""
        for name, _ in self._free:
            self._tell("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _emptied(self, name: str) -> bool:
        """Make the database as the template is; False when a test has changed its tables."""
        with self._connected(name) as connection:
            connection.execute(OTHERS_OUT)
            if _one(connection, SHAPE) != self._shape:
                return False
            connection.execute("SET session_replication_role = replica")
            connection.execute(EMPTY)
            connection.execute(self._filling)
        return True

    def _tell(self, statement: str, *names: str) -> None:
        with self._connected("postgres") as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _connected(self, name: str) -> psycopg.Connection[Any]:
        return psycopg.connect(self._source.set(database=name).render_as_string(hide_password=False), autocommit=True)


def _one(connection: psycopg.Connection[Any], statement: str | sql.Composed) -> Any:
    row = connection.execute(statement).fetchone()
    return row[0] if row else None


def filling_of(connection: psycopg.Connection[Any]) -> sql.Composed:
    """Statements, sent as one, that put what a database holds into another one of the same shape, instead of whatever
    stands there in the same tables; its sequences go on from where these stand. Triggers are to be left out."""
    parts: list[sql.Composable] = []
    for (name,) in connection.execute(TABLES).fetchall():
        table = sql.Identifier("public", name)
        rows = _one(connection, sql.SQL("SELECT json_agg(held)::text FROM {} AS held").format(table))
        if rows is not None:
            parts.append(sql.SQL("DELETE FROM {}").format(table))
            parts.append(
                sql.SQL(
                    "INSERT INTO {} OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::{}, {})"
                ).format(table, table, sql.Literal(rows))
            )
    for name, value, is_called in connection.execute(SEQUENCES).fetchall():
        parts.append(
            sql.SQL("SELECT setval({}::regclass, {}, {})").format(
                sql.Literal(name), sql.Literal(value), sql.Literal(is_called)
            )
        )
    return sql.SQL(";\n").join(parts)
