"""Fixtures that every test may use. Without `session` or `client` a test has no database."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session

from app import models  # noqa: F401 - maps every class
from app.core import engine, schema
from app.core.engine import Database
from tests.factories.buckets import Buckets, served_buckets
from tests.lending import Lender, stays_after_the_run
from tests.remembered import remember_routes, remember_statements

pytest_plugins = ["tests.databases", "tests.applications", "tests.guards.fixtures"]

settings.register_profile("tracker", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tracker")  # how long an example takes is no fact about the tracker

DURABLE = engine.SYNCHRONOUS
engine.SYNCHRONOUS = "OFF"  # no test outlives a power cut; a process that is killed loses nothing by it
remember_routes()
remember_statements("sqlite://")

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def buckets() -> Iterator[Buckets]:
    """A store that speaks S3, started for the tests that ask for it."""
    with served_buckets() as served:
        yield served


def pytest_collection_finish() -> None:
    """What stands now stands to the end of the run: looking through it for garbage again and again costs time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


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
def migrated_lender(new_postgres_database: Callable[[str], str]) -> Iterator[Lender]:
    """Lends PostgreSQL databases at the head revision."""
    url = new_postgres_database("template")
    database = Database(url)
    schema.upgrade(database.engine)
    database.dispose()
    lends = Lender(url)
    yield lends
    if stays_after_the_run():
        lends.close()


@pytest.fixture
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fresh]:
    """Makes databases that may be committed to, by backend, migrated or empty; gone after the test."""

    def make(backend: str, is_migrated: bool) -> Database:
        number = next(_numbers)
        if backend == "sqlite":
            path = tmp_path / f"fresh{number}.sqlite3"
            if is_migrated:
                shutil.copy(request.getfixturevalue("sqlite_template"), path)
            url = f"sqlite:///{path}"
        elif is_migrated:
            url = held.enter_context(request.getfixturevalue("migrated_lender").lent())
        else:
            url = request.getfixturevalue("new_postgres_database")(f"fresh{number}")
        database = Database(url)
        held.callback(database.dispose)
        return database

    with ExitStack() as held:
        yield make


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
