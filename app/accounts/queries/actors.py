"""Who asks, with the grants of this day: read on every request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ScalarSelect,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from app.accounts.actor import Actor, Held
from app.accounts.models import Grant, GrantAuthority, GrantBlock, GrantDesk, GrantItem, User
from app.accounts.states import REVIEWING_ROLES, Role
from app.core import clock


def load_actor(session: Session, user_id: int) -> Actor | None:
    """The person with the grants of this day, or None when there is no such active person."""
    found = load_signed_in(session, user_id)
    return found[0] if found else None


_COMMA: Any = literal_column("','")
"""Part of the text of the statement: as a value it would be written into it anew each time it is asked."""


def _joined(column: ColumnElement[Any], grant_id: ColumnElement[int]) -> ScalarSelect[Any]:
    """The values of a grant's limits as one text; neither keys nor codes hold a comma."""
    listed = select(func.aggregate_strings(column, _COMMA)).where(grant_id == _grants.c.id)
    return listed.correlate(_grants).scalar_subquery()


_people, _grants = User.__table__, Grant.__table__
_authorities, _blocks, _desks = GrantAuthority.__table__, GrantBlock.__table__, GrantDesk.__table__
_items = GrantItem.__table__


# Asked on every request, so built once, and of tables alone.
_HELD_TODAY = (
    select(
        _people.c.name,
        _people.c.email,
        _people.c.password_set_at,
        _grants.c.role,
        _grants.c.country,
        _grants.c.is_deputy,
        _grants.c.acting_for_id,
        _joined(cast(_authorities.c.authority_id, String), _authorities.c.grant_id),
        _joined(_blocks.c.block_key, _blocks.c.grant_id),
        _joined(_desks.c.country, _desks.c.grant_id),
        _joined(cast(_items.c.item_id, String), _items.c.grant_id),
        _grants.c.reads_working,
        _grants.c.id,
    )
    .select_from(
        _people.outerjoin(
            _grants,
            and_(
                _grants.c.user_id == _people.c.id,
                _grants.c.revoked_at.is_(None),
                _grants.c.starts_on <= bindparam("today", type_=Date),
                or_(_grants.c.ends_on.is_(None), _grants.c.ends_on >= bindparam("today", type_=Date)),
            ),
        )
    )
    .where(_people.c.is_active)
)


SIGNED_IN = _HELD_TODAY.where(_people.c.id == bindparam("user_id")).order_by(_grants.c.id)
"""A row a grant of today: what `signed_in_of` reads. Parameters: `user_id`, `today`."""


_EVERYBODY = _HELD_TODAY.add_columns(_people.c.id).order_by(_people.c.name, _people.c.id, _grants.c.id)


def load_signed_in(session: Session, user_id: int) -> tuple[Actor, datetime | None] | None:
    """The person with the grants of this day, and when their password was set; one statement."""
    return signed_in_of(user_id, session.execute(SIGNED_IN, {"user_id": user_id, "today": clock.today()}).all())


def signed_in_of(user_id: int, rows: Sequence[Sequence[Any]]) -> tuple[Actor, datetime | None] | None:
    """The same from the rows of `SIGNED_IN`, which may have further columns behind; None without any."""
    if not rows:
        return None
    held = tuple(
        Held(
            role=Role(role),
            country=country,
            is_deputy=is_deputy,
            acting_for=acting_for,
            authorities=frozenset(int(key) for key in _split(authorities)),
            blocks=frozenset(_split(blocks)),
            desk=frozenset(_split(desk)),
            items=frozenset(int(key) for key in _split(items)),
            reads_working=reads_working,
            grant_id=grant_id if role == Role.EXPERT else None,
        )
        for role, country, is_deputy, acting_for, authorities, blocks, desk, items, reads_working, grant_id in (
            row[3:13] for row in rows
        )
        if role is not None
    )
    name, email, password_set_at = rows[0][:3]
    return Actor(user_id, name, email, held), password_set_at


def list_actors(session: Session) -> list[Actor]:
    """Everybody who can sign in, with the grants of this day, by name; one statement."""
    rows: dict[int, list[Sequence[Any]]] = {}
    for row in session.execute(_EVERYBODY, {"today": clock.today()}):
        rows.setdefault(row[-1], []).append(row)
    return [found[0] for key, held in rows.items() if (found := signed_in_of(key, held))]


def _split(joined: str | None) -> list[str]:
    return joined.split(",") if joined else []


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
        acting_for=grant.acting_for_id,
        authorities=frozenset(row.authority_id for row in grant.authorities),
        blocks=frozenset(row.block_key for row in grant.blocks),
        desk=frozenset(row.country for row in grant.desk),
        items=frozenset(row.item_id for row in grant.items),
        reads_working=grant.reads_working,
        grant_id=grant.id if grant.role == Role.EXPERT else None,
    )


@dataclass(frozen=True)
class ReviewingGrant:
    """A reviewer's or lead reviewer's role that holds today; an empty desk is that of all countries."""

    grant_id: int
    user_id: int
    name: str
    role: Role
    desk: frozenset[str]


def list_reviewing_grants(session: Session) -> list[ReviewingGrant]:
    """Who reviews today, of people with an open account, by name; one statement."""
    today = clock.today()
    query = (
        select(Grant.id, User.id, User.name, Grant.role, _joined(_desks.c.country, _desks.c.grant_id))
        .join(User, User.id == Grant.user_id)
        .where(
            Grant.role.in_(sorted(role.value for role in REVIEWING_ROLES)),
            User.is_active,
            Grant.revoked_at.is_(None),
            Grant.starts_on <= today,
            or_(Grant.ends_on.is_(None), Grant.ends_on >= today),
        )
    )
    found = [
        ReviewingGrant(grant_id, user_id, name, Role(role), frozenset(_split(desk)))
        for grant_id, user_id, name, role, desk in session.execute(query)
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.grant_id))
