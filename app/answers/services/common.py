"""What the verbs share: rows that are held with the version that was read, acts, and the trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.answers.models import Question, QuestionAct
from app.answers.queries.questions import find_row, get_question
from app.answers.records import QuestionRecord
from app.answers.states import MOVES, Act, QuestionState, Side
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, WrongState
from app.core.labels import message
from app.core.policy import require

NOT_NOW = message("This step is not possible any more, or not yet.")


def hold(
    session: Session, question_id: int, right: str, *, actor: Actor, expected_version: int | None
) -> tuple[QuestionRecord, Question]:
    """A question as it is now, its row held, for who may. Raises NotFound, NotAllowed, Conflict."""
    read = get_question(session, question_id, actor)
    require(actor, right, read.subject)
    row = find_row(session, question_id)
    now = get_question(session, question_id, actor)
    if expected_version is not None and row.version != expected_version:
        raise Conflict(current_version=row.version)
    return now, row


def next_state(state: QuestionState, act: Act) -> QuestionState:
    """Where an act leads. Raises WrongState where it cannot be taken."""
    since, to = MOVES[act]
    if state not in since:
        raise WrongState(NOT_NOW)
    return to


def add_act(session: Session, question_id: int, act: Act, side: Side, *, actor: Actor, text: str = "") -> None:
    """Write an act down; the question's row is held."""
    session.add(
        QuestionAct(
            question_id=question_id,
            act=act.value,
            side=side.value,
            text=text,
            taken_at=clock.now(),
            author_id=actor.user_id,
        )
    )
    session.flush()


def note(
    session: Session,
    deed: str,
    kind: str,
    key: int,
    owner: str,
    *,
    actor: Actor,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Write a deed into the audit trail; texts stay out of it, since administrators read no plans."""
    record(
        session,
        actor=actor,
        deed=deed,
        subject_kind=kind,
        subject_id=key,
        country=owner,
        changes=dict(changes or {}),
    )
