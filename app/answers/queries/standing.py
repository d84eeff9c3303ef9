"""Where a question stands now, or stood at an instant: from its acts and the versions of its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import case, func, literal, select

from app.answers.models import AnswerVersion, Question, QuestionAct
from app.answers.states import MOVES, Act, QuestionState
from app.comments.states import Reach

LED_TO: Mapping[str, str] = MappingProxyType({act.value: to.value for act, (_, to) in MOVES.items()})
"""Act → the state that it led to."""


@dataclass(frozen=True)
class Standing:
    """Columns of a question: where it stands, how far it reaches, the number of the last version of its answer, the
    question that answers it, and whether the Commission asks to share it."""

    state: Any
    reach: Any
    number: Any
    merged_into: Any
    is_offered: Any


NOW = Standing(Question.state, Question.reach, Question.answer_number, Question.merged_into_id, Question.is_offered)


def standing_at(until: datetime | None) -> Standing:
    """Now, for None; else at an instant after it was asked."""
    if until is None:
        return NOW
    of_question = QuestionAct.question_id == Question.id
    last = (
        select(case(dict(LED_TO), value=QuestionAct.act))
        .where(of_question, QuestionAct.taken_at <= until, QuestionAct.act.in_(sorted(LED_TO)))
        .order_by(QuestionAct.id.desc())
        .limit(1)
        .correlate(Question)
        .scalar_subquery()
    )
    widened = (
        select(func.count(QuestionAct.id))
        .where(of_question, QuestionAct.taken_at > until, QuestionAct.act == Act.WIDEN.value)
        .correlate(Question)
        .scalar_subquery()
    )
    number = (
        select(func.coalesce(func.max(AnswerVersion.number), 0))
        .where(AnswerVersion.question_id == Question.id, AnswerVersion.said_at <= until)
        .correlate(Question)
        .scalar_subquery()
    )
    state = func.coalesce(last, QuestionState.OPEN.value)
    return Standing(
        state=state,
        reach=case((widened > 0, Reach.COMMISSION.value), else_=Question.reach),
        number=number,
        merged_into=case((state == QuestionState.MERGED.value, Question.merged_into_id), else_=None),
        is_offered=literal(False),
    )
