"""The Commission drafts, publishes, revises and withdraws answers, names another question, asks to share wider."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.answers.models import AnswerDraft, AnswerVersion, Question
from app.answers.policy import ANSWER, READ
from app.answers.queries.life import find_draft_row
from app.answers.queries.questions import find_question
from app.answers.records import QuestionRecord
from app.answers.services.common import NOT_NOW, add_act, hold, next_state, note
from app.answers.states import ANSWER_LIMIT, ENDED, MOVES, REASON_LIMIT, Act, QuestionState, Side, Signed
from app.comments.states import Reach
from app.core import clock
from app.core.errors import Conflict, Invalid, WrongState
from app.core.labels import message
from app.core.policy import allows
from app.core.texts import clean_text
from app.plans.policy import on_desk


def save_draft(
    session: Session,
    question_id: int,
    text: str,
    reason: str = "",
    *,
    actor: Actor,
    draft_version: int | None,
) -> None:
    """Keep what is written of an answer; nobody but those who answer reads it.

    `draft_version`: of the draft that was read, None where there was none. Raises NotFound, NotAllowed, Conflict,
    WrongState, Invalid.
    """
    found, _ = hold(session, question_id, ANSWER, actor=actor, expected_version=None)
    if found.state in ENDED:
        raise WrongState(NOT_NOW)
    row = _draft(session, question_id, draft_version)
    said = clean_text(text, "text", ANSWER_LIMIT)
    why = clean_text(reason, "reason", REASON_LIMIT)
    if row is None:
        row = AnswerDraft(question_id=question_id, text=said, reason=why)
        session.add(row)
    row.text, row.reason, row.written_at, row.author_id = said, why, clock.now(), actor.user_id
    session.flush()
    note(session, "answers:answer:drafted", "question", question_id, found.subject.owner, actor=actor)


def publish(
    session: Session,
    question_id: int,
    text: str,
    reason: str = "",
    *,
    actor: Actor,
    expected_version: int | None,
    draft_version: int | None = None,
) -> int:
    """Publish an answer, or a revision of one with the reason; returns the number of the version.

    A draft there is must be the one that was read, and is gone then. Raises NotFound, NotAllowed, Conflict,
    WrongState, Invalid.
    """
    found, row = hold(session, question_id, ANSWER, actor=actor, expected_version=expected_version)
    act = Act.REVISE if found.state is QuestionState.ANSWERED else Act.ANSWER
    to = next_state(found.state, act)
    draft = _draft(session, question_id, draft_version)
    said = clean_text(text, "text", ANSWER_LIMIT, required=True)
    why = clean_text(reason, "reason", REASON_LIMIT, required=found.answer_number > 0)
    if act is Act.REVISE and said == found.answer:
        raise Invalid(message("This is what the answer says already."), field="text")
    if draft is not None:
        session.delete(draft)
    number = _add_version(session, row, said, why, signed_as(actor, found.subject.owner), actor)
    row.state = to.value
    session.flush()
    add_act(session, row.id, act, Side.COMMISSION, actor=actor, text=why)
    deed = "answers:answer:revised" if act is Act.REVISE else "answers:answer:published"
    changes = {"answer": [found.answer_number or None, number], "state": [found.state.value, to.value]}
    note(session, deed, "question", row.id, found.subject.owner, actor=actor, changes=changes)
    return number


def take_back(session: Session, question_id: int, reason: str, *, actor: Actor, expected_version: int | None) -> None:
    """Withdraw an answer with the reason; what it said stays to be read.

    Raises NotFound, NotAllowed, Conflict, WrongState, Invalid.
    """
    found, row = hold(session, question_id, ANSWER, actor=actor, expected_version=expected_version)
    to = next_state(found.state, Act.TAKE_BACK)
    why = clean_text(reason, "reason", REASON_LIMIT, required=True)
    number = _add_version(session, row, "", why, signed_as(actor, found.subject.owner), actor)
    row.state = to.value
    session.flush()
    add_act(session, row.id, Act.TAKE_BACK, Side.COMMISSION, actor=actor, text=why)
    changes = {"answer": [found.answer_number, number], "state": [found.state.value, to.value]}
    note(session, "answers:answer:withdrawn", "question", row.id, found.subject.owner, actor=actor, changes=changes)


def merge(session: Session, question_id: int, into: int, *, actor: Actor, expected_version: int | None) -> None:
    """Say that the answer to another question answers this one, too: one that all who read this one may read.

    Raises NotFound, NotAllowed, Conflict, WrongState, Invalid.
    """
    found, row = hold(session, question_id, ANSWER, actor=actor, expected_version=expected_version)
    to = next_state(found.state, Act.MERGE)
    other = find_question(session, into, actor) if into != question_id else None
    if other is None:
        raise Invalid(message("There is no such question that you may read."), field="into")
    if other.state is not QuestionState.ANSWERED:
        raise Invalid(message("That question has no answer."), field="into")
    if not can_answer(found, other):
        raise Invalid(
            message("Not all who read this one may read that question. Ask first whether it may be shared."),
            field="into",
        )
    row.state, row.merged_into_id, row.is_offered = to.value, other.question_id, False
    draft = find_draft_row(session, question_id)
    if draft is not None:
        session.delete(draft)
    session.flush()
    add_act(session, row.id, Act.MERGE, Side.COMMISSION, actor=actor, text=other.name)
    changes = {"state": [found.state.value, to.value], "merged_into": [None, other.question_id]}
    note(session, "answers:question:merged", "question", row.id, found.subject.owner, actor=actor, changes=changes)


def can_answer(found: QuestionRecord, other: QuestionRecord) -> bool:
    """Whether all who read one question as those who asked it, or with the Member States, may read another."""
    if other.reach is Reach.MEMBER_STATES or found.reach is Reach.MEMBER_STATES:
        return other.reach is Reach.MEMBER_STATES
    authority = found.subject.authority
    return other.subject.owner == found.subject.owner and authority in (None, other.subject.authority)


def offer_to_widen(session: Session, question_id: int, *, actor: Actor, expected_version: int | None) -> None:
    """Ask whoever asked whether it may be shared with the Member States. Raises NotFound, NotAllowed, Conflict,
    WrongState."""
    found, row = hold(session, question_id, ANSWER, actor=actor, expected_version=expected_version)
    if found.reach is Reach.MEMBER_STATES or found.is_offered or found.state in ENDED:
        raise WrongState(NOT_NOW)
    row.is_offered = True
    session.flush()
    add_act(session, row.id, Act.OFFER, Side.COMMISSION, actor=actor)
    note(session, "answers:question:offered", "question", row.id, found.subject.owner, actor=actor)


def may_answer(actor: Actor, found: QuestionRecord) -> bool:
    """Whether the actor can write an answer to it now."""
    may = allows(actor, READ, found.subject) and allows(actor, ANSWER, found.subject)
    return may and found.state in MOVES[Act.ANSWER][0] | MOVES[Act.REVISE][0]


def signed_as(actor: Actor, owner: str) -> Signed:
    """As what somebody signs an answer to a country."""
    held = [one.role for one in actor.held if on_desk(one, owner)]
    if Role.LEAD_REVIEWER in held:
        return Signed.LEAD_REVIEWER
    return Signed.REVIEWER if Role.REVIEWER in held else Signed.SYSTEM


def _draft(session: Session, question_id: int, expected: int | None) -> AnswerDraft | None:
    row = find_draft_row(session, question_id)
    if (row.version if row is not None else None) != expected:
        raise Conflict(current_version=row.version if row is not None else 0)
    return row


def _add_version(session: Session, row: Question, text: str, reason: str, signed: Signed, actor: Actor) -> int:
    """A version after those there are; the question's row is held."""
    number = row.answer_number + 1
    session.add(
        AnswerVersion(
            question_id=row.id,
            number=number,
            is_withdrawal=not text,
            text=text,
            reason=reason,
            signed=signed.value,
            said_at=clock.now(),
            author_id=actor.user_id,
        )
    )
    row.answer_number = number
    return number
