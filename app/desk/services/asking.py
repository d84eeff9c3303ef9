"""Asking an authority: recorded with what was asked about, and closed once it is settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.texts import clean_line, clean_text
from app.desk import policy
from app.desk.models import BODY_LIMIT, NOTE_LIMIT, SUBJECT_LIMIT, Ask, AskMilestone
from app.desk.queries import asks
from app.desk.records import AskRecord
from app.plans.models import Milestone, Plan
from app.plans.queries import rows
from app.plans.services.access import NO_MILESTONE, hold_plan

LONGEST_REPLY = timedelta(days=366)


def ask_authority(
    session: Session,
    owner: str,
    authority_id: int,
    *,
    actor: Actor,
    references: Sequence[str],
    subject: str,
    body: str,
    reply_by: date | None,
) -> AskRecord:
    """Record that an authority is asked about milestones of the plan, with the letter as it goes out.

    The same letter asked again while it is open is the same ask. Raises NotFound, NotAllowed, WrongState for an
    authority out of use, Invalid.
    """
    plan = hold_plan(session, owner, actor, policy.ASK)
    _require_authority(session, plan, authority_id)
    milestones = _milestones(session, plan, references)
    ask = Ask(
        plan_id=plan.id,
        authority_id=authority_id,
        asked_by_id=actor.user_id,
        asked_at=clock.now(),
        reply_by=_reply_by(reply_by),
        subject=clean_line(subject, "subject", SUBJECT_LIMIT, required=True),
        body=clean_text(body, "body", BODY_LIMIT, required=True),
    )
    twin = asks.find_open_twin(session, ask)
    if twin is not None:
        return asks.get_ask(session, plan.id, twin.id)
    session.add(ask)
    session.flush()
    session.add_all(AskMilestone(ask_id=ask.id, milestone_id=milestone.id) for milestone in milestones)
    changes: dict[str, list[Any]] = {
        "authority_id": [None, authority_id],
        "reply_by": [None, ask.reply_by],
        "milestones": [None, [milestone.reference for milestone in milestones]],
    }
    _record(session, ask, owner, actor, "desk:authority:asked", changes)
    session.flush()
    return asks.get_ask(session, plan.id, ask.id)


def close_ask(session: Session, owner: str, ask_id: int, *, actor: Actor, note: str = "") -> AskRecord:
    """Say that an ask is settled, or will not be answered. Raises NotFound, NotAllowed, WrongState, Invalid."""
    plan = hold_plan(session, owner, actor, policy.ASK)
    ask = asks.get_ask_row(session, plan.id, ask_id)
    if ask.closed_at is not None:
        raise WrongState(message("This has been closed already."))
    said = clean_text(note, "note", NOTE_LIMIT)
    ask.closed_at, ask.closed_by_id, ask.close_note = clock.now(), actor.user_id, said
    _record(session, ask, owner, actor, "desk:ask:closed", {"closed_at": [None, ask.closed_at]}, said)
    session.flush()
    return asks.get_ask(session, plan.id, ask.id)


def _record(
    session: Session, ask: Ask, owner: str, actor: Actor, deed: str, changes: dict[str, list[Any]], reason: str = ""
) -> None:
    record(
        session,
        actor=actor,
        deed=deed,
        subject_kind="ask",
        subject_id=ask.id,
        country=owner,
        changes=changes,
        reason=reason,
    )


def _require_authority(session: Session, plan: Plan, authority_id: int) -> None:
    authority = rows.find_authority_row(session, plan.id, authority_id)
    if authority is None:
        raise NotFound(message("There is no such authority."))
    if not authority.is_active:
        raise WrongState(message("This authority is out of use."))


def _milestones(session: Session, plan: Plan, references: Sequence[str]) -> list[Milestone]:
    """The milestones of the references, in the order of the letter. Raises Invalid for none, NotFound."""
    wanted = list(dict.fromkeys(references))
    if not wanted:
        raise Invalid(message("Choose at least one milestone to ask about."), field="milestones")
    found = {milestone.reference: milestone for milestone in rows.list_milestone_rows(session, plan.id, wanted)}
    if len(found) != len(wanted):
        raise NotFound(NO_MILESTONE)
    return [found[reference] for reference in wanted]


def _reply_by(day: date | None) -> date:
    today = clock.today()
    if day is None:
        raise Invalid(message("Enter a day."), field="reply_by")
    if day < today:
        raise Invalid(message("An answer cannot be asked for by a day that has passed."), field="reply_by")
    if day > today + LONGEST_REPLY:
        raise Invalid(message("This is more than a year ahead."), field="reply_by")
    return day
