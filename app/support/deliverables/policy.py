"""Who makes, reads, approves and accepts deliverables.

A draft is its author's alone. From its submission on the support officer and the country read it, and reviewers only
where the country accepted it and ticked that they may. An expert reads their own while assigned and for 90 days after
the last day of the assignment, and writes only while assigned; other experts of the project read nothing of it, since
their blocks may be others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from app.accounts.actor import Actor
from app.accounts.models import Grant
from app.accounts.states import REVIEWING_ROLES
from app.core import clock
from app.core.policy import allows, permit
from app.plans.models import Plan
from app.plans.states import EU
from app.support.deliverables.models import Deliverable
from app.support.deliverables.states import Hand
from app.support.models import SupportAssignment
from app.support.policy import (
    SupportSubject,
    coordinates,
    is_assigned,
    is_officer,
    is_system,
    keeps_deliverables,
    reviews,
    works_in,
)
from app.support.states import DELIVERABLE_DAYS


@dataclass(frozen=True)
class DeliverableSubject(SupportSubject):
    """A deliverable. `grants`: the assignments of its author to its project, `last_day`: the last one's last day."""

    author_id: int | None = None
    last_day: date | None = None
    is_submitted: bool = False
    is_accepted: bool = False
    is_shown: bool = False


Subject = SupportSubject | None


def made_it(actor: Actor, subject: Subject) -> bool:
    """who made it"""
    return isinstance(subject, DeliverableSubject) and actor.user_id is not None and subject.author_id == actor.user_id


def keeps_it(actor: Actor, subject: Subject) -> bool:
    """until 90 days after the last day of their assignment"""
    if not isinstance(subject, DeliverableSubject) or subject.last_day is None:
        return False
    return keeps_deliverables((clock.today() - subject.last_day).days)


def is_submitted(_actor: Actor, subject: Subject) -> bool:
    """once it was submitted"""
    return isinstance(subject, DeliverableSubject) and subject.is_submitted


def is_opened_to_reviewers(_actor: Actor, subject: Subject) -> bool:
    """where the country accepted it and ticked that reviewers may"""
    return isinstance(subject, DeliverableSubject) and subject.is_accepted and subject.is_shown


def is_of_another(actor: Actor, subject: Subject) -> bool:
    """of another author"""
    return not made_it(actor, subject)


CREATE = permit(
    "support:deliverable:create", "Begin a deliverable of a project", [is_assigned], [is_officer], [is_system]
)
READ_DELIVERABLE = permit(
    "support:deliverable:read",
    "Read a deliverable and have its files",
    [made_it, keeps_it],
    [made_it, is_officer],
    [is_officer, is_submitted],
    [works_in, is_submitted],
    [reviews, is_opened_to_reviewers],
    [is_system],
)
WRITE = permit(
    "support:deliverable:write",
    "Write a deliverable, add files, submit it, withdraw it before the country accepted it",
    [made_it, is_assigned],
    [made_it, is_officer],
)
APPROVE = permit(
    "support:deliverable:approve",
    "Approve a deliverable for the contract, return it, withdraw it before the country accepted it",
    [is_officer, is_of_another],
)
ACCEPT = permit(
    "support:deliverable:accept",
    "Accept a deliverable for the beneficiary authority, return it, say whether it is in use, withdraw it, open it to"
    " reviewers",
    [coordinates, is_of_another],
)


def hands_of(actor: Actor, subject: DeliverableSubject) -> frozenset[Hand]:
    """The hands with which the actor may take steps."""
    held = {Hand.AUTHOR: WRITE, Hand.OFFICER: APPROVE, Hand.BENEFICIARY: ACCEPT}
    return frozenset(hand for hand, right in held.items() if allows(actor, right, subject))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The twin of READ_DELIVERABLE in SQL; the query joins `Plan` to `Deliverable` by request and project."""
    if actor.is_system:
        return true()
    found: list[ColumnElement[bool]] = []
    submitted = Deliverable.submitted_at.is_not(None)
    if is_officer(actor, None):
        found += [submitted, Deliverable.author_id == actor.user_id]
    if owners := sorted(actor.countries - {EU}):
        found.append(and_(submitted, Plan.owner.in_(owners)))
    desks = [held.desk for held in actor.held if held.role in REVIEWING_ROLES]
    if desks:
        shown = and_(Deliverable.accepted_on.is_not(None), Deliverable.is_shown)
        seen = set().union(*desks)
        found.append(shown if not all(desks) else and_(shown, Plan.owner.in_(sorted(seen))))
    if actor.user_id is not None:
        found.append(and_(Deliverable.author_id == actor.user_id, _kept(actor.user_id)))
    return or_(*found) if found else false()


def _kept(user_id: int) -> ColumnElement[bool]:
    """Whether the author's last assignment to the project ended no longer ago than deliverables are kept."""
    first = clock.today() - timedelta(days=DELIVERABLE_DAYS)
    mine = (
        select(SupportAssignment.id)
        .join(Grant, Grant.id == SupportAssignment.grant_id)
        .where(
            SupportAssignment.project_id == Deliverable.project_id,
            Grant.user_id == user_id,
            Grant.ends_on >= first,
            or_(Grant.revoked_at.is_(None), Grant.revoked_at > clock.end_of(first - timedelta(days=1))),
        )
        .correlate(Deliverable)
    )
    return exists(mine)
