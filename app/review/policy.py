"""Who opens rounds, who submits, and who reads what was submitted.

What is submitted is read by whoever reads the plan; what still waits for its second signature, by the country alone.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_

from app.accounts.actor import Actor
from app.accounts.states import REVIEWING_ROLES, Role
from app.core.policy import permit
from app.plans.models import Plan
from app.plans.policy import Subject, coordinates, is_system, on_desk, reads_plans, visible_to, working_for
from app.plans.states import EU
from app.review.models import Submission


def reviews_all(actor: Actor, _subject: object) -> bool:
    """a lead reviewer, and a reviewer of all countries"""
    return any(held.role is Role.LEAD_REVIEWER or (held.role is Role.REVIEWER and not held.desk) for held in actor.held)


def observes_union(actor: Actor, _subject: object) -> bool:
    """an observer of the EU level"""
    return any(held.role is Role.OBSERVER and not held.country for held in actor.held)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """Submissions that the actor may read, as a condition in SQL; the query joins `Plan`."""
    return visible_to(actor) & or_(Submission.submitted_at.is_not(None), working_for(actor))


def reviews_country(actor: Actor, subject: Subject) -> bool:
    """a reviewer whose desk has the country"""
    owner = subject.owner
    return owner != EU and any(held.role in REVIEWING_ROLES and on_desk(held, owner) for held in actor.held)


def reviewed_by(actor: Actor) -> ColumnElement[bool]:
    """The twin of `reviews_country` in SQL; the query joins `Plan`."""
    desks = [held.desk for held in actor.held if held.role in REVIEWING_ROLES]
    if not all(desks):
        return Plan.owner != EU
    owners = sorted({owner for desk in desks for owner in desk} - {EU})
    return Plan.owner.in_(owners) if owners else false()


READ_ROUNDS = permit("review:round:read", "Read what rounds ask for", [reads_plans], [is_system])
READ_COUNTS = permit(
    "review:counts:read", "Read the version for Parliament and Council", [reviews_all], [observes_union], [is_system]
)
MANAGE_ROUNDS = permit("review:round:manage", "Open and close rounds", [reviews_all], [is_system])
EXTEND = permit("review:round:extend", "Give one country a later cut-off of a round", [reviews_country])
SUBMIT = permit(
    "review:submission:submit", "Prepare, submit and set aside a submission of a plan", [coordinates], [is_system]
)
SIGN = permit("review:submission:sign", "Sign off what another coordinator prepared", [coordinates])
SET_FOUR_EYES = permit(
    "review:submission:set-four-eyes", "Say whether a second coordinator signs", [coordinates], [is_system]
)
