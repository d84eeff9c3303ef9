"""PostgreSQL for tests: one server a test run, started by the first test that asks, and a database a worker.

`TEST_DATABASE_URL` names a server that is there instead; its user must be allowed to create databases. Hung on by
`pytest_plugins = ["tests.databases"]` in `tests/conftest.py`.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from tests import postgres_server
from tests.lending import stays_after_the_run
from tests.remembered import remember_statements

FOLDER = pytest.StashKey[Path]()
WATCHED = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    """The process that leads the run owns the server's folder; workers are told where it is."""
    handed = getattr(config, "workerinput", None)
    if handed is None:
        config.stash[FOLDER] = postgres_server.make_folder()
        config.stash[WATCHED] = os.getpid()
    else:
        config.stash[FOLDER] = Path(handed["postgres_folder"])
        config.stash[WATCHED] = int(handed["postgres_watched"])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand the folder on to a worker of pytest-xdist."""
    node.workerinput["postgres_folder"] = str(node.config.stash[FOLDER])
    node.workerinput["postgres_watched"] = node.config.stash[WATCHED]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove everything, at the end of the run."""
    if getattr(config, "workerinput", None) is None and FOLDER in config.stash:
        postgres_server.stop(config.stash[FOLDER])


@pytest.fixture(scope="session")
def postgres_server_url(pytestconfig: pytest.Config) -> str:
    """The URL of a PostgreSQL server where databases may be created; one for all workers."""
    given = os.environ.get("TEST_DATABASE_URL")
    url = _plain(given) if given else _own_server(pytestconfig)
    remember_statements(url)
    return url


def _own_server(config: pytest.Config) -> str:
    folder = config.stash[FOLDER]
    with (folder / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / postgres_server.ADDRESS).exists():
            return str(json.loads((folder / postgres_server.ADDRESS).read_text())["url"])
        return postgres_server.start(folder, config.stash[WATCHED])


@pytest.fixture(scope="session")
def new_postgres_database(postgres_server_url: str) -> Iterator[Callable[[str], str]]:
    """Makes an empty database by a short name and returns its URL; they are dropped where the server stays."""
    made: list[str] = []

    def make(name: str) -> str:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        database = f"tracker_test_{os.getpid()}_{worker}_{name}"
        with psycopg.connect(postgres_server_url, autocommit=True) as connection:
            statement = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"
            connection.execute(sql.SQL(statement).format(sql.Identifier(database)))
        made.append(database)
        return make_url(postgres_server_url).set(database=database).render_as_string(hide_password=False)

    yield make
    if not stays_after_the_run():
        return
    with psycopg.connect(postgres_server_url, autocommit=True) as connection:
        for database in made:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


@pytest.fixture(scope="session")
def postgres_url(new_postgres_database: Callable[[str], str]) -> str:
    """The URL of this worker's own PostgreSQL database, empty at first."""
    return new_postgres_database("own")


def _plain(url: str) -> str:
    """`postgres://` and `postgresql+psycopg://` as psycopg reads them."""
    scheme, separator, rest = url.partition("://")
    return f"postgresql{separator}{rest}" if scheme.startswith("postgres") else url
