"""A country lets others that stand where it stood read what it did next, or no longer; off until it says so."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import NotFound
from app.plans.queries.heads import NO_PLAN
from app.plans.services.access import hold_plan
from app.plans.states import EU
from app.practices.models import CourseConsent
from app.practices.policy import CONSENT_TO_COURSE
from app.practices.queries.courses import find_consent_row


def set_course_consent(session: Session, owner: str, is_on: bool, *, actor: Actor) -> None:
    """Consent, or withdraw it; it holds from now on. Raises NotFound, NotAllowed."""
    if owner == EU:
        raise NotFound(NO_PLAN)
    plan = hold_plan(session, owner, actor, CONSENT_TO_COURSE)
    standing, now = find_consent_row(session, plan.id), clock.now()
    if is_on == (standing is not None):
        return
    if standing is None:
        session.add(
            CourseConsent(plan_id=plan.id, given_at=now, given_by_id=actor.user_id, ended_at=None, ended_by_id=None)
        )
    else:
        standing.ended_at, standing.ended_by_id = now, actor.user_id
    session.flush()
    record(
        session,
        actor=actor,
        deed=f"practices:course:{'consented' if is_on else 'withdrawn'}",
        subject_kind="plan",
        subject_id=plan.id,
        country=owner,
        changes={"is_told": [not is_on, is_on]},
    )
