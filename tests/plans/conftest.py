"""Tests of plans run at a frozen noon on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.audit.canonical import NO_HASH
from app.audit.models import AuditHead
from app.catalogue.views import CatalogueView
from app.core.db import Base
from app.core.engine import Database
from tests.factories import plans as factory


@pytest.fixture
def clock_at() -> Iterator[time_machine.Traveller]:
    """A clock that stands at noon of 10 March 2025 until it is moved."""
    with time_machine.travel(factory.NOON, tick=False) as coordinates:
        yield coordinates


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Database]:
    return {}


@pytest.fixture(params=["sqlite", "postgresql"])
def session(
    request: pytest.FixtureRequest,
    made: dict[str, Database],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Session]:
    backend = request.param
    if backend not in made:
        if backend == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('plans')}/plans.sqlite3"
        else:
            make: Callable[[str], str] = request.getfixturevalue("new_postgres_database")
            url = make("plans")
        made[backend] = Database(url)
        Base.metadata.create_all(made[backend].engine)
        with made[backend].engine.begin() as connection:
            connection.execute(insert(AuditHead).values(id=1, entries=0, hash=NO_HASH))
    connection = made[backend].engine.execution_options(immediate=True).connect()
    transaction = connection.begin()
    held = Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
    try:
        yield held
    finally:
        held.close()
        transaction.rollback()
        connection.close()


@pytest.fixture
def view(session: Session, clock_at: time_machine.Traveller) -> CatalogueView:
    """The small catalogue with its plans opened, at the frozen noon."""
    return factory.opened(session)
