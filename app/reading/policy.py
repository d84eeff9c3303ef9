"""Who reads plans in the reading room. Marks are the reader's own: nobody else is ever asked for."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.accounts.states import REVIEWING_ROLES, Role
from app.assessments.policy import reviews
from app.core.policy import permit
from app.plans.policy import PlanSubject, on_desk


def reviews_some(actor: Actor, _subject: object) -> bool:
    """a reviewer"""
    return any(held.role in REVIEWING_ROLES for held in actor.held)


def leads(actor: Actor, subject: PlanSubject) -> bool:
    """a lead reviewer whose desk has the country; the EU-level plan is on every desk"""
    return any(held.role is Role.LEAD_REVIEWER and on_desk(held, subject.owner) for held in actor.held)


READ = permit("reading:plan:read", "Read a plan item by item, with marks of one's own", [reviews])
OPEN_DESK = permit("reading:desk:open", "See what was shared since, what waits, and who has how much", [reviews_some])
LEAD_SECOND = permit(
    "reading:second:lead", "Choose items and readers of a second reading, end it, settle what it found", [leads]
)
