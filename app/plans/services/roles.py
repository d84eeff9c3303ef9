"""Giving a role in plans: its country, authorities and blocks are those that there are."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import Grant, User
from app.accounts.policy import DELEGATE, MANAGE, CountrySubject
from app.accounts.services import Invited, grant_role, invite
from app.accounts.services import Scope as RoleScope
from app.accounts.states import Role
from app.catalogue.queries import view_in_force
from app.core import clock
from app.core.errors import Invalid, NotFound
from app.core.labels import message
from app.core.policy import require
from app.plans.queries.heads import find_head, list_authorities
from app.plans.states import EU


def give_role(session: Session, user: User, role: Role, scope: RoleScope, *, actor: Actor) -> Grant:
    """Give a person a role; the door's verb.

    Raises Invalid where role and scope do not fit, or the scope names what is not there: a country or block that the
    catalogue in force does not know, an authority that is not the plan's or no longer active. Raises WrongState when
    the role is held already.
    """
    require(actor, MANAGE)
    _check_catalogue(session, scope)
    _check_authorities(session, scope)
    return grant_role(session, user, role, scope, actor=actor)


def invite_contributor(session: Session, scope: RoleScope, *, actor: Actor, email: str, name: str) -> Invited:
    """Make somebody a contributor of a country for some of its authorities, as its coordinator.

    Raises NotAllowed, Invalid as `give_role` does, and for somebody who is that already or whose account is closed.
    """
    require(actor, DELEGATE, CountrySubject(scope.country or ""))
    _check_catalogue(session, scope)
    _check_authorities(session, scope)
    return invite(session, scope, actor=actor, email=email, name=name)


def _check_catalogue(session: Session, scope: RoleScope) -> None:
    try:
        view = view_in_force(session, clock.today())
    except NotFound:  # before a catalogue is loaded: the first administrator comes in, and nobody has a plan
        if scope.blocks:
            raise Invalid(message("There is no block %(key)s."), field="blocks", key=min(scope.blocks)) from None
        return
    known = {EU, *view.countries}
    named = {"country": {scope.country} if scope.country else set(), "desk": set(scope.desk)}
    for field, codes in named.items():
        for code in sorted(codes - known):
            raise Invalid(
                message("There is no Member State with the code %(code)s. The Union writes EL for Greece."),
                field=field,
                code=code,
            )
    for key in sorted(scope.blocks - set(view.blocks)):
        raise Invalid(
            message("There is no block %(key)s; there are: %(keys)s."),
            field="blocks",
            key=key,
            keys=", ".join(view.blocks),
        )


def _check_authorities(session: Session, scope: RoleScope) -> None:
    if not scope.authorities or not scope.country:
        return  # whether a role has authorities at all is said where the role is granted
    head = find_head(session, scope.country)
    there = list_authorities(session, head.plan_id) if head else []
    for number in sorted(scope.authorities - {one.authority_id for one in there if one.is_active}):
        raise Invalid(
            message("The plan of %(code)s has no active authority with the number %(number)s."),
            field="authorities",
            code=scope.country,
            number=number,
        )
