"""Roles that were given, with their scope."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ScalarSelect,
    or_,
    select,
)
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from app.accounts.models import Grant, User
from app.accounts.states import COUNTRY_ROLES, Role
from app.core import clock
from app.core.errors import NotFound
from app.core.labels import message


def role_then(user_id: Any, at: Any, roles: Collection[Role], *, eu: str) -> ScalarSelect[str]:
    """In which role somebody did something: of those that may, the one given last that was not revoked by then.

    `user_id`, `at`: columns of the query around it. `roles`: that may do it; a coordinator is one of `eu`.
    """
    given = Grant.__table__.alias("given")
    return (
        select(given.c.role)
        .where(
            given.c.user_id == user_id,
            given.c.granted_at <= at,
            or_(given.c.revoked_at.is_(None), given.c.revoked_at > at),
            given.c.role.in_(sorted(roles)),
            or_(given.c.role != Role.COORDINATOR.value, given.c.country == eu),
        )
        .order_by(given.c.granted_at.desc(), given.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def get_grant(session: Session, grant_id: int) -> Grant:
    """Raises NotFound."""
    grant = session.get(Grant, grant_id)
    if grant is None:
        raise NotFound(message("There is no such role."))
    return grant


def hold_grant(session: Session, grant_id: int) -> Grant:
    """A grant with its row held and its desk read anew. Raises NotFound."""
    query = select(Grant).where(Grant.id == grant_id).with_for_update().execution_options(populate_existing=True)
    grant = session.execute(query).scalar_one_or_none()
    if grant is None:
        raise NotFound(message("There is no such role."))
    session.refresh(grant, ["desk"])
    return grant


def list_usable_grants(session: Session, role: Role, country: str | None = None, *, lock: bool = False) -> list[Grant]:
    """Grants of a role that hold today, of people who can sign in: active, and with a password.

    With `lock`, grants and people are held, so that two who leave at once do not each see the other.
    """
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
            User.password_hash.is_not(None),
        )
        .order_by(Grant.id)
    )
    if country is not None:
        query = query.where(Grant.country == country)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(session.execute(query).scalars())


def list_country_grants(session: Session, country: str) -> list[Grant]:
    """Grants on a country's plan that hold today or will, of people with an open account; coordinators first.

    With their people, whom they act for, and their limits.
    """
    query = (
        select(Grant)
        .join(Grant.user)
        .where(
            Grant.country == country,
            Grant.role.in_([role.value for role in COUNTRY_ROLES]),
            Grant.revoked_at.is_(None),
            or_(Grant.ends_on.is_(None), Grant.ends_on >= clock.today()),
            User.is_active,
        )
        .options(
            contains_eager(Grant.user),
            joinedload(Grant.acting_for),
            selectinload(Grant.authorities),
            selectinload(Grant.blocks),
        )
        .order_by(Grant.role.desc(), Grant.is_deputy, User.name, Grant.id)
    )
    return list(session.execute(query).scalars())


def list_acting_for(session: Session, grant: Grant) -> list[Grant]:
    """Grants of deputies who act for the person of a grant in the same role and country, and are not revoked."""
    query = select(Grant).where(
        Grant.acting_for_id == grant.user_id,
        Grant.country == grant.country,
        Grant.role == grant.role,
        Grant.revoked_at.is_(None),
    )
    return list(session.execute(query.order_by(Grant.id)).scalars())
