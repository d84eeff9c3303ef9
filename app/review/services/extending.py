"""A later cut-off of a round for one country, with its reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows, require
from app.core.texts import clean_text
from app.plans.policy import PlanSubject
from app.plans.services.access import find_plan
from app.plans.states import EU
from app.review.models import Extension
from app.review.policy import EXTEND, READ_ROUNDS
from app.review.queries.extensions import list_extensions
from app.review.queries.rounds import NO_ROUND, find_round_row


def extend_round(session: Session, round_id: int, owner: str, until_on: Any, reason: Any, *, actor: Actor) -> None:
    """Give one country until the end of a later day. The country reads day and reason; other countries neither.

    Raises NotFound, NotAllowed, WrongState for a round that is closed, Invalid for a day that is not later.
    """
    if not allows(actor, READ_ROUNDS):
        raise NotFound(NO_ROUND)
    plan = find_plan(session, owner, actor)
    require(actor, EXTEND, PlanSubject(owner))
    held = find_round_row(session, round_id)
    if held is None or owner == EU:
        raise NotFound(NO_ROUND)
    if held.closed_at is not None:
        raise WrongState(message("This round is closed."))
    before = list_extensions(session, actor, [round_id]).get((round_id, owner))
    counts = before.until_on if before else held.cut_off_on
    if not isinstance(until_on, date):
        raise Invalid(message("Name the later day."), field="until_on")
    if until_on <= counts or until_on < clock.today():
        raise Invalid(message("Name a day after the cut-off that counts now."), field="until_on")
    made = Extension(
        round_id=round_id,
        plan_id=plan.id,
        until_on=until_on,
        reason=clean_text(reason, "reason", 2000, required=True),
        given_at=clock.now(),
        given_by_id=actor.user_id,
    )
    session.add(made)
    session.flush()
    record(
        session,
        actor=actor,
        deed="review:round:extended",
        subject_kind="review_round",
        subject_id=round_id,
        country=owner,
        changes={"until_on": [counts, until_on]},
    )
