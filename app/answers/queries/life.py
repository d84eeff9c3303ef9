"""The versions of an answer, what is drafted of it, and the acts on a question."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.answers.models import AnswerDraft, AnswerVersion, QuestionAct
from app.answers.policy import ANSWER, READ, READ_LIFE
from app.answers.records import ActRecord, DraftRecord, QuestionRecord, VersionRecord
from app.answers.states import Act, Side, Signed
from app.core.policy import allows


def list_versions(session: Session, question: QuestionRecord, actor: Actor) -> list[VersionRecord]:
    """The versions of an answer, the first first; nothing for who may not read the question."""
    if not question.answer_number or not allows(actor, READ, question.subject):
        return []
    query = (
        select(AnswerVersion).where(AnswerVersion.question_id == question.question_id).order_by(AnswerVersion.number)
    )
    return [
        VersionRecord(row.number, row.is_withdrawal, row.text, row.reason, Signed(row.signed), row.said_at)
        for row in session.execute(query).scalars()
    ]


def find_draft(session: Session, question: QuestionRecord, actor: Actor) -> DraftRecord | None:
    """What is drafted of an answer; None for who does not write answers to it."""
    if not allows(actor, ANSWER, question.subject):
        return None
    row = find_draft_row(session, question.question_id)
    return DraftRecord(row.text, row.reason, row.written_at, row.version) if row is not None else None


def find_draft_row(session: Session, question_id: int) -> AnswerDraft | None:
    """The row of a draft, read anew."""
    query = select(AnswerDraft).where(AnswerDraft.question_id == question_id)
    return session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()


def list_life(session: Session, question: QuestionRecord, actor: Actor) -> list[ActRecord]:
    """The acts on a question, the first first; nothing for who may not read them."""
    if not allows(actor, READ_LIFE, question.subject):
        return []
    query = select(QuestionAct).where(QuestionAct.question_id == question.question_id).order_by(QuestionAct.id)
    return [ActRecord(Act(row.act), Side(row.side), row.text, row.taken_at) for row in session.execute(query).scalars()]
