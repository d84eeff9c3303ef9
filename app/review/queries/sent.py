"""What a plan sent in answer to what, and which rounds still wait for it: in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, and_, exists, null, or_, select, type_coerce, union_all
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.plans.models import Plan
from app.plans.states import EU
from app.review.models import Round, Submission
from app.review.policy import seen_by
from app.review.queries.extensions import cut_off_for
from app.review.states import SubmissionKind


class SentOne(NamedTuple):
    """A submission that counts. `round_title`: of what it answers; None where it answers no round."""

    submission_id: int
    kind: SubmissionKind
    submitted_at: datetime
    round_title: str | None


class Unanswered(NamedTuple):
    """A round that is open and waits for the plan."""

    title: str
    cut_off_on: date


class Sent(NamedTuple):
    """Submissions, the latest first; rounds that wait, the next cut-off first. No round asks the EU level."""

    submissions: tuple[SentOne, ...]
    unanswered: tuple[Unanswered, ...]


def read_sent(session: Session, plan_id: int, actor: Actor, until: datetime) -> Sent:
    """What a plan had sent at an instant, as the actor may see it, and the rounds open then that waited for it."""
    counted = and_(Submission.plan_id == plan_id, Submission.submitted_at <= until)
    sent = (
        select(
            Submission.id,
            Submission.kind,
            Submission.submitted_at,
            Round.title,
            type_coerce(null(), Date()).label("cut_off_on"),
        )
        .join(Plan, Plan.id == Submission.plan_id)
        .outerjoin(Round, Round.id == Submission.round_id)
        .where(counted, seen_by(actor))
    )
    is_open = and_(Round.opened_at <= until, or_(Round.closed_at.is_(None), Round.closed_at > until))
    waiting = select(null(), null(), null(), Round.title, cut_off_for(plan_id, until)).where(
        is_open,
        ~exists().where(counted, Submission.round_id == Round.id),
        exists().where(Plan.id == plan_id, Plan.owner != EU),
    )
    rows: Sequence[Any] = session.execute(union_all(sent, waiting)).all()
    submissions = [SentOne(key, SubmissionKind(kind), at, title) for key, kind, at, title, _ in rows if key]
    unanswered = [Unanswered(title, on) for key, _, _, title, on in rows if not key]
    return Sent(
        tuple(sorted(submissions, key=lambda one: (one.submitted_at, one.submission_id), reverse=True)),
        tuple(sorted(unanswered, key=lambda one: (one.cut_off_on, one.title))),
    )
