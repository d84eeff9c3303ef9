"""Who reads what reaches how far, who comments, and who records consultations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from app.accounts.actor import Actor
from app.accounts.states import COUNTRY_ROLES, REVIEWING_ROLES
from app.comments.states import Reach
from app.core.policy import permit
from app.plans.models import Plan
from app.plans.policy import contributes, coordinates, is_system, on_desk
from app.plans.states import EU


@dataclass(frozen=True)
class Said:
    """A comment or a consultation, as far as a right on it depends on it."""

    owner: str
    reach: Reach
    author_id: int | None = None


def reaches_of(actor: Actor, owner: str) -> tuple[Reach, ...]:
    """The reaches within which the actor is, for what is said about a plan; the narrowest first, none for others."""
    if actor.is_system or owner in actor.countries:
        return tuple(Reach)
    if any(held.role in REVIEWING_ROLES and on_desk(held, owner) for held in actor.held):
        return Reach.COMMISSION, Reach.MEMBER_STATES
    if any(held.role in COUNTRY_ROLES for held in actor.held):
        return (Reach.MEMBER_STATES,)
    return ()


def may_read_some(actor: Actor) -> bool:
    """Whether comments on any plan can reach the actor at all."""
    return actor.is_system or bool(actor.countries) or any(held.role in REVIEWING_ROLES for held in actor.held)


def reached(actor: Actor, column: Any) -> ColumnElement[bool]:
    """The twin of `reaches_of` in SQL, for a column of reaches; the query joins `Plan`."""
    if actor.is_system:
        return true()
    wide = column == Reach.MEMBER_STATES.value
    found: list[ColumnElement[bool]] = []
    if actor.countries:
        found += [Plan.owner.in_(sorted(actor.countries)), wide]
    for held in actor.held:
        if held.role in REVIEWING_ROLES:
            here = Plan.owner.in_(sorted(held.desk | {EU})) if held.desk else true()
            found.append(and_(here, or_(wide, column == Reach.COMMISSION.value)))
    return or_(*found) if found else false()


def is_reached(actor: Actor, subject: Said) -> bool:
    """within its reach: the country's coordinators and contributors, also reviewers whose desk has it, also those of
    other countries"""
    return subject.reach in reaches_of(actor, subject.owner)


def is_author(actor: Actor, subject: Said) -> bool:
    """who wrote it"""
    return actor.user_id is not None and actor.user_id == subject.author_id


READ = permit("comments:comment:read", "Read a comment", [is_reached], [is_system])
WRITE = permit(
    "comments:comment:write",
    "Comment on what they see of a plan, and answer what they read, with a reach within which they are",
    [is_reached],
)
CORRECT = permit("comments:comment:correct", "Correct or withdraw a comment", [is_author, is_reached])
READ_CONSULTATION = permit("comments:consultation:read", "Read a consultation", [is_reached], [is_system])
RECORD_CONSULTATION = permit(
    "comments:consultation:record",
    "Record, correct and withdraw consultations on the plan or an item",
    [coordinates],
    [contributes],
    [is_system],
)
