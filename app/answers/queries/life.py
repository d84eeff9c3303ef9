"""The versions of an answer, what is drafted of it, and the acts on a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.answers.models import AnswerDraft, AnswerVersion, Question, QuestionAct
from app.answers.policy import ANSWER, READ, READ_LIFE, visible_to
from app.answers.records import ActRecord, DraftRecord, QuestionRecord, VersionRecord
from app.answers.states import Act, Side, Signed
from app.core.policy import allows
from app.plans.models import Plan


def list_versions(session: Session, question: QuestionRecord, actor: Actor) -> list[VersionRecord]:
    """The versions of an answer up to the last one of the record, the first first; nothing for who may not read the
    question."""
    if not question.answer_number or not allows(actor, READ, question.subject):
        return []
    query = (
        select(AnswerVersion)
        .where(AnswerVersion.question_id == question.question_id, AnswerVersion.number <= question.answer_number)
        .order_by(AnswerVersion.number)
    )
    return [_version(row) for row in session.execute(query).scalars()]


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


def list_life(
    session: Session, question: QuestionRecord, actor: Actor, until: datetime | None = None
) -> list[ActRecord]:
    """The acts on a question, up to an instant, the first first; nothing for who may not read them."""
    if not allows(actor, READ_LIFE, question.subject):
        return []
    query = select(QuestionAct).where(QuestionAct.question_id == question.question_id).order_by(QuestionAct.id)
    if until is not None:
        query = query.where(QuestionAct.taken_at <= until)
    return [ActRecord(Act(row.act), Side(row.side), row.text, row.taken_at) for row in session.execute(query).scalars()]


def versions_of(session: Session, keys: Collection[int], actor: Actor) -> dict[int, dict[int, VersionRecord]]:
    """Question → number → version, of those questions that the actor may read. One statement."""
    found: dict[int, dict[int, VersionRecord]] = defaultdict(dict)
    if not keys:
        return found
    query = (
        select(AnswerVersion)
        .join(Question, Question.id == AnswerVersion.question_id)
        .join(Plan, Plan.id == Question.plan_id)
        .where(AnswerVersion.question_id.in_(sorted(keys)), visible_to(actor))
        .order_by(AnswerVersion.question_id, AnswerVersion.number)
    )
    for row in session.execute(query).scalars():
        found[row.question_id][row.number] = _version(row)
    return found


def _version(row: AnswerVersion) -> VersionRecord:
    return VersionRecord(row.number, row.is_withdrawal, row.text, row.reason, Signed(row.signed), row.said_at)
