"""What happened to requests for support, to assignments, and to changes that experts suggested."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import Grant
from app.accounts.states import Role
from app.notices import paths, words
from app.notices.deadlines import start_of
from app.notices.policy import coordinated
from app.notices.records import Notice, Window
from app.notices.states import Kind
from app.plans.models import Milestone, Plan
from app.plans.states import EU
from app.support.life import follow_up_due
from app.support.models import SupportAssignment, SupportProject, SupportRequest, SupportStep, SupportSuggestion
from app.support.policy import experts, suggestions_visible_to
from app.support.states import Deed, Side, State, SuggestionState


def notices_of_support(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """For coordinators and support officers: steps of requests, follow-ups that are due; for coordinators and experts:
    suggestions and assignments. At most four statements, none for others."""
    if coordinated(actor) - {EU} or actor.holds(Role.SUPPORT_OFFICER):
        yield from _steps(session, actor, window)
        yield from _follow_ups(session, actor, window)
    if coordinated(actor) - {EU} or experts(actor):
        yield from _suggestions(session, actor, window)
        yield from _assignments(session, actor, window)


def _mine(actor: Actor) -> ColumnElement[bool]:
    """Plans on whose requests the actor hears of steps; the query joins `Plan`."""
    own = Plan.owner.in_(sorted(coordinated(actor) - {EU}))
    return or_(own, Plan.owner != EU) if actor.holds(Role.SUPPORT_OFFICER) else own


def _name(owner: str, number: int) -> str:
    """What it is called. Its title stays in the tracker: mails are forwarded."""
    return f"{owner}-S{number}"


def _steps(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    request, step = SupportRequest, SupportStep
    query = (
        select(Plan.owner, request.id, request.number, step.deed, step.side, step.taken_at)
        .join(request, request.id == step.request_id)
        .join(Plan, Plan.id == request.plan_id)
        .where(
            step.taken_at > window.since,
            step.taken_at <= window.until,
            step.author_id.is_distinct_from(actor.user_id),
            _mine(actor),
        )
    )
    for owner, request_id, number, deed, side, at in session.execute(query):
        by = owner if side == Side.COUNTRY.value else EU
        path, name = paths.of_request(request_id), _name(owner, number)
        yield Notice(Kind.SUPPORT, at, words.SUPPORT_STEPS[Deed(deed)], path, owner=owner, by=by, name=name)


def _follow_ups(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    request, project = SupportRequest, SupportProject
    waiting = sorted(state.value for state in (State.REPORTED, State.FOLLOWED_UP))
    query = (
        select(Plan.owner, request.id, request.number, request.state, project.reported_on)
        .join(project, project.request_id == request.id)
        .join(Plan, Plan.id == request.plan_id)
        .where(request.state.in_(waiting), _mine(actor))
    )
    for owner, request_id, number, state, reported_on in session.execute(query):
        due = follow_up_due(State(state), reported_on)
        if due is not None and window.holds(start_of(due)):
            path, name = paths.of_request(request_id), _name(owner, number)
            yield Notice(Kind.DEADLINES, start_of(due), words.FOLLOW_UP_DUE, path, owner=owner, name=name, on=due)


def _suggestions(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    one = SupportSuggestion
    own = sorted(coordinated(actor) - {EU})
    made = and_(one.made_at > window.since, one.made_at <= window.until, Plan.owner.in_(own))
    answered = and_(one.decided_at > window.since, one.decided_at <= window.until, one.author_id == actor.user_id)
    taken_back = and_(
        one.decided_at > window.since,
        one.decided_at <= window.until,
        one.state == SuggestionState.WITHDRAWN.value,
        Plan.owner.in_(own),
    )
    query = (
        select(
            Plan.owner,
            one.id,
            Milestone.reference,
            Milestone.item_id,
            one.state,
            one.made_at,
            one.author_id,
            one.decided_at,
            one.decided_by_id,
        )
        .join(Plan, Plan.id == one.plan_id)
        .join(Milestone, Milestone.id == one.milestone_id)
        .where(or_(made, answered, taken_back), suggestions_visible_to(actor))
    )
    for owner, key, reference, item_id, state, made_at, author_id, decided_at, decided_by_id in session.execute(query):
        about: dict[str, Any] = {"owner": owner, "reference": reference, "item_id": item_id}
        path = paths.of_suggestion(key)
        if window.holds(made_at) and author_id != actor.user_id and owner in own:
            yield Notice(Kind.SUPPORT, made_at, words.SUGGESTED, path, **about)
        if decided_at is not None and window.holds(decided_at) and decided_by_id != actor.user_id:
            yield Notice(Kind.SUPPORT, decided_at, words.SUGGESTION_ENDS[SuggestionState(state)], path, **about)


def _assignments(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    own = sorted(coordinated(actor) - {EU})
    mine = sorted(held.grant_id for held in experts(actor) if held.grant_id is not None)
    request = SupportRequest
    query = (
        select(Plan.owner, request.number, SupportAssignment.project_id, Grant.granted_at)
        .join(Grant, Grant.id == SupportAssignment.grant_id)
        .join(SupportProject, SupportProject.id == SupportAssignment.project_id)
        .join(request, request.id == SupportProject.request_id)
        .join(Plan, Plan.id == request.plan_id)
        .where(
            Grant.granted_at > window.since,
            Grant.granted_at <= window.until,
            Grant.granted_by_id.is_distinct_from(actor.user_id),
            or_(Plan.owner.in_(own), Grant.id.in_(mine)),
        )
    )
    for owner, number, project_id, at in session.execute(query):
        path, name = paths.of_project(project_id), _name(owner, number)
        yield Notice(Kind.SUPPORT, at, words.ASSIGNED, path, owner=owner, by=EU, name=name)
