"""Server-side browser sessions: the cookie holds a random identifier, the store everything else.

A session ends at once on sign-out, password change, role change or disabling: its row is deleted. It is idle
after `idle_minutes` and over after `session_hours`, counted from the sign-in. The row is written at most once
a minute for a mere visit, and not at all for what a page's script reads by itself.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import ColumnElement, bindparam, delete, func, insert, update
from sqlalchemy import select as volatile_select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import CallbackDict

from app.core import clock
from app.http.volatile import VolatileStore, browser_session

TOUCH_EVERY = timedelta(minutes=1)
SWEEP_EVERY = timedelta(minutes=10)
ATTEMPTS_KEPT = timedelta(days=1)
UNSIGNED_LIFE = timedelta(hours=1)
"""How long the form token of somebody who has not signed in is kept."""
USER_KEY = "_user_id"  # Flask-Login's own
WITHOUT_SESSION = ("/healthz", "/static/")

_BY_IDENTIFIER = volatile_select(browser_session).where(browser_session.c.id_hash == bindparam("id_hash"))


class BrowserSession(CallbackDict[str, Any], SessionMixin):
    """A session as views see it. `identifier` is empty until something is stored."""

    def __init__(self, content: dict[str, Any], identifier: str = "", seen_at: datetime | None = None) -> None:
        def on_update(self: CallbackDict[str, Any]) -> None:
            self.modified = True  # type: ignore[attr-defined]

        super().__init__(content, on_update)
        self.identifier = identifier
        self.seen_at = seen_at
        self.modified = False
        self.renew = False
        self.is_new_sign_in = False
        self.is_unavailable = False
        self.expires_at: datetime | None = None

    def rotate(self, *, is_new_sign_in: bool = False) -> None:
        """Take a new identifier with this answer: at sign-in and whenever rights change.

        After a sign-in its time begins anew; else the session goes on as long as it would have, and only if it
        has not been ended meanwhile.
        """
        self.renew = True
        self.is_new_sign_in = is_new_sign_in
        self.modified = True


@dataclass(frozen=True)
class OpenSession:
    """A session in the list of a person's own; `name` is what its form sends, and tells nothing."""

    name: str
    created_at: datetime
    seen_at: datetime
    is_present: bool


def hashed(identifier: str) -> str:
    """What the store knows of an identifier."""
    return hashlib.sha256(identifier.encode()).hexdigest()


