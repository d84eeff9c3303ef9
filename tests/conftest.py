"""Fixtures that every test may use. Without `session` or `client` a test has no database."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from app import models  # noqa: F401 - maps every class
from app.core import schema
from app.core.engine import Database

pytest_plugins = ["tests.databases", "tests.applications", "tests.guards.fixtures"]

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file at the head revision, copied by whoever needs a database that may be committed to."""
    path = tmp_path_factory.mktemp("template") / "tracker.sqlite3"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database.engine)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def migrated(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Database]]:
    """Databases at the head revision by backend, made when first asked for; tests leave them empty."""
    made: dict[str, Database] = {}
    yield made
    for database in made.values():
        database.dispose()


@pytest.fixture(params=BACKENDS)
def database(
    request: pytest.FixtureRequest,
    migrated: dict[str, Database],
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Database:
    """A migrated, empty database; once on SQLite, once on PostgreSQL. What a test writes is rolled back."""
    backend: str = request.param
    if backend not in migrated:
        if backend == "sqlite":
            path = tmp_path_factory.mktemp("shared") / "tracker.sqlite3"
            shutil.copy(sqlite_template, path)
            migrated[backend] = Database(f"sqlite:///{path}")
        else:
            migrated[backend] = Database(request.getfixturevalue("postgres_url"))
            schema.upgrade(migrated[backend].engine)
    return migrated[backend]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session whose commits are savepoints of a transaction that is rolled back at the end."""
    connection = database.engine.execution_options(immediate=True).connect()
    transaction = connection.begin()
    held = Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
    try:
        yield held
    finally:
        held.close()
        transaction.rollback()
        connection.close()


Fresh = Callable[[str, bool], Database]
_numbers = count(1)


@pytest.fixture(scope="session")
def migrated_template(new_postgres_database: Callable[[str], str]) -> str:
    """The name of a PostgreSQL database at the head revision, to make others from."""
    database = Database(new_postgres_database("template"))
    schema.upgrade(database.engine)
    name = database.engine.url.database
    database.dispose()
    assert name
    return name


@pytest.fixture
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fresh]:
    """Makes databases that may be committed to, by backend, migrated or empty; gone after the test."""
    made: list[Database] = []
    dropped: list[str] = []

    def make(backend: str, is_migrated: bool) -> Database:
        if backend == "sqlite":
            path = tmp_path / f"fresh{next(_numbers)}.sqlite3"
            if is_migrated:
                shutil.copy(request.getfixturevalue("sqlite_template"), path)
            made.append(Database(f"sqlite:///{path}"))
            return made[-1]
        server = request.getfixturevalue("postgres_server_url")
        template = request.getfixturevalue("migrated_template") if is_migrated else "template0"
        name = f"{request.getfixturevalue('migrated_template')}_{next(_numbers)}"
        with psycopg.connect(server, autocommit=True) as connection:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        dropped.append(name)
        url = make_url(server).set(database=name)
        made.append(Database(url.render_as_string(hide_password=False)))
        return made[-1]

    yield make
    for database in made:
        database.dispose()
    if dropped:
        with psycopg.connect(request.getfixturevalue("postgres_server_url"), autocommit=True) as connection:
            for name in dropped:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Once sqlite, once postgresql."""
    return str(request.param)


@pytest.fixture
def committed(backend: str, fresh: Fresh) -> Database:
    """A migrated database that may be committed to; on both backends."""
    return fresh(backend, True)


@pytest.fixture
def empty(backend: str, fresh: Fresh) -> Database:
    """A database without any table; on both backends."""
    return fresh(backend, False)
