"""Roles with their scope: give one, end one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.actor import Actor
from app.accounts.models import Grant, GrantAuthority, GrantBlock, GrantDesk, GrantItem, User
from app.accounts.policy import MANAGE
from app.accounts.services.staying import keep_a_coordinator, keep_an_administrator, stays
from app.accounts.states import COUNTRY_ROLES, REVIEWING_ROLES, Role
from app.audit.services import record
from app.core import clock
from app.core.errors import Invalid, WrongState
from app.core.labels import message
from app.core.policy import require


@dataclass(frozen=True)
class Scope:
    """What a grant covers, beside its role. Days are inclusive; empty sets mean no limit.

    `acting_for` is the key of the person whose rights a deputy has.
    """

    country: str | None = None
    is_deputy: bool = False
    acting_for: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    authorities: frozenset[int] = frozenset()
    blocks: frozenset[str] = frozenset()
    desk: frozenset[str] = frozenset()
    items: frozenset[int] = frozenset()


def grant_role(session: Session, user: User, role: Role, scope: Scope, *, actor: Actor) -> Grant:
    """Give a person a role with its scope. Raises Invalid where role and scope do not fit, WrongState when held."""
    require(actor, MANAGE)
    if role is Role.EXPERT:
        raise Invalid(message("An expert is assigned to a project, on the page of the project."), field="role")
    return add_grant(session, user, role, scope, actor=actor)


def add_grant(session: Session, user: User, role: Role, scope: Scope, *, actor: Actor) -> Grant:
    """The same for verbs that have asked a right of their own."""
    if not user.is_active:
        raise WrongState(message("This account is disabled."))
    starts_on = scope.starts_on or clock.today()
    _check_scope(role, scope, starts_on)
    if any(_is_the_same(held, role, scope, starts_on) for held in user.grants):
        raise WrongState(message("This person already has this role."))
    grant = Grant(
        user_id=user.id,
        role=role.value,
        country=scope.country,
        is_deputy=scope.is_deputy,
        acting_for_id=scope.acting_for,
        starts_on=starts_on,
        ends_on=scope.ends_on,
        granted_by_id=actor.user_id,
        granted_at=clock.now(),
        revoked_at=None,
        authorities=[GrantAuthority(authority_id=key) for key in sorted(scope.authorities)],
        blocks=[GrantBlock(block_key=key) for key in sorted(scope.blocks)],
        desk=[GrantDesk(country=code) for code in sorted(scope.desk)],
        items=[GrantItem(item_id=key) for key in sorted(scope.items)],
    )
    session.add(grant)
    session.flush()
    record(
        session,
        actor=actor,
        deed="accounts:role:granted",
        subject_kind="user",
        subject_id=user.id,
        country=scope.country,
        changes={
            "role": [None, role.value],
            "is_deputy": [None, scope.is_deputy],
            **({"deputy_of": [None, scope.acting_for]} if scope.acting_for else {}),
            "starts_on": [None, starts_on],
            "ends_on": [None, scope.ends_on],
            "authorities": [None, scope.authorities],
            "blocks": [None, scope.blocks],
            "desk": [None, scope.desk],
            **({"items": [None, scope.items]} if scope.items else {}),
        },
    )
    return grant


def _is_the_same(held: Grant, role: Role, scope: Scope, day: date) -> bool:
    return (
        queries.in_force(held, day)
        and (held.role, held.country, held.is_deputy, held.acting_for_id, held.ends_on)
        == (role.value, scope.country, scope.is_deputy, scope.acting_for, scope.ends_on)
        and {row.authority_id for row in held.authorities} == scope.authorities
        and {row.block_key for row in held.blocks} == scope.blocks
        and {row.country for row in held.desk} == scope.desk
        and {row.item_id for row in held.items} == scope.items
    )


def _check_scope(role: Role, scope: Scope, starts_on: date) -> None:
    if role in COUNTRY_ROLES and not scope.country:
        raise Invalid(message("Choose the country this role is for."), field="country")
    if role is Role.EXPERT and (not scope.country or scope.ends_on is None):
        raise Invalid(message("An expert is assigned for a country, and until a day."), field="ends_on")
    if role not in COUNTRY_ROLES and role not in (Role.OBSERVER, Role.EXPERT) and scope.country:
        raise Invalid(message("This role has no country."), field="country")
    if role is Role.CONTRIBUTOR and not scope.authorities:
        raise Invalid(message("Choose the authorities the contributor acts for."), field="authorities")
    if role is not Role.CONTRIBUTOR and (scope.authorities or (scope.blocks and role is not Role.EXPERT)):
        raise Invalid(message("Only a contributor is limited to authorities and blocks."), field="authorities")
    if (role is Role.EXPERT) != bool(scope.items or (role is Role.EXPERT and scope.blocks)):
        raise Invalid(message("An expert is assigned to blocks or items, and nobody else is."), field="blocks")
    if role not in REVIEWING_ROLES and scope.desk:
        raise Invalid(message("Only a reviewer has a desk."), field="desk")
    _check_deputy(role, scope)
    if scope.ends_on is not None and scope.ends_on < starts_on:
        raise Invalid(message("The end is before the start."), field="ends_on")
    if scope.ends_on is not None and scope.ends_on < clock.today():
        raise Invalid(message("The end has passed."), field="ends_on")


def _check_deputy(role: Role, scope: Scope) -> None:
    if scope.acting_for is not None:
        if role not in COUNTRY_ROLES or not scope.is_deputy or scope.ends_on is None:
            raise Invalid(message("Who acts for somebody does so until a day."), field="ends_on")
    elif scope.is_deputy and (role is not Role.COORDINATOR or scope.ends_on is None):
        raise Invalid(message("A deputy is a coordinator with an end date."), field="ends_on")


def revoke_role(session: Session, grant: Grant, *, actor: Actor, hand_over_to: User | None = None) -> None:
    """End a grant now. The last administrator stays; a country's last coordinator hands over first.

    Raises WrongState (LastCoordinator where nobody takes over), and Invalid (field `hand_over_to`) for a successor who
    cannot take over.
    """
    require(actor, MANAGE)
    end_grant(session, grant, actor=actor, hand_over_to=hand_over_to)


def end_grant(session: Session, grant: Grant, *, actor: Actor, hand_over_to: User | None = None) -> None:
    """The same for verbs that have asked a right of their own. Who acts for the person in this role ends with it."""
    if grant.revoked_at is not None:
        raise WrongState(message("This role has already been revoked."))
    role = Role(grant.role)
    counts = queries.in_force(grant, clock.today())
    if role is Role.ADMINISTRATOR and counts:
        keep_an_administrator(session, leaving_user=grant.user_id)
    if role is Role.COORDINATOR and hand_over_to is not None:
        _hand_over(session, grant, hand_over_to, actor)
    if role is Role.COORDINATOR and counts and not grant.is_deputy:
        keep_a_coordinator(session, grant.country or "", leaving_user=grant.user_id)
    session.refresh(grant, ["revoked_at"])
    if grant.revoked_at is not None:  # by somebody else, while the locks were waited for
        raise WrongState(message("This role has already been revoked."))
    grant.revoked_at = clock.now()
    session.flush()
    for acting in queries.list_acting_for(session, grant):
        end_grant(session, acting, actor=actor)
    record(
        session,
        actor=actor,
        deed="accounts:role:revoked",
        subject_kind="user",
        subject_id=grant.user_id,
        country=grant.country,
        changes={"role": [grant.role, None]},
    )


def _hand_over(session: Session, grant: Grant, successor: User, actor: Actor) -> None:
    if successor.id == grant.user_id or not successor.is_active:
        raise Invalid(message("Choose somebody else with an open account."), field="hand_over_to")
    if successor.password_hash is None:
        raise Invalid(
            message("This person has not chosen a password yet. Choose somebody who can sign in."), field="hand_over_to"
        )
    usable = queries.list_usable_grants(session, Role.COORDINATOR, grant.country)
    if not any(held.user_id == successor.id and stays(held) for held in usable):
        grant_role(session, successor, Role.COORDINATOR, Scope(country=grant.country), actor=actor)
