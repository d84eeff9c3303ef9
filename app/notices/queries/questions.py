"""What happened to questions: for the coordinators and agencies who asked, and those whose items rely on an answer; for
reviewers what is asked on their desk."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.actor import Actor
from app.answers.models import AnswerReliance, Question, QuestionAct
from app.answers.policy import visible_to
from app.answers.states import Act
from app.notices import paths, words
from app.notices.policy import agencies_of, coordinated, on_desk, reviews_any
from app.notices.records import Notice, Window
from app.notices.states import Kind
from app.plans.models import Plan
from app.plans.states import EU


def notices_of_questions(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """At most four statements, none for those who are not meant."""
    own = sorted(coordinated(actor))
    if own:
        yield from _of_own(session, actor, own, window)
        yield from _of_relied_on(session, actor, own, window)
    if agencies_of(actor) and EU not in own:
        yield from _of_agency(session, actor, window)
    if reviews_any(actor):
        yield from _of_desk(session, actor, window)


def _of_own(session: Session, actor: Actor, own: list[str], window: Window) -> Iterator[Notice]:
    query = _acts(actor, window, words.QUESTION_ACTS).where(Plan.owner.in_(own))
    for owner, key, act, at in session.execute(query):
        yield _notice(words.QUESTION_ACTS[Act(act)], key, at, owner=owner, by=EU)


def _of_agency(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """Of what the actor's agencies asked; coordinators of the EU level hear of it with all that the EU level asked."""
    asked = Question.authority_id.in_(sorted(agencies_of(actor)))
    query = _acts(actor, window, words.OWN_AGENCY_ACTS).where(Plan.owner == EU, asked)
    for owner, key, act, at in session.execute(query):
        yield _notice(words.OWN_AGENCY_ACTS[Act(act)], key, at, owner=owner, by=EU)


def _of_relied_on(session: Session, actor: Actor, own: list[str], window: Window) -> Iterator[Notice]:
    """Of each item that relied on the answer when it was revised or withdrawn."""
    relying = aliased(Plan)
    query = (
        _acts(actor, window, words.RELIED_ON_ACTS)
        .join(AnswerReliance, AnswerReliance.question_id == Question.id)
        .join(relying, relying.id == AnswerReliance.plan_id)
        .where(
            relying.owner.in_(own),
            AnswerReliance.begun_at < QuestionAct.taken_at,
            or_(AnswerReliance.ended_at.is_(None), AnswerReliance.ended_at > QuestionAct.taken_at),
        )
        .add_columns(relying.owner.label("relying"), AnswerReliance.item_id)
    )
    for _, key, act, at, owner, item_id in session.execute(query):
        yield _notice(words.RELIED_ON_ACTS[Act(act)], key, at, owner=owner, by=EU, item_id=item_id)


def _of_desk(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    query = _acts(actor, window, words.QUESTION_ASKED).where(on_desk(actor))
    for owner, key, act, at in session.execute(query):
        yield _notice(words.QUESTION_ASKED[Act(act)], key, at, owner=owner, by=owner)


def _acts(actor: Actor, window: Window, told: Collection[Act]) -> Select[*tuple[Any, ...]]:
    return (
        select(Plan.owner, Question.id, QuestionAct.act, QuestionAct.taken_at)
        .join(Question, Question.id == QuestionAct.question_id)
        .join(Plan, Plan.id == Question.plan_id)
        .where(
            QuestionAct.taken_at > window.since,
            QuestionAct.taken_at <= window.until,
            QuestionAct.act.in_([act.value for act in told]),
            QuestionAct.author_id.is_distinct_from(actor.user_id),
            visible_to(actor),
        )
    )


def _notice(said: str, key: int, at: datetime, *, owner: str, by: str, item_id: int | None = None) -> Notice:
    path = paths.of_question(key)
    return Notice(Kind.QUESTIONS, at, said, path, owner=owner, by=by, name=f"Q{key}", item_id=item_id)
