"""What a request carries: one database session, the actor, the day asked for, the catalogue in force."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, g, request
from flask_login import current_user
from sqlalchemy.orm import Session

from app.accounts.actor import NOBODY, Actor
from app.catalogue.queries import ReleaseHead, head_on, list_releases, view_of
from app.core import clock
from app.core.engine import Database
from app.files.depot import Depot
from app.governance.solidarity.law import law_of
from app.governance.solidarity.queries import list_finding_records
from app.governance.solidarity.records import FindingRecord
from app.http.queries import NOTHING_FOUND, DataVersion, read_data_version, read_visit
from app.http.volatile import VolatileStore
from app.readiness.cache import Recent

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView
    from config import Config

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass
class Services:
    """What the application was built with; kept under app.extensions["tracker"].

    `releases`: those of the catalogue, `findings`: what was recorded of findings, and `laws`: releases with what counts
    of that, all by what the data version says.
    """

    config: Config
    database: Database
    volatile: VolatileStore
    depot: Depot
    releases: Recent[list[ReleaseHead]] = field(default_factory=lambda: Recent(16))
    findings: Recent[list[FindingRecord]] = field(default_factory=lambda: Recent(4))
    laws: Recent[CatalogueView] = field(default_factory=lambda: Recent(8))


def services(app: Flask | None = None) -> Services:
    """The services of the present application."""
    return cast(Services, (app or current_app).extensions["tracker"])


def config() -> Config:
    """The settings."""
    return services().config


def session() -> Session:
    """The request's one session: one that writes for a view marked `@writes`, else a snapshot to read from."""
    if "database_session" not in g:
        database = services().database
        view = current_app.view_functions.get(request.endpoint or "")
        writes = request.method not in SAFE_METHODS and getattr(view, "writes", False)
        g.database_session = database.writing() if writes else database.reading()
        g.database_session.info["request_id"] = request_id()
    return cast(Session, g.database_session)


def fresh_session() -> Session:
    """Throw the request's session away and begin another: before a deed is tried again."""
    close_session()
    return session()


def close_session(_error: BaseException | None = None) -> None:
    """Close the request's session; what was not committed is gone."""
    held = g.pop("database_session", None)
    if held is not None:
        held.close()


def request_id() -> str:
    """A random name for this request, in the log, the audit trail and on error pages."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return cast(str, g.request_id)


def visit_of(user_id: int) -> tuple[Actor, datetime | None] | None:
    """Who asks, with the rights of this moment, and when their password was set; the state of the data beside it.

    A deed asks within its own transaction. A page is asked for before its snapshot is taken, so that an answer from
    what is kept needs none: what the page shows is then as new as this mark of the data, or newer.
    """
    if request.method in SAFE_METHODS:
        with services().database.asking() as connection:
            found = read_visit(connection, user_id)
    else:
        found = read_visit(session(), user_id)
    if found is None:
        return None
    g.data_version, g.unseen_mentions = found.data, found.unseen
    return found.person, found.password_set_at


def unseen_mentions() -> int:
    """In how many comments and messages on flags the person is mentioned and has not seen it, readable or not."""
    return int(g.get("unseen_mentions", 0))


def data_version() -> DataVersion:
    """The state of the data that this request sees; asked once a request, with who asks where somebody does."""
    if "data_version" not in g:
        g.data_version = read_data_version(session())
    return cast(DataVersion, g.data_version)


def actor() -> Actor:
    """Who asks, with the rights of this moment."""
    return cast(Actor, getattr(current_user, "actor", NOBODY))


@dataclass(frozen=True)
class Viewpoint:
    """The day a page shows (`as_of`), and as it was known on which day (`known`; empty: as known now)."""

    as_of: date
    known: date | None
    today: date

    @property
    def is_past(self) -> bool:
        """Pages of another day are read-only and say so."""
        return self.as_of != self.today or self.known is not None


def releases() -> list[ReleaseHead]:
    """All releases of the catalogue, the one in force last first: asked once while the newest is the same."""
    if "data_version" not in g:
        return list_releases(session())
    return services().releases.get_or_make(g.data_version.newest_release, lambda: list_releases(session()))


def recorded_findings() -> list[FindingRecord]:
    """All that was recorded of findings: asked once while nothing more is, and never while nothing was.

    A request that writes asks for itself: what it reads before its commit may never come true.
    """
    said = data_version().findings
    if said == NOTHING_FOUND:
        return []
    if request.method not in SAFE_METHODS:
        return list_finding_records(session())
    return services().findings.get_or_make(said, lambda: list_finding_records(session()))


def catalogue_on(day: date, known: date | None = None) -> CatalogueView:
    """The catalogue in force on a day with the recorded findings that count, as known now or at the end of another day.

    As detached data. Raises NotFound.
    """
    return catalogue_of(head_on(releases(), day), known)


def catalogue_of(head: ReleaseHead, known: date | None = None) -> CatalogueView:
    """A release with the recorded findings that count, as known now or at the end of a day."""
    view = view_of(session(), head)
    records = recorded_findings()
    if not records:
        return view
    until = None if known is None else clock.end_of(known)
    if request.method not in SAFE_METHODS:
        return law_of(view, records, until)
    key = (head, data_version().findings, until)
    return services().laws.get_or_make(key, lambda: law_of(view, records, until))


def catalogue() -> CatalogueView:
    """The catalogue in force on the day the page shows, with the recorded findings that count."""
    if "catalogue" not in g:
        seen = viewpoint()
        g.catalogue = catalogue_on(seen.as_of, seen.known)
    return cast("CatalogueView", g.catalogue)


def viewpoint() -> Viewpoint:
    """The day asked for, set by `app.http.days` before the view runs; today when a page shows no state."""
    if "viewpoint" not in g:
        today = clock.today()
        g.viewpoint = Viewpoint(today, None, today)
    return cast(Viewpoint, g.viewpoint)
