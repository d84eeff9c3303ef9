"""Signing in and out: limits by account and by address, the same work and words for whoever tries."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, current_app, g, request
from flask import session as browser
from flask_login import LoginManager, UserMixin, login_user, logout_user
from sqlalchemy import delete, func, insert
from sqlalchemy import select as volatile_select

from app.accounts.actor import Actor
from app.accounts.models import User
from app.accounts.passwords import Passwords
from app.accounts.queries import find_user_by_email, load_actor
from app.core import clock
from app.core.errors import Invalid, TooMany
from app.core.labels import message
from app.http.context import services, session
from app.http.sessions import ServerSideSessions
from app.http.volatile import sign_in_attempt

WINDOW = timedelta(minutes=15)
LIMITS = {"account": 8, "address": 30, "all": 600}
"""Failed attempts within the window after which further ones wait."""


class SignedIn(UserMixin):  # type: ignore[misc]
    """Flask-Login's user: the actor as read for this request."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.id = str(actor.user_id)


def load_user(user_id: str) -> SignedIn | None:
    """The signed-in person with the rights of this moment, or None when they may no longer sign in."""
    actor = load_actor(session(), int(user_id)) if user_id.isdigit() else None
    return SignedIn(actor) if actor else None


def passwords() -> Passwords:
    """The password hasher with the settings' cost."""
    if "passwords" not in g:
        config = services().config
        g.passwords = Passwords(config.argon2_memory_kib, config.argon2_rounds)
    held: Passwords = g.passwords
    return held


def sign_in(email: str, password: str) -> User:
    """Check and sign in. Raises Invalid (one sentence for every reason) or TooMany."""
    buckets = {
        "account": f"account:{email.strip().lower()[:80]}",
        "address": f"address:{_address()}",
        "all": "all",
    }
    _refuse_too_many(buckets)
    user = find_user_by_email(session(), email)
    stored = user.password_hash if user and user.is_active else None
    if not passwords().fits(password, stored) or user is None:
        _count_failure(buckets)
        raise Invalid(message("E-mail address and password do not fit together."), field="password")
    _forget_failures(buckets["account"])
    actor = load_actor(session(), user.id)
    assert actor is not None
    start_session(actor)
    return user


def start_session(actor: Actor) -> None:
    """A new session with a new identifier for this person."""
    browser.clear()
    login_user(SignedIn(actor))
    browser["signed_in_at"] = clock.now().isoformat()
    browser.rotate()  # type: ignore[attr-defined]


def sign_out() -> None:
    """End the session at once."""
    logout_user()
    browser.clear()


def end_sessions_of(user_id: int, *, keep_present: bool = False) -> int:
    """End a person's sessions; with `keep_present` all but the one of this request."""
    interface = current_app.session_interface
    assert isinstance(interface, ServerSideSessions)
    return interface.end_of_user(user_id, but=browser.identifier if keep_present else "")  # type: ignore[attr-defined]


def _address() -> str:
    return request.remote_addr or "unknown"


def _refuse_too_many(buckets: dict[str, str]) -> None:
    since = clock.now() - WINDOW
    with services().volatile.reading() as connection:
        counts = connection.execute(
            volatile_select(sign_in_attempt.c.bucket, func.count())
            .where(sign_in_attempt.c.bucket.in_(buckets.values()), sign_in_attempt.c.attempted_at > since)
            .group_by(sign_in_attempt.c.bucket)
        )
        seen = {row[0]: row[1] for row in counts}
    for name, bucket in buckets.items():
        if seen.get(bucket, 0) >= LIMITS[name]:
            raise TooMany(
                message("Too many attempts. Wait %(minutes)s minutes, or ask an administrator for a new password."),
                retry_after=int(WINDOW.total_seconds()),
                minutes=int(WINDOW.total_seconds() // 60),
            )


def _count_failure(buckets: dict[str, str]) -> None:
    now = clock.now()
    with services().volatile.writing() as connection:
        connection.execute(
            insert(sign_in_attempt), [{"bucket": bucket, "attempted_at": now} for bucket in buckets.values()]
        )
    services().volatile.sweep(now, now - WINDOW)


def _forget_failures(bucket: str) -> None:
    with services().volatile.writing() as connection:
        connection.execute(delete(sign_in_attempt).where(sign_in_attempt.c.bucket == bucket))


def manage_logins(app: Flask) -> None:
    """Hang Flask-Login on an application."""
    manager = LoginManager()
    manager.session_protection = None  # the identifier is random, kept on the server, and rotated
    manager.user_loader(load_user)
    manager.init_app(app)
