"""Who is meant: coordinators by what concerns their country, reviewers by what concerns their desk.

A notice is told only of what the person may read at the moment it is told.
"""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import ColumnElement, false, or_, true

from app.accounts.actor import Actor
from app.accounts.policy import is_signed_in, is_themselves
from app.accounts.states import COUNTRY_ROLES, REVIEWING_ROLES, SUPPORT_ROLES, Role
from app.core.policy import permit
from app.notices.states import Kind
from app.plans.models import Plan
from app.plans.states import EU

READ = permit("notices:notice:read", "Read what concerns them, and say that they have seen it", [is_signed_in])
CHOOSE = permit("notices:setting:choose", "Choose what they are mailed, and how often", [is_themselves])

_OF_COORDINATORS = (
    Kind.FLAGS,
    Kind.DEADLINES,
    Kind.ROUNDS,
    Kind.SUBMISSIONS,
    Kind.MENTIONS,
    Kind.ASSESSMENTS,
    Kind.STATEMENTS,
    Kind.FICHES,
    Kind.SUPPORT,
    Kind.ACTIONS,
    Kind.PRACTICES,
    Kind.QUESTIONS,
    Kind.FINDINGS,
    Kind.GUIDANCE,
)
_OF_REVIEWERS = (
    Kind.FLAGS,
    Kind.DEADLINES,
    Kind.SHARED,
    Kind.SUBMISSIONS,
    Kind.MENTIONS,
    Kind.FICHES,
    Kind.READINGS,
    Kind.QUESTIONS,
)


def coordinated(actor: Actor) -> frozenset[str]:
    """The plans that the actor coordinates, also as a deputy."""
    return frozenset(held.country for held in actor.held if held.role is Role.COORDINATOR and held.country)


def agencies_of(actor: Actor) -> frozenset[int]:
    """The authorities of the EU-level plan for which the actor works."""
    return frozenset[int]().union(
        *(held.authorities for held in actor.held if held.role is Role.CONTRIBUTOR and held.country == EU)
    )


def reviews_any(actor: Actor) -> bool:
    """Whether the actor reviews plans."""
    return any(held.role in REVIEWING_ROLES for held in actor.held)


def gives_support(actor: Actor) -> bool:
    """Whether the actor is a support officer or an expert."""
    return any(held.role in SUPPORT_ROLES for held in actor.held)


def on_desk(actor: Actor) -> ColumnElement[bool]:
    """Plans on the actor's desk as a reviewer, the EU level's on every one; the query joins `Plan`."""
    desks = [held.desk for held in actor.held if held.role in REVIEWING_ROLES]
    if not desks:
        return false()
    return or_(*(Plan.owner.in_(sorted(desk | {EU})) if desk else true() for desk in desks))


def kinds_for(actor: Actor) -> tuple[Kind, ...]:
    """The kinds that can reach the actor, in the order of the vocabulary; observers and administrators get none."""
    meant: set[Kind] = set()
    if coordinated(actor):
        meant.update(_OF_COORDINATORS)
    if reviews_any(actor):
        meant.update(_OF_REVIEWERS)
    if any(held.role in COUNTRY_ROLES for held in actor.held):
        meant.add(Kind.MENTIONS)
    if agencies_of(actor):
        meant.update((Kind.ACTIONS, Kind.QUESTIONS))
    if gives_support(actor):
        meant.add(Kind.SUPPORT)
    if actor.holds(Role.SUPPORT_OFFICER):
        meant.update((Kind.DEADLINES, Kind.PRACTICES))
    return tuple(kind for kind in Kind if kind in meant)


def rights_of(actor: Actor) -> str:
    """A mark of what the actor holds: another one wherever a right has changed."""
    held = sorted(
        json.dumps(
            [
                one.role.value,
                one.country,
                one.is_deputy,
                one.acting_for,
                sorted(one.authorities),
                sorted(one.blocks),
                sorted(one.desk),
                *([sorted(one.items), one.reads_working, one.grant_id] if one.role is Role.EXPERT else []),
            ]
        )
        for one in actor.held
    )
    return hashlib.sha256("\n".join(held).encode()).hexdigest()
