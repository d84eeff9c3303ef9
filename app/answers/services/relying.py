"""A country says that an item of its plan relies on an answer, keeps relying when it changed, or stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.answers.models import AnswerReliance
from app.answers.policy import READ_RELIANCE, RELY, RelianceSubject
from app.answers.queries.questions import find_row as find_question_row
from app.answers.queries.questions import get_question
from app.answers.queries.reliance import NO_RELIANCE, authorities_on, find_row, get_reliance, list_reliances
from app.answers.services.common import NOT_NOW, note
from app.answers.states import QuestionState
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows, require
from app.plans.queries.heads import NO_PLAN
from app.plans.queries.rows import find_locked_plan

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

REVISED = message("The answer was revised since you read it. Read it as it stands now.")


def rely(
    session: Session, view: CatalogueView, owner: str, item_id: int, question_id: int, number: int, *, actor: Actor
) -> int:
    """Say that an item of a plan relies on an answer, as version `number` says, which was read; returns the key.

    Raises NotFound, NotAllowed, Conflict where it was revised since, WrongState where there is no answer or it is said
    already, Invalid.
    """
    subject = _subject(session, view, owner, item_id)
    if not allows(actor, READ_RELIANCE, subject):
        raise NotFound(NO_PLAN)
    require(actor, RELY, subject)
    get_question(session, question_id, actor)
    plan = find_locked_plan(session, owner)
    if plan is None:
        raise NotFound(NO_PLAN)
    question = find_question_row(session, question_id)
    if question.state != QuestionState.ANSWERED.value:
        raise WrongState(message("There is no answer to rely on."))
    standing = list_reliances(session, actor, [owner], question_id=question_id)
    if any(one.item_id == item_id for one in standing):
        raise WrongState(message("This item relies on it already."))
    if question.answer_number != number:
        raise Conflict(REVISED, current_version=question.answer_number)
    key = _begin(session, question_id, plan.id, item_id, number, actor)
    changes = {"version": [None, number], "item": [None, item_id]}
    note(session, "answers:reliance:recorded", "answer_reliance", key, owner, actor=actor, changes=changes)
    return key


def keep_relying(
    session: Session,
    view: CatalogueView,
    reliance_id: int,
    number: int,
    *,
    actor: Actor,
    expected_version: int | None,
) -> int:
    """Go on relying on an answer that was revised, as version `number` says, which was read; returns the new key.

    Raises NotFound, NotAllowed, Conflict where it was revised again, WrongState where it was withdrawn.
    """
    row = _hold(session, view, reliance_id, actor, expected_version)
    found = get_reliance(session, reliance_id, actor)
    question = find_question_row(session, row.question_id)
    if question.state != QuestionState.ANSWERED.value:
        raise WrongState(message("There is no answer to rely on."))
    if question.answer_number != number:
        raise Conflict(current_version=row.version)
    if not found.has_changed:
        raise WrongState(NOT_NOW)
    _end(session, row, actor)
    key = _begin(session, row.question_id, row.plan_id, row.item_id, number, actor)
    changes = {"version": [found.number, number]}
    note(session, "answers:reliance:kept", "answer_reliance", key, found.owner, actor=actor, changes=changes)
    return key


def stop_relying(
    session: Session, view: CatalogueView, reliance_id: int, *, actor: Actor, expected_version: int | None
) -> None:
    """Say that an item does not rely on an answer any more. Raises NotFound, NotAllowed, Conflict."""
    row = _hold(session, view, reliance_id, actor, expected_version)
    found = get_reliance(session, reliance_id, actor)
    _end(session, row, actor)
    note(session, "answers:reliance:ended", "answer_reliance", row.id, found.owner, actor=actor)


def _hold(
    session: Session, view: CatalogueView, reliance_id: int, actor: Actor, expected_version: int | None
) -> AnswerReliance:
    found = get_reliance(session, reliance_id, actor)
    item = view.items_by_id.get(found.item_id)
    own = authorities_on(session, found.owner, [found.item_id]).get(found.item_id, frozenset())
    require(actor, RELY, RelianceSubject(found.owner, item.block_key if item else "", own))
    find_locked_plan(session, found.owner)
    row = find_row(session, reliance_id)
    if row.ended_at is not None:
        raise NotFound(NO_RELIANCE)
    if expected_version is not None and row.version != expected_version:
        raise Conflict(current_version=row.version)
    return row


def _subject(session: Session, view: CatalogueView, owner: str, item_id: int) -> RelianceSubject:
    """Raises Invalid for an item that is not of this plan."""
    item = view.items_by_id.get(item_id)
    if item is None or view.duty(owner, item_id) is None:
        raise Invalid(message("There is no such item in this plan."), field="item")
    return RelianceSubject(owner, item.block_key, authorities_on(session, owner, [item_id]).get(item_id, frozenset()))


def _begin(session: Session, question_id: int, plan_id: int, item_id: int, number: int, actor: Actor) -> int:
    row = AnswerReliance(
        question_id=question_id,
        plan_id=plan_id,
        item_id=item_id,
        number=number,
        begun_at=clock.now(),
        begun_by_id=actor.user_id,
        ended_at=None,
        ended_by_id=None,
    )
    session.add(row)
    session.flush()
    return row.id


def _end(session: Session, row: AnswerReliance, actor: Actor) -> None:
    row.ended_at, row.ended_by_id = clock.now(), actor.user_id
    session.flush()
