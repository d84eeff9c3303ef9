"""Who writes a fiche, who checks its facts, and who reads what of it.

A draft is the Commission's: nobody of the country knows that it is there. Once it is sent, the country reads it as it
was sent; the final fiche is read by its observers too. Other countries and administrators read nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, true

from app.accounts.actor import Actor, Held
from app.accounts.states import COUNTRY_ROLES, REVIEWING_ROLES, Role
from app.core.policy import allows, permit
from app.fiches.models import Fiche
from app.fiches.states import Side
from app.plans.models import Plan
from app.plans.policy import on_desk
from app.plans.states import EU


@dataclass(frozen=True)
class FicheSubject:
    """A fiche as far as a right on it depends on it."""

    owner: str
    is_sent: bool = False
    is_final: bool = False


def _on_desk(held: Held, owner: str) -> bool:
    return owner != EU and on_desk(held, owner)


def reviews(actor: Actor, subject: FicheSubject) -> bool:
    """a reviewer whose desk has the country"""
    return any(held.role in REVIEWING_ROLES and _on_desk(held, subject.owner) for held in actor.held)


def leads(actor: Actor, subject: FicheSubject) -> bool:
    """a lead reviewer whose desk has the country"""
    return any(held.role is Role.LEAD_REVIEWER and _on_desk(held, subject.owner) for held in actor.held)


def is_sent(actor: Actor, subject: FicheSubject) -> bool:
    """once it is sent for the factual check"""
    return subject.is_sent


def is_final(actor: Actor, subject: FicheSubject) -> bool:
    """once it is final"""
    return subject.is_final


def works_there(actor: Actor, subject: FicheSubject) -> bool:
    """a coordinator or contributor of the country"""
    return subject.owner in actor.countries


def coordinates(actor: Actor, subject: FicheSubject) -> bool:
    """a coordinator of the country"""
    return actor.holds(Role.COORDINATOR, subject.owner)


def observes(actor: Actor, subject: FicheSubject) -> bool:
    """an observer of the country"""
    return actor.holds(Role.OBSERVER, subject.owner)


READ = permit("fiches:fiche:read", "Read a fiche", [reviews], [works_there, is_sent], [observes, is_final])
READ_COMMENTS = permit("fiches:check:read", "Read comments that are not yet returned", [works_there, is_sent])
WRITE = permit("fiches:fiche:write", "Write a fiche, send it, and say what became of comments", [reviews])
FINISH = permit("fiches:fiche:finish", "Make a fiche final", [leads])
CHECK = permit("fiches:fiche:check", "Comment on a fiche at its factual check, and return it", [coordinates, is_sent])


def sides_of(actor: Actor, subject: FicheSubject) -> frozenset[Side]:
    """On whose sides the actor may act."""
    held = {Side.COMMISSION: WRITE, Side.LEAD: FINISH, Side.COUNTRY: CHECK}
    return frozenset(side for side, right in held.items() if allows(actor, right, subject))


def reads_fiches(actor: Actor) -> bool:
    """Whether there can be any fiche that the actor reads."""
    return any(
        held.role in REVIEWING_ROLES | COUNTRY_ROLES or (held.role is Role.OBSERVER and held.country)
        for held in actor.held
    )


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The twin of the right to read in SQL; the query joins `Plan`. Discarded drafts are read by nobody."""
    found: list[ColumnElement[bool]] = []
    for held in actor.held:
        if held.role in REVIEWING_ROLES:
            found.append(Plan.owner.in_(sorted(held.desk)) if held.desk else true())
        elif held.role is Role.OBSERVER and held.country:
            found.append(and_(Plan.owner == held.country, Fiche.final_at.is_not(None)))
    if actor.countries:
        found.append(and_(Plan.owner.in_(sorted(actor.countries)), Fiche.sent_at.is_not(None)))
    return and_(or_(*found), Plan.owner != EU, Fiche.discarded_at.is_(None)) if found else false()
