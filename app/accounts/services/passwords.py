"""Passwords: one-use links to choose one, and changing the own."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.actor import Actor
from app.accounts.models import Token, User
from app.accounts.passwords import Passwords, check_acceptable
from app.accounts.policy import CHANGE_PASSWORD, MANAGE
from app.accounts.states import TokenPurpose
from app.audit.services import record
from app.core import clock
from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require

LINK_LIFETIME = timedelta(hours=1)
LINK_IS_OVER = message("This link has been used or has expired. Ask an administrator for a new one.")


def make_link(session: Session, user: User, purpose: TokenPurpose, *, actor: Actor) -> str:
    """A one-use secret that is good for an hour; earlier ones of the person end. Returns the secret, kept nowhere."""
    require(actor, MANAGE)
    return add_link(session, user, purpose, actor=actor)


def add_link(session: Session, user: User, purpose: TokenPurpose, *, actor: Actor) -> str:
    """The same for verbs that have asked a right of their own. Whoever has the link can sign in as the person."""
    if not user.is_active:
        raise WrongState(message("This account is disabled."))
    now = clock.now()
    for earlier in queries.list_open_tokens(session, user.id):
        earlier.used_at = now
    secret = secrets.token_urlsafe(32)
    session.add(
        Token(
            user_id=user.id,
            purpose=purpose.value,
            secret_hash=secret_hash(secret),
            created_at=now,
            created_by_id=actor.user_id,
            expires_at=now + LINK_LIFETIME,
        )
    )
    session.flush()
    record(session, actor=actor, deed=f"accounts:{purpose.value}:made", subject_kind="user", subject_id=user.id)
    return secret


def secret_hash(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link_is_good(session: Session, secret: str) -> bool:
    """Whether a link can still be used: its page says so before anybody types a password."""
    return queries.find_open_link(session, secret_hash(secret), clock.now()) is not None


def use_link(session: Session, secret: str, password: str, *, passwords: Passwords) -> User:
    """Set the password of the person a link was made for. Raises NotFound for a used or expired link, Invalid."""
    token = queries.find_token(session, secret_hash(secret), clock.now())
    user = session.get(User, token.user_id) if token else None
    if token is None or user is None or not user.is_active:
        raise NotFound(LINK_IS_OVER)
    check_acceptable(password, email=user.email, name=user.name)
    token.used_at = clock.now()
    _set_password(user, password, passwords)
    session.flush()
    record(
        session,
        actor=queries.actor_of(user),
        deed="accounts:password:set",
        subject_kind="user",
        subject_id=user.id,
    )
    return user


def change_password(
    session: Session, user: User, *, actor: Actor, present: str, new: str, passwords: Passwords
) -> None:
    """Change the own password, naming the present one. Raises Invalid."""
    require(actor, CHANGE_PASSWORD, user)
    if not passwords.fits(present, user.password_hash):
        raise Invalid(message("The present password is not right."), field="present")
    check_acceptable(new, email=user.email, name=user.name)
    _set_password(user, new, passwords)
    session.flush()
    record(session, actor=actor, deed="accounts:password:changed", subject_kind="user", subject_id=user.id)


def _set_password(user: User, password: str, passwords: Passwords) -> None:
    user.password_hash = passwords.hash(password)
    user.password_set_at = clock.now()
