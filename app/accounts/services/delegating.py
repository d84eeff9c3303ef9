"""What a coordinator hands on in their own country: contributors by authority, and deputies until a day.

Never a role beyond the country, never a coordinator without an end, never a link that opens more than was handed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.actor import Actor
from app.accounts.models import Grant, User
from app.accounts.policy import DELEGATE, NAME_DEPUTY, CountrySubject
from app.accounts.services.passwords import add_link
from app.accounts.services.people import add_user
from app.accounts.services.roles import Scope, add_grant, end_grant
from app.accounts.states import Role, TokenPurpose
from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows, require


@dataclass(frozen=True)
class Invited:
    """Who was given a role, and the secret of their one-use link; None for who can sign in already."""

    person: User
    secret: str | None


def invite(session: Session, scope: Scope, *, actor: Actor, email: str, name: str) -> Invited:
    """Make somebody a contributor of `scope.country`; who has no account gets one, and a link.

    Raises NotAllowed, Invalid (field of what is wrong; the role is held already).
    """
    require(actor, DELEGATE, CountrySubject(scope.country or ""))
    return _given(session, Role.CONTRIBUTOR, scope, actor=actor, email=email, name=name)


def name_deputy(
    session: Session,
    country: str,
    grant_id: int,
    *,
    actor: Actor,
    email: str,
    name: str,
    ends_on: date | None,
    starts_on: date | None = None,
) -> Invited:
    """Let somebody act for the person of a grant until a day, with the rights of that grant and no others.

    Raises NotFound, NotAllowed, WrongState (a deputy has no deputy), Invalid.
    """
    acted_for = find_delegation(session, country, grant_id, actor=actor)
    require(actor, _right_on(acted_for), CountrySubject(country))
    if acted_for.is_deputy:
        raise WrongState(message("A deputy cannot be acted for."))
    if ends_on is None:
        raise Invalid(message("Who acts for somebody does so until a day."), field="ends_on")
    if acted_for.ends_on is not None and ends_on > acted_for.ends_on:
        raise Invalid(message("The role that is acted for ends before."), field="ends_on")
    if email.strip().lower() == acted_for.user.email:
        raise Invalid(message("Nobody acts for themselves."), field="email")
    scope = Scope(
        country=country,
        is_deputy=True,
        acting_for=acted_for.user_id,
        starts_on=starts_on,
        ends_on=ends_on,
        authorities=frozenset(row.authority_id for row in acted_for.authorities),
        blocks=frozenset(row.block_key for row in acted_for.blocks),
    )
    return _given(session, Role(acted_for.role), scope, actor=actor, email=email, name=name)


def end_delegation(session: Session, country: str, grant_id: int, *, actor: Actor) -> User:
    """End what was handed on, now; returns whose role it was.

    Raises NotFound, NotAllowed, WrongState (a coordinator's own role is ended by an administrator).
    """
    grant = find_delegation(session, country, grant_id, actor=actor)
    require(actor, _right_on(grant), CountrySubject(country))
    if not is_handed_on(grant):
        raise WrongState(message("An administrator revokes a coordinator who is nobody's deputy."))
    end_grant(session, grant, actor=actor)
    return grant.user


def renew_link(session: Session, country: str, grant_id: int, *, actor: Actor) -> Invited:
    """A new link for somebody who was invited and has not come in.

    Raises NotFound, NotAllowed, WrongState for who can sign in, or has roles that this country did not hand on.
    """
    grant = find_delegation(session, country, grant_id, actor=actor)
    require(actor, _right_on(grant), CountrySubject(country))
    if not may_get_link(grant.user, country):
        raise WrongState(message("Only an administrator can make a link for this person."))
    return Invited(grant.user, add_link(session, grant.user, TokenPurpose.INVITATION, actor=actor))


def find_delegation(session: Session, country: str, grant_id: int, *, actor: Actor) -> Grant:
    """A grant on the country's plan that holds or will. Raises NotFound, NotAllowed."""
    require(actor, DELEGATE, CountrySubject(country))
    found = next((grant for grant in queries.list_country_grants(session, country) if grant.id == grant_id), None)
    if found is None:
        raise NotFound(message("There is no such role."))
    return found


def is_handed_on(grant: Grant) -> bool:
    """Whether a grant is one that a coordinator can hand on, and so end."""
    return grant.role == Role.CONTRIBUTOR.value or (grant.role == Role.COORDINATOR.value and grant.is_deputy)


def may_end(actor: Actor, grant: Grant) -> bool:
    """Whether the actor may end a grant on a country's plan."""
    return is_handed_on(grant) and allows(actor, _right_on(grant), CountrySubject(grant.country or ""))


def may_name_deputy(actor: Actor, grant: Grant) -> bool:
    """Whether the actor may name who acts for the person of a grant."""
    return not grant.is_deputy and allows(actor, _right_on(grant), CountrySubject(grant.country or ""))


def may_get_link(user: User, country: str) -> bool:
    """Whether a coordinator's link can be for this person: never came in, and has only what the country hands on.

    Who has the link is the person: one for an account with other roles would hand those over too.
    """
    open_grants = [grant for grant in user.grants if grant.revoked_at is None]
    return (
        user.is_active
        and user.password_hash is None
        and all(grant.country == country and is_handed_on(grant) for grant in open_grants)
    )


def _right_on(grant: Grant) -> str:
    return NAME_DEPUTY if grant.role == Role.COORDINATOR.value else DELEGATE


def _given(session: Session, role: Role, scope: Scope, *, actor: Actor, email: str, name: str) -> Invited:
    person = queries.find_user_by_email(session, email)
    if person is None:
        person = add_user(session, actor=actor, email=email, name=name)
    elif not person.is_active:
        raise Invalid(message("This account is disabled. An administrator can open it again."), field="email")
    try:
        add_grant(session, person, role, scope, actor=actor)
    except WrongState as error:
        raise Invalid(error.message, field="email", **error.values) from error
    session.refresh(person, ["grants"])
    if not may_get_link(person, scope.country or ""):
        return Invited(person, None)
    return Invited(person, add_link(session, person, TokenPurpose.INVITATION, actor=actor))
