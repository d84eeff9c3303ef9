"""Server-side browser sessions: the cookie holds a random identifier, the store everything else.

A session ends at once on sign-out, password change, role change or disabling: its row is deleted. It is idle
after `idle_minutes` and over after `session_hours`. The row is written at most once a minute for a mere visit.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import delete, insert, update
from sqlalchemy import select as volatile_select
from werkzeug.datastructures import CallbackDict

from app.core import clock
from app.http.volatile import VolatileStore, browser_session

TOUCH_EVERY = timedelta(minutes=1)
USER_KEY = "_user_id"  # Flask-Login's own


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
        self.expires_at: datetime | None = None

    def rotate(self) -> None:
        """Take a new identifier with this answer: at sign-in and whenever rights change."""
        self.renew = True
        self.modified = True


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

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        identifier = request.cookies.get(self.cookie_name, "")
        if not 20 <= len(identifier) <= 100:
            return BrowserSession({})
        now = clock.now()
        with self.store.reading() as connection:
            row = connection.execute(
                volatile_select(browser_session).where(browser_session.c.id_hash == hashed(identifier))
            ).one_or_none()
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
                response.delete_cookie(self.cookie_name, path="/", secure=self.secure, httponly=True, samesite="Lax")
            return
        now = clock.now()
        if session.identifier and not session.renew:
            if session.modified or session.seen_at is None or session.seen_at + TOUCH_EVERY <= now:
                self._keep(session, now)
            return
        old, session.identifier = session.identifier, secrets.token_urlsafe(32)
        with self.store.writing() as connection:
            if old:
                connection.execute(delete(browser_session).where(browser_session.c.id_hash == hashed(old)))
            connection.execute(
                insert(browser_session).values(
                    id_hash=hashed(session.identifier),
                    user_id=_user_of(session),
                    content=json.dumps(dict(session)),
                    created_at=now,
                    seen_at=now,
                    expires_at=now + self.absolute,
                )
            )
        response.set_cookie(
            self.cookie_name, session.identifier, path="/", secure=self.secure, httponly=True, samesite="Lax"
        )

    def _keep(self, session: BrowserSession, now: datetime) -> None:
        """An UPDATE, never an upsert: a session that was ended meanwhile stays ended."""
        values: dict[str, Any] = {"seen_at": now}
        if session.modified:
            values |= {"content": json.dumps(dict(session)), "user_id": _user_of(session)}
        with self.store.writing() as connection:
            connection.execute(
                update(browser_session).where(browser_session.c.id_hash == hashed(session.identifier)).values(**values)
            )

    def end(self, identifier: str) -> None:
        """End one session."""
        with self.store.writing() as connection:
            connection.execute(delete(browser_session).where(browser_session.c.id_hash == hashed(identifier)))

    def end_of_user(self, user_id: int, *, but: str = "") -> int:
        """End all sessions of a person, but one if given; returns how many were ended."""
        with self.store.writing() as connection:
            done = connection.execute(
                delete(browser_session).where(
                    browser_session.c.user_id == user_id,
                    browser_session.c.id_hash != (hashed(but) if but else ""),
                )
            )
            return done.rowcount


def _user_of(session: BrowserSession) -> int | None:
    user = session.get(USER_KEY)
    return int(user) if user is not None else None
