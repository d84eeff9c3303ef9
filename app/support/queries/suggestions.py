"""Suggested changes of milestones."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from app.accounts.actor import Actor
from app.accounts.models import User
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.models import Milestone, Plan
from app.support.models import SupportAssignment, SupportProject, SupportSuggestion
from app.support.policy import suggestions_visible_to
from app.support.records import SuggestionRecord
from app.support.states import SuggestionState
from app.support.values import from_text

NO_SUGGESTION = message("There is no such suggestion, or none that you may see.")

_author, _decider = aliased(User), aliased(User)


def list_suggestions(
    session: Session,
    actor: Actor,
    *,
    owner: str | None = None,
    project_id: int | None = None,
    states: Collection[SuggestionState] | None = None,
) -> list[SuggestionRecord]:
    """The suggestions that the actor may read, the latest first; one statement."""
    query = _suggestions(actor)
    if owner is not None:
        query = query.where(Plan.owner == owner)
    if project_id is not None:
        query = query.where(SupportAssignment.project_id == project_id)
    if states is not None:
        query = query.where(SupportSuggestion.state.in_(sorted(state.value for state in states)))
    query = query.order_by(SupportSuggestion.made_at.desc(), SupportSuggestion.id.desc())
    return [_record(row) for row in session.execute(query)]


def get_suggestion(session: Session, suggestion_id: int, actor: Actor) -> SuggestionRecord:
    """One suggestion. Raises NotFound."""
    row = session.execute(_suggestions(actor).where(SupportSuggestion.id == suggestion_id)).one_or_none()
    if row is None:
        raise NotFound(NO_SUGGESTION)
    return _record(row)


def find_suggestion_row(session: Session, suggestion_id: int) -> SupportSuggestion:
    """The row of a suggestion, held and read anew."""
    query = (
        select(SupportSuggestion)
        .where(SupportSuggestion.id == suggestion_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.execute(query).scalar_one()


def _suggestions(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            SupportSuggestion.id.label("suggestion_id"),
            SupportProject.request_id,
            SupportAssignment.project_id,
            Plan.owner,
            SupportSuggestion.milestone_id,
            Milestone.reference,
            Milestone.item_id,
            SupportSuggestion.wanted,
            SupportSuggestion.done,
            SupportSuggestion.reason,
            SupportSuggestion.state,
            SupportSuggestion.made_at,
            SupportSuggestion.author_id,
            _author.name.label("author"),
            SupportSuggestion.decided_at,
            _decider.name.label("decided_by"),
            SupportSuggestion.answer,
            SupportSuggestion.version,
        )
        .join(Plan, Plan.id == SupportSuggestion.plan_id)
        .join(Milestone, Milestone.id == SupportSuggestion.milestone_id)
        .join(SupportAssignment, SupportAssignment.id == SupportSuggestion.assignment_id)
        .join(SupportProject, SupportProject.id == SupportAssignment.project_id)
        .outerjoin(_author, _author.id == SupportSuggestion.author_id)
        .outerjoin(_decider, _decider.id == SupportSuggestion.decided_by_id)
        .where(suggestions_visible_to(actor))
    )


def _record(row: Any) -> SuggestionRecord:
    said = dict(row._mapping)
    wanted = {
        name: (from_text(name, old), from_text(name, new)) for name, (old, new) in json.loads(said["wanted"]).items()
    }
    done = {name: from_text(name, value) for name, value in json.loads(said["done"] or "{}").items()}
    return SuggestionRecord(**{**said, "wanted": wanted, "done": done, "state": SuggestionState(said["state"])})