class ServerSideSessions(SessionInterface):
    """Flask's session interface on the volatile store."""

    def __init__(self, store: VolatileStore, *, idle: timedelta, absolute: timedelta, secure: bool) -> None:
        self.store = store
        self.idle = idle
        self.absolute = absolute
        self.cookie_name = "__Host-session" if secure else "session"
        self.secure = secure
        self._swept_at: datetime | None = None

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        identifier = request.cookies.get(self.cookie_name, "")
        if not 20 <= len(identifier) <= 100 or request.path.startswith(WITHOUT_SESSION):
            return BrowserSession({})
        now = clock.now()
        try:
            with self.store.reading() as connection:
                row = connection.execute(_BY_IDENTIFIER, {"id_hash": hashed(identifier)}).one_or_none()
        except SQLAlchemyError:
            app.logger.exception("session store not reachable")
            unavailable = BrowserSession({})
            unavailable.is_unavailable = True  # told by app.http.headers, where errors have their page
            return unavailable
        if row is None or row.expires_at <= now or row.seen_at + self.idle <= now:
            return BrowserSession({})
        session = BrowserSession(json.loads(row.content), identifier, row.seen_at)
        session.expires_at = row.expires_at
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, BrowserSession)
        response.vary.add("Cookie")
        if not session:
            if session.identifier:
                self.end(session.identifier)
                self._forget_cookie(response)
            return
        now = clock.now()
        if session.identifier and not session.renew:
            if session.modified or (_is_visit() and _is_due(session, now)):
                self._keep(session, now)
            return
        if not self._begin(session, now):
            self._forget_cookie(response)
            return
        response.set_cookie(
            self.cookie_name, session.identifier, path="/", secure=self.secure, httponly=True, samesite="Lax"
        )

    def _begin(self, session: BrowserSession, now: datetime) -> bool:
        """A row under a new identifier; no when the session to go on with has been ended meanwhile."""
        old, new = session.identifier, secrets.token_urlsafe(32)
        goes_on = bool(old) and not session.is_new_sign_in
        lasts = self.absolute if USER_KEY in session else UNSIGNED_LIFE
        expires_at = session.expires_at if goes_on and session.expires_at else now + lasts
        with self.store.writing() as connection:
            if old:
                ended = connection.execute(delete(browser_session).where(browser_session.c.id_hash == hashed(old)))
                if goes_on and not ended.rowcount:
                    return False
            connection.execute(
                insert(browser_session).values(
                    id_hash=hashed(new),
                    user_id=_user_of(session),
                    content=json.dumps(dict(session)),
                    created_at=now,
                    seen_at=now,
                    expires_at=expires_at,
                )
            )
        session.identifier = new
        self._sweep_sometimes(now)
        return True

    def _keep(self, session: BrowserSession, now: datetime) -> None:
        """An UPDATE, never an upsert: a session that was ended meanwhile stays ended."""
        values: dict[str, Any] = {"seen_at": now}
        if session.modified:
            values |= {"content": json.dumps(dict(session)), "user_id": _user_of(session)}
        with self.store.writing() as connection:
            connection.execute(
                update(browser_session).where(browser_session.c.id_hash == hashed(session.identifier)).values(**values)
            )

    def _forget_cookie(self, response: Response) -> None:
        response.delete_cookie(self.cookie_name, path="/", secure=self.secure, httponly=True, samesite="Lax")

    def _sweep_sometimes(self, now: datetime) -> None:
        if self._swept_at is None or self._swept_at + SWEEP_EVERY <= now:
            self._swept_at = now
            self.store.sweep(now, now - self.idle, now - ATTEMPTS_KEPT)

    def end(self, identifier: str) -> None:
        """End one session."""
        self._end_where(browser_session.c.id_hash == hashed(identifier))

    def end_of_user(self, user_id: int, *, but: str = "") -> int:
        """End all sessions of a person, but one if given; returns how many were ended."""
        kept = hashed(but) if but else ""
        return self._end_where(browser_session.c.user_id == user_id, browser_session.c.id_hash != kept)

    def end_named(self, user_id: int, name: str) -> bool:
        """End the session of that name, if it is one of the person's; whether there was one."""
        names = {_name_of(row.id_hash): row.id_hash for row in self._rows_of(user_id)}
        if name not in names:
            return False
        return self._end_where(browser_session.c.user_id == user_id, browser_session.c.id_hash == names[name]) == 1

    def list_of_user(self, user_id: int, present: str) -> list[OpenSession]:
        """The open sessions of a person, the one used last first; `present` is the identifier of this one."""
        return [
            OpenSession(_name_of(row.id_hash), row.created_at, row.seen_at, row.id_hash == hashed(present))
            for row in self._rows_of(user_id)
        ]

    def count_open(self) -> int:
        """How many sessions of signed-in people are open, in all."""
        now = clock.now()
        query = volatile_select(func.count()).where(
            browser_session.c.user_id.is_not(None),
            browser_session.c.expires_at > now,
            browser_session.c.seen_at > now - self.idle,
        )
        with self.store.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def _rows_of(self, user_id: int) -> list[Any]:
        now = clock.now()
        query = volatile_select(browser_session).where(
            browser_session.c.user_id == user_id,
            browser_session.c.expires_at > now,
            browser_session.c.seen_at > now - self.idle,
        )
        with self.store.reading() as connection:
            return list(connection.execute(query.order_by(browser_session.c.seen_at.desc())))

    def _end_where(self, *conditions: ColumnElement[bool]) -> int:
        with self.store.writing() as connection:
            return connection.execute(delete(browser_session).where(*conditions)).rowcount


def _name_of(id_hash: str) -> str:
    return hashlib.sha256(f"name of {id_hash}".encode()).hexdigest()[:16]


def _is_visit() -> bool:
    """Whether the person asked, and not the page's script that reads something by itself."""
    return request.method != "GET" or request.headers.get("X-Requested-With") != "tracker"


def _is_due(session: BrowserSession, now: datetime) -> bool:
    return session.seen_at is None or session.seen_at + TOUCH_EVERY <= now


def _user_of(session: BrowserSession) -> int | None:
    user = session.get(USER_KEY)
    return int(user) if user is not None else None
