"""Every SELECT on people."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from app.accounts.actor import Actor, Held
from app.accounts.models import Grant, Token, User
from app.accounts.states import Role
from app.core import clock
from app.core.errors import NotFound
from app.core.labels import message


def load_actor(session: Session, user_id: int) -> Actor | None:
    """The person with the grants of this day, or None when there is no such active person."""
    user = session.execute(
        select(User)
        .where(User.id == user_id, User.is_active)
        .options(
            selectinload(User.grants).options(
                selectinload(Grant.authorities), selectinload(Grant.blocks), selectinload(Grant.desk)
            )
        )
    ).scalar_one_or_none()
    return actor_of(user) if user else None


def actor_of(user: User) -> Actor:
    """A detached picture of a person."""
    today = clock.today()
    held = tuple(_held(grant) for grant in user.grants if in_force(grant, today))
    return Actor(user.id, user.name, user.email, held)


def in_force(grant: Grant, day: date) -> bool:
    """Whether a grant holds on a day."""
    return grant.revoked_at is None and grant.starts_on <= day and (grant.ends_on is None or day <= grant.ends_on)


def _held(grant: Grant) -> Held:
    return Held(
        role=Role(grant.role),
        country=grant.country,
        is_deputy=grant.is_deputy,
        authorities=frozenset(row.authority_id for row in grant.authorities),
        blocks=frozenset(row.block_key for row in grant.blocks),
        desk=frozenset(row.country for row in grant.desk),
    )


def find_user_by_email(session: Session, email: str) -> User | None:
    """The person with this address, in any case of letters."""
    return session.execute(select(User).where(User.email == email.strip().lower())).scalar_one_or_none()


def get_user(session: Session, user_id: int) -> User:
    """Raises NotFound."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound(message("There is no such person."))
    return user


def get_grant(session: Session, grant_id: int) -> Grant:
    """Raises NotFound."""
    grant = session.get(Grant, grant_id)
    if grant is None:
        raise NotFound(message("There is no such role."))
    return grant


def list_users(session: Session, containing: str = "") -> list[User]:
    """All people by name, or those whose name or address contains a text."""
    query = select(User).options(selectinload(User.grants).selectinload(Grant.desk)).order_by(User.name, User.id)
    if containing:
        pattern = "%" + containing.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        query = query.where(
            or_(func.lower(User.name).like(pattern, escape="\\"), User.email.like(pattern, escape="\\"))
        )
    return list(session.execute(query).scalars())


def list_grants_in_force(session: Session, role: Role, country: str | None = None) -> list[Grant]:
    """Grants of a role that hold today, of active people."""
    today = clock.today()
    query = (
        select(Grant)
        .join(Grant.user)
        .where(
            Grant.role == role.value,
            Grant.revoked_at.is_(None),
            Grant.starts_on <= today,
            or_(Grant.ends_on.is_(None), Grant.ends_on >= today),
            User.is_active,
        )
        .order_by(Grant.id)
    )
    if country is not None:
        query = query.where(Grant.country == country)
    return list(session.execute(query).scalars())


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
