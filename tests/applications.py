"""An application on a fresh database of its own, once on SQLite and once on PostgreSQL, and browsers for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.core import schema
from app.core.engine import Database
from app.http.context import services
from app.http.volatile import VolatileStore
from config import Config
from tests.lending import Lender, stays_after_the_run
from tests.remembered import with_templates
from tests.standing import Standing
from tests.web.browsing import Browser

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def lender(new_postgres_database: Callable[[str], str]) -> Iterator[Lender]:
    """Lends PostgreSQL databases at the head revision, one to each test."""
    url = new_postgres_database("web_template")
    database = Database(url)
    schema.upgrade(database.engine)
    database.dispose()
    store = VolatileStore(url)
    store.create()
    store.dispose()
    lends = Lender(url)
    yield lends
    if stays_after_the_run():
        lends.close()


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Builds applications with cheap password checks; closes what they hold at the end."""
    made: list[Flask] = []

    def build(database_url: str, volatile_url: str, **settings: object) -> Flask:
        values: dict[str, object] = {
            "data_dir": tmp_path,
            "database_url": database_url,
            "volatile_url": volatile_url,
            "secret_key": "not a secret, only for tests of 32+",
            "audit_head_file": tmp_path / "audit-head.log",
            "argon2_memory_kib": 8,
            "argon2_rounds": 1,
            "is_testing": True,
            **settings,
        }
        app = with_templates(create_app(Config(**values)))  # type: ignore[arg-type]
        app.config["PROPAGATE_EXCEPTIONS"] = False
        made.append(app)
        return app

    yield build
    for app in made:
        services(app).database.dispose()
        services(app).volatile.dispose()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Which database this run of a test is on."""
    name: str = request.param
    return name


@pytest.fixture
def database_urls(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A migrated, empty database of the test's own, and the store beside it."""
    if backend == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "tracker.sqlite3")
        volatile = f"sqlite:///{tmp_path / 'volatile.sqlite3'}"
        store = VolatileStore(volatile)
        store.create()
        store.dispose()
        yield f"sqlite:///{tmp_path / 'tracker.sqlite3'}", volatile
        return
    with request.getfixturevalue("lender").lent() as url:
        yield url, url


@pytest.fixture
def app(database_urls: tuple[str, str], make_app: Callable[..., Flask]) -> Flask:
    """The application; `tests.web.browsing.make_person` makes people in it."""
    return make_app(*database_urls)


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """Builds worlds in applications, each once."""
    return Standing(tmp_path_factory.mktemp("standing"))


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser that is not signed in."""
    return Browser(app)


@pytest.fixture
def new_browser(app: Flask) -> Callable[..., Browser]:
    """Further browsers on the same application."""
    return lambda **options: Browser(app, **options)
