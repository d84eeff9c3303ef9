"""Who records publications and their use, and who reads what is recorded.

A publication is recorded by a contributor of the EU level for the agency that made it; where nobody holds an account
for whoever made it, by a coordinator of the EU level. It is read by everybody signed in, as the catalogue is. The use
of one is read by the country, and where the country shares it by reviewers whose desk has it, by coordinators of the EU
level and by contributors of the EU level for an agency that made the publication.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, true

from app.accounts.actor import Actor
from app.accounts.policy import is_signed_in
from app.accounts.states import REVIEWING_ROLES, Role
from app.core.policy import permit
from app.guidance.models import GuidanceUse
from app.guidance.states import UseReach
from app.plans.models import Plan
from app.plans.policy import coordinates_eu_level, on_desk
from app.plans.states import EU
from app.statements.policy import Bodies


@dataclass(frozen=True)
class UseSubject:
    """A use: of which country, by which authorities, how far it reaches; `bodies`: the authorities of the EU-level
    plan that are the agencies which made the publication."""

    owner: str
    authorities: frozenset[int] = frozenset()
    reach: UseReach = UseReach.INTERNAL
    bodies: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PublicationSubject:
    """A publication: `bodies`, the authorities of the EU-level plan that are its maker; `blocks`, those it names and
    those of its items; whether somebody holds an account for its maker."""

    bodies: frozenset[int] = frozenset()
    blocks: frozenset[str] = frozenset()
    has_account: bool = True


def is_system(actor: Actor, _subject: object) -> bool:
    """the command line"""
    return actor.is_system


def coordinates(actor: Actor, subject: UseSubject) -> bool:
    """a coordinator of the country"""
    return subject.owner != EU and actor.holds(Role.COORDINATOR, subject.owner)


def contributes(actor: Actor, subject: UseSubject) -> bool:
    """a contributor of the country, for an authority of theirs"""
    return subject.owner != EU and any(
        held.role is Role.CONTRIBUTOR and held.country == subject.owner and held.authorities & subject.authorities
        for held in actor.held
    )


def works_in(actor: Actor, subject: UseSubject) -> bool:
    """a coordinator or contributor of the country"""
    return subject.owner in actor.countries


def is_shared(_actor: Actor, subject: UseSubject) -> bool:
    """where the country shares it"""
    return subject.reach is UseReach.COMMISSION


def reviews(actor: Actor, subject: UseSubject) -> bool:
    """a reviewer whose desk has the country"""
    return any(held.role in REVIEWING_ROLES and on_desk(held, subject.owner) for held in actor.held)


def works_for_the_agency(actor: Actor, subject: UseSubject) -> bool:
    """a contributor of the EU level for an agency that made it"""
    return any(
        held.role is Role.CONTRIBUTOR and held.country == EU and held.authorities & subject.bodies
        for held in actor.held
    )


def publishes_for_it(actor: Actor, subject: PublicationSubject) -> bool:
    """a contributor of the EU level, within their blocks, for the agency that made it"""
    return any(
        held.role is Role.CONTRIBUTOR
        and held.country == EU
        and bool(held.authorities & subject.bodies)
        and (not held.blocks or subject.blocks <= held.blocks)
        for held in actor.held
    )


def has_no_account(_actor: Actor, subject: PublicationSubject) -> bool:
    """where nobody holds an account for whoever made it"""
    return not subject.has_account


def publishes_some(actor: Actor) -> bool:
    """Whether the actor can record publications at all: asked before anything is read for it."""
    at_eu_level = any(held.role is Role.CONTRIBUTOR and held.country == EU and held.authorities for held in actor.held)
    return actor.is_system or at_eu_level or coordinates_eu_level(actor, None)


PUBLISH = permit(
    "guidance:publication:record",
    "Record a publication or a training of an agency or institution of the Union, correct and withdraw it",
    [publishes_for_it],
    [coordinates_eu_level, has_no_account],
    [is_system],
)
READ_PUBLICATION = permit(
    "guidance:publication:read", "Read a publication that was recorded, with its versions", [is_signed_in]
)
RECORD = permit(
    "guidance:use:record",
    "Record, and correct, how an authority uses a publication: numbers, never names",
    [coordinates],
    [contributes],
    [is_system],
)
READ = permit(
    "guidance:use:read",
    "Read what a country records of its use of a publication",
    [works_in],
    [is_shared, reviews],
    [is_shared, coordinates_eu_level],
    [is_shared, works_for_the_agency],
    [is_system],
)


def bodies_of(by: Collection[str], bodies: Bodies) -> frozenset[int]:
    """The authorities of the EU-level plan that are some actors of the catalogue."""
    return frozenset[int]().union(*(bodies.get(code, frozenset()) for code in by))


def made_by(actor: Actor, makers: Mapping[str, Collection[str]], bodies: Bodies) -> frozenset[str]:
    """The publications of agencies for which the actor works, by their keys. `makers`: key → codes of actors."""
    return frozenset(
        key for key, by in makers.items() if works_for_the_agency(actor, UseSubject("", bodies=bodies_of(by, bodies)))
    )


def visible_to(actor: Actor, made: Collection[str]) -> ColumnElement[bool]:
    """The twin of `READ` in SQL; the query joins `Plan`. `made`: what `made_by` gave."""
    if actor.is_system:
        return true()
    shared = GuidanceUse.reach == UseReach.COMMISSION.value
    found: list[ColumnElement[bool]] = [
        Plan.owner.in_(sorted(actor.countries)),
        and_(shared, GuidanceUse.entry_key.in_(sorted(made))),
    ]
    if coordinates_eu_level(actor, None):
        found.append(shared)
    for held in actor.held:
        if held.role in REVIEWING_ROLES:
            found.append(and_(shared, Plan.owner.in_(sorted(held.desk)) if held.desk else true()))
    return or_(*found)
