"""Who assesses. Who reads a plan reads what was found of it."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.accounts.states import REVIEWING_ROLES
from app.core.policy import permit
from app.plans.policy import PlanSubject, on_desk, visible_to

__all__ = ["ASSESS", "visible_to"]


def reviews(actor: Actor, subject: PlanSubject) -> bool:
    """a reviewer whose desk has the country; the EU-level plan is on every desk"""
    return any(held.role in REVIEWING_ROLES and on_desk(held, subject.owner) for held in actor.held)


ASSESS = permit("assessments:item:assess", "Say of an item in place whether what was received shows it", [reviews])
