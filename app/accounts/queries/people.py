"""People and their one-use links."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Select,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, selectinload

from app.accounts.models import Grant, Token, User
from app.core.errors import NotFound
from app.core.labels import message


def find_user_by_email(session: Session, email: str) -> User | None:
    """The person with this address, in any case of letters."""
    return session.execute(select(User).where(User.email == email.strip().lower())).scalar_one_or_none()


def get_user(session: Session, user_id: int) -> User:
    """Raises NotFound."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound(message("There is no such person."))
    return user


def list_users(session: Session, containing: str = "", *, skip: int = 0, at_most: int | None = None) -> list[User]:
    """All people by name, or those whose name or address contains a text; a page of them with `at_most`."""
    query = _users_containing(select(User), containing).options(
        selectinload(User.grants).options(
            selectinload(Grant.authorities), selectinload(Grant.blocks), selectinload(Grant.desk)
        )
    )
    query = query.order_by(User.name, User.id).offset(skip or None).limit(at_most)
    return list(session.execute(query).scalars())


def count_users_containing(session: Session, containing: str = "") -> int:
    """How many people `list_users` finds."""
    found: int = session.execute(_users_containing(select(func.count(User.id)), containing)).scalar_one()
    return found


def _users_containing(query: Select[Any], containing: str) -> Select[Any]:
    if not containing:
        return query
    pattern = "%" + containing.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return query.where(or_(func.lower(User.name).like(pattern, escape="\\"), User.email.like(pattern, escape="\\")))


def count_users(session: Session) -> int:
    """How many people there are."""
    return session.execute(select(func.count()).select_from(User)).scalar_one()


def has_demonstration_accounts(session: Session) -> bool:
    """Whether accounts of the demonstration exist: production refuses to start with them."""
    return session.execute(select(User.id).where(User.is_demonstration).limit(1)).first() is not None


def find_token(session: Session, secret_hash: str, at: datetime) -> Token | None:
    """The unused, unexpired one-use link with this hash; locked, so that it is used once."""
    return session.execute(
        select(Token)
        .where(Token.secret_hash == secret_hash, Token.used_at.is_(None), Token.expires_at > at)
        .with_for_update()
    ).scalar_one_or_none()


def find_open_link(session: Session, secret_hash: str, at: datetime) -> Token | None:
    """The same, not locked: whether a link can still be used."""
    return session.execute(
        select(Token)
        .join(User, User.id == Token.user_id)
        .where(Token.secret_hash == secret_hash, Token.used_at.is_(None), Token.expires_at > at, User.is_active)
    ).scalar_one_or_none()


def list_open_tokens(session: Session, user_id: int) -> list[Token]:
    """Unused links of a person."""
    query = select(Token).where(Token.user_id == user_id, Token.used_at.is_(None)).order_by(Token.id)
    return list(session.execute(query).scalars())


def names_of(session: Session, user_ids: set[int]) -> dict[int, str]:
    """Names by key, for histories."""
    if not user_ids:
        return {}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {row.id: row.name for row in rows}
