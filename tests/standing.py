"""Worlds that many tests begin in: built by the first that asks, laid into an empty database for the others.

What is laid in are the rows, the sequences' places and the copy of the trail; the releases of the catalogue are known
as they are to a process that has loaded them. So a world is as if just built; whatever builds one must leave nothing
else. A world is built anew each day, and for each minute at which a test sets its clock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar, cast

import psycopg
import time_machine
from flask import Flask
from psycopg import sql

from app.catalogue.queries import releases
from app.catalogue.views import CatalogueView
from app.core import clock
from app.http.context import services
from tests.lending import filling_of

T = TypeVar("T")
BEFORE = timedelta(minutes=1)
"""A world is that much older than a test whose clock is set: another may begin earlier within the same minute."""


@dataclass(frozen=True)
class Sqlite:
    """A world in a file."""

    kept: Path

    @classmethod
    def taken(cls, app: Flask, kept: Path) -> Sqlite:
        """What now stands in an application's database."""
        _copy(_file_of(app), kept)
        return cls(kept)

    def lay_into(self, app: Flask) -> None:
        """Make an application's database the same."""
        _copy(self.kept, _file_of(app))


@dataclass(frozen=True)
class Postgres:
    """A world as the statements that make it."""

    filling: sql.Composed

    @classmethod
    def taken(cls, app: Flask) -> Postgres:
        """What now stands in an application's database."""
        with _connected(app) as connection:
            return cls(filling_of(connection))

    def lay_into(self, app: Flask) -> None:
        """Make an application's database the same; it holds nothing in tables that were empty."""
        with _connected(app) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(self.filling)


@dataclass(frozen=True)
class Kept:
    """All of a world: what its builder told, the copy of the trail, the rows, and the releases of the catalogue."""

    told: object
    trail: str
    rows: Sqlite | Postgres
    releases: dict[tuple[int, str, datetime], CatalogueView]

    def lay_into(self, app: Flask, head: Path) -> None:
        """Make an application's database and trail the same."""
        self.rows.lay_into(app)
        head.write_text(self.trail, encoding="utf-8")
        for key, view in self.releases.items():
            releases._views[(_url_of(app), *key)] = view
        while len(releases._views) > releases.RELEASES_KEPT:
            releases._views.popitem(last=False)


class Standing:
    """The worlds of this process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[tuple[str, str, date | datetime], Kept] = {}

    def build(self, name: str, app: Flask, build: Callable[[], T]) -> T:
        """Have a world in an application with an empty database; returns what `build` told of it when it was built.

        `name` says which world it is; what `build` returns must hold for every application with these rows.
        """
        database, head = services(app).database, services(app).config.audit_head_file
        assert head is not None
        is_set = time_machine.escape_hatch.is_travelling()
        when = clock.now().replace(second=0, microsecond=0) if is_set else clock.today()
        key = name, database.engine.dialect.name, when
        if held := self._held.get(key):
            held.lay_into(app, head)
            return cast(T, held.told)
        with time_machine.travel(clock.now() - BEFORE, tick=True) if is_set else nullcontext():
            made = build()
        if database.is_sqlite or _may_fill(app):
            kept = self._folder / f"{len(self._held)}.sqlite3"
            rows = Sqlite.taken(app, kept) if database.is_sqlite else Postgres.taken(app)
            known = {rest[1:]: view for rest, view in releases._views.items() if rest[0] == _url_of(app)}
            self._held[key] = Kept(made, head.read_text(encoding="utf-8"), rows, known)
        return made


def _file_of(app: Flask) -> Path:
    return Path(str(services(app).database.engine.url.database))


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        other.execute("PRAGMA synchronous = OFF")
        one.backup(other)


def _url_of(app: Flask) -> str:
    return services(app).database.engine.url.render_as_string(hide_password=True)


def _connected(app: Flask) -> psycopg.Connection[tuple[object, ...]]:
    url = services(app).database.engine.url.set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


def _may_fill(app: Flask) -> bool:
    """Whether the server's user may leave triggers out."""
    with _connected(app) as connection:
        found = connection.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone()
        return bool(found and found[0])
