"""Deeds at the reviewers' desk: what was shared is seen, a submission was looked at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import NotFound
from app.core.policy import require
from app.core.upserts import upsert
from app.plans.policy import PlanSubject, scope_for
from app.plans.services.access import find_plan
from app.reading.models import DeskVisit, SubmissionLook
from app.reading.policy import OPEN_DESK, READ
from app.reading.queries.desk import find_submission_plan, is_looked_at
from app.review.queries.submissions import NO_SUBMISSION


def see_until(session: Session, instant: datetime, *, actor: Actor) -> None:
    """Say that one has seen what was shared up to an instant, now at the latest; it is one's own and not recorded.

    Raises NotAllowed.
    """
    require(actor, OPEN_DESK)
    row = {"user_id": actor.user_id, "seen_until": min(instant, clock.now())}
    dialect = session.get_bind().dialect.name
    statement = upsert(DeskVisit.__table__, dialect, keys=("user_id",), changed=("seen_until",))  # type: ignore[arg-type]
    session.execute(statement, [row])


def look_at(session: Session, submission_id: int, *, actor: Actor) -> None:
    """Say that a submission was looked at: it waits for no reviewer any more; nothing where that was said already.

    Raises NotFound, NotAllowed.
    """
    owner = find_submission_plan(session, submission_id)
    if owner is None or scope_for(actor, owner) is None:
        raise NotFound(NO_SUBMISSION)
    find_plan(session, owner, actor)  # held, so that two who say it at once say it once
    require(actor, READ, PlanSubject(owner))
    if is_looked_at(session, submission_id):
        return
    session.add(SubmissionLook(submission_id=submission_id, user_id=actor.user_id, looked_at=clock.now()))
    session.flush()
    record(
        session,
        actor=actor,
        deed="reading:submission:looked-at",
        subject_kind="submission",
        subject_id=submission_id,
        country=owner,
        changes={},
    )
