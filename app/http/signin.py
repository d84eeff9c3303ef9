"""Signing in and out: limits by account and by address, the same work and words for whoever tries."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import cast

from flask import Flask, current_app, request
from flask import session as browser
from flask_login import LoginManager, UserMixin, login_user, logout_user
from sqlalchemy import delete, func, insert
from sqlalchemy import select as volatile_select

from app.accounts.actor import Actor
from app.accounts.models import User
from app.accounts.passwords import Passwords, passwords_of_cost
from app.accounts.queries import find_user_by_email, load_signed_in
from app.core import clock
from app.core.errors import Invalid, TooMany
from app.core.labels import message
from app.http.context import services, session, visit_of
from app.http.sessions import BrowserSession, OpenSession, ServerSideSessions
from app.http.volatile import sign_in_attempt

WINDOW = timedelta(minutes=15)
LIMITS = {"account": 8, "address": 30, "all": 600}
"""Failed attempts within the window after which further ones wait."""

SET_MARK = "password_set_at"


class SignedIn(UserMixin):  # type: ignore[misc]
    """Flask-Login's user: the actor as read for this request."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.id = str(actor.user_id)


def load_user(user_id: str) -> SignedIn | None:
    """The signed-in person with the rights of this moment, or None when they may no longer sign in.

    A session begun with an earlier password is over, even where its row outlived the change.
    """
    found = visit_of(int(user_id)) if user_id.isdigit() else None
    if found is None or browser.get(SET_MARK, "") != _mark(found[1]):
        return None
    return SignedIn(found[0])


def passwords() -> Passwords:
    """The process's password hasher, with the settings' cost."""
    config = services().config
    return passwords_of_cost(config.argon2_memory_kib, config.argon2_rounds)


def sign_in(email: str, password: str) -> User:
    """Check and sign in. Raises Invalid (one sentence for every reason) or TooMany."""
    with guesses(account_bucket(email)):
        user = find_user_by_email(session(), email)
        stored = user.password_hash if user and user.is_active else None
        if not passwords().fits(password, stored) or user is None:
            current_app.logger.info("account:login:failure")
            raise Invalid(message("E-mail address and password do not fit together."), field="password")
    start_session(user.id)
    current_app.logger.info("account:login:success user %s", user.id)
    return user


def start_session(user_id: int) -> None:
    """A new session with a new identifier for this person, who has just shown who they are."""
    found = load_signed_in(session(), user_id)
    assert found is not None
    person, password_set_at = found
    browser.clear()
    login_user(SignedIn(person))
    browser["signed_in_at"] = clock.now().isoformat()
    browser[SET_MARK] = _mark(password_set_at)
    present().rotate(is_new_sign_in=True)


def go_on_after_password_change(password_set_at: datetime | None) -> None:
    """Keep this session, under a new identifier, after its own person changed the password in it."""
    browser[SET_MARK] = _mark(password_set_at)
    present().rotate()


def sign_out() -> None:
    """End the session at once."""
    logout_user()
    browser.clear()


def present() -> BrowserSession:
    """The browser session of this request."""
    return cast(BrowserSession, browser._get_current_object())  # type: ignore[attr-defined]


def store_of_sessions() -> ServerSideSessions:
    """Where the sessions are kept."""
    interface = current_app.session_interface
    assert isinstance(interface, ServerSideSessions)
    return interface


def list_own_sessions(user_id: int) -> list[OpenSession]:
    """The open sessions of the person who asks."""
    return store_of_sessions().list_of_user(user_id, present().identifier)


def end_sessions_of(user_id: int, *, keep_present: bool = False) -> int:
    """End a person's sessions; with `keep_present` all but the one of this request."""
    return store_of_sessions().end_of_user(user_id, but=present().identifier if keep_present else "")


# --- limits ----------------------------------------------------------------------------------------------


def account_bucket(email: str) -> str:
    """Where the attempts on an address are counted; the address itself is not kept."""
    return "account:" + hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]


@contextmanager
def guesses(account: str) -> Iterator[None]:
    """Count a guess at a password before it is looked at; one that was right is taken back.

    Counted first and looked at after, so that many at once do not slip through together. Raises TooMany.
    """
    buckets = {"account": account, "address": f"address:{_address()}", "all": "all"}
    now = clock.now()
    with services().volatile.writing() as connection:
        counts = connection.execute(
            volatile_select(sign_in_attempt.c.bucket, func.count())
            .where(sign_in_attempt.c.bucket.in_(buckets.values()), sign_in_attempt.c.attempted_at > now - WINDOW)
            .group_by(sign_in_attempt.c.bucket)
        )
        seen = {row[0]: row[1] for row in counts}
        full = [name for name, bucket in buckets.items() if seen.get(bucket, 0) >= LIMITS[name]]
        if not full:
            rows = [{"bucket": bucket, "attempted_at": now} for bucket in buckets.values()]
            connection.execute(insert(sign_in_attempt), rows)
    if full:
        current_app.logger.warning("account:login:limited by %s", full[0])
        raise TooMany(
            message("Too many attempts. Wait %(minutes)s minutes, or ask an administrator for a new password."),
            retry_after=int(WINDOW.total_seconds()),
            minutes=int(WINDOW.total_seconds() // 60),
        )
    yield
    with services().volatile.writing() as connection:
        connection.execute(delete(sign_in_attempt).where(sign_in_attempt.c.bucket == account))
        for shared in (buckets["address"], "all"):
            connection.execute(
                delete(sign_in_attempt).where(sign_in_attempt.c.bucket == shared, sign_in_attempt.c.attempted_at == now)
            )


def _address() -> str:
    """The address asked from; of IPv6 the network, which is what one subscriber has."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)


def _mark(password_set_at: datetime | None) -> str:
    return password_set_at.isoformat() if password_set_at else ""


def manage_logins(app: Flask) -> None:
    """Hang Flask-Login on an application."""
    manager = LoginManager()
    manager.session_protection = None  # the identifier is random, kept on the server, and rotated
    manager.user_loader(load_user)
    manager.init_app(app)
