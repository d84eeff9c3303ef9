"""One house for all tests that walk through everything; no deed of theirs is kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.core import schema
from app.core.engine import Database
from app.http import commits
from app.http.context import services
from app.http.volatile import VolatileStore
from app.reports import printing
from app.reports.printing import Printer
from tests.conftest import BACKENDS
from tests.guards.house import NOON, House, build_house


@pytest.fixture(scope="session", params=BACKENDS)
def standing_house(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """The house on a database of its own, once on SQLite and once on PostgreSQL."""
    folder = tmp_path_factory.mktemp("house")
    if request.param == "sqlite":
        shutil.copy(sqlite_template, folder / "tracker.sqlite3")
        urls = f"sqlite:///{folder / 'tracker.sqlite3'}", f"sqlite:///{folder / 'volatile.sqlite3'}"
    else:
        make: Callable[[str], str] = request.getfixturevalue("new_postgres_database")
        urls = (make("house"),) * 2
        database = Database(urls[0])
        schema.upgrade(database.engine)
        database.dispose()
    store = VolatileStore(urls[1])
    store.create()
    store.dispose()
    with time_machine.travel(NOON, tick=True):
        built = build_house(*urls, folder)
    yield built
    services(built.app).database.dispose()
    services(built.app).volatile.dispose()


@pytest.fixture
def house(standing_house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The house at a fixed noon. What is done in it is answered and then thrown away, so that order does not matter.

    A document is answered as the page that would be printed: its words can be read, and are there in no time.
    """

    def throw_away(session: Session, *_: Any, **__: Any) -> None:
        session.flush()
        session.rollback()

    def leave_unprinted(html: str, made: Path, _: Printer) -> None:
        made.write_text(html, encoding="utf-8")

    monkeypatch.setattr(commits, "commit", throw_away)
    monkeypatch.setattr(printing, "_make", leave_unprinted)
    with time_machine.travel(NOON, tick=True):
        yield standing_house
