"""Which items of a plan rely on which version of which answer. Read within the country alone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.answers.models import AnswerReliance, Question
from app.answers.records import RelianceRecord
from app.answers.states import QuestionState
from app.core import clock
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.models import Plan
from app.plans.policy import one_authority, working_for
from app.plans.queries.heads import find_head
from app.plans.queries.state import list_items
from app.plans.states import Scope

NO_RELIANCE = message("There is no such reliance on an answer, or none that you may see.")


def list_reliances(
    session: Session,
    actor: Actor,
    owners: Collection[str] | None = None,
    *,
    question_id: int | None = None,
    changed: bool = False,
) -> list[RelianceRecord]:
    """Those that stand and the actor may read, the first first. `owners`: of these plans alone; `changed`: where the
    answer was revised or withdrawn since. One statement."""
    query = _reliances().where(AnswerReliance.ended_at.is_(None), working_for(actor))
    if owners is not None:
        query = query.where(Plan.owner.in_(sorted(owners)))
    if question_id is not None:
        query = query.where(AnswerReliance.question_id == question_id)
    if changed:
        query = query.where(Question.answer_number > AnswerReliance.number)
    rows = session.execute(query.order_by(AnswerReliance.id))
    return [RelianceRecord(**dict(row._mapping) | {"state": QuestionState(row.state)}) for row in rows]


def get_reliance(session: Session, reliance_id: int, actor: Actor) -> RelianceRecord:
    """One that stands. Raises NotFound."""
    query = _reliances().where(AnswerReliance.id == reliance_id, AnswerReliance.ended_at.is_(None), working_for(actor))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_RELIANCE)
    return RelianceRecord(**dict(row._mapping) | {"state": QuestionState(row.state)})


def authorities_on(session: Session, owner: str, item_ids: Collection[int] | None = None) -> dict[int, frozenset[int]]:
    """Item → the lead and contributing authorities of a plan, whose work it is. Two statements."""
    head = find_head(session, owner)
    if head is None:
        return {}
    records = list_items(session, head.plan_id, Scope.WORKING, clock.today(), item_ids)
    return {one.item_id: one_authority(one.lead_authority_id) | frozenset(one.contributing) for one in records}


def find_row(session: Session, reliance_id: int) -> AnswerReliance:
    """The row of one, held and read anew."""
    query = (
        select(AnswerReliance)
        .where(AnswerReliance.id == reliance_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.execute(query).scalar_one()


def _reliances() -> Select[*tuple[Any, ...]]:
    return (
        select(
            AnswerReliance.id.label("reliance_id"),
            AnswerReliance.question_id,
            Plan.owner,
            AnswerReliance.item_id,
            AnswerReliance.number,
            Question.answer_number.label("latest"),
            Question.state,
            Question.title,
            AnswerReliance.begun_at,
            AnswerReliance.version,
        )
        .join(Question, Question.id == AnswerReliance.question_id)
        .join(Plan, Plan.id == AnswerReliance.plan_id)
    )
