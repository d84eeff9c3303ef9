"""What of requests and suggestions waits for somebody: to be decided, looked at again, answered."""

from __future__ import annotations

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.core import clock
from app.plans.models import Milestone, Plan
from app.plans.states import EU
from app.support.life import follow_up_due
from app.support.models import SupportProject, SupportRequest, SupportSuggestion
from app.support.records import WaitingRow
from app.support.states import State, SuggestionState, Waits

_LOOKED_AT = (State.REPORTED, State.FOLLOWED_UP)

MOST = 200
"""Rows of a kind that are read at most: more wait for nobody who works on them."""


def coordinated(actor: Actor, owner: str | None = None) -> list[str]:
    """The countries for which the actor answers, or of these the one that is asked about."""
    held = {one.country for one in actor.held if one.role is Role.COORDINATOR and one.country not in (None, EU)}
    return sorted(code for code in held if code is not None and owner in (None, code))


def list_requests_waiting(session: Session, actor: Actor, owner: str | None = None) -> list[WaitingRow]:
    """Requests that wait for the decision of the support officer, and projects of which the officer or the country is
    to record now what became of them; the first first. One statement, none for others."""
    owners, is_officer = coordinated(actor, owner), actor.holds(Role.SUPPORT_OFFICER) and owner is None
    if not owners and not is_officer:
        return []
    mine = Plan.owner != EU if is_officer else Plan.owner.in_(owners)
    asked = SupportRequest.state == State.REQUESTED.value
    looked_at = SupportRequest.state.in_([state.value for state in _LOOKED_AT])
    query = (
        select(
            Plan.owner,
            SupportRequest.id,
            SupportRequest.number,
            SupportRequest.title,
            SupportRequest.state,
            SupportRequest.requested_at,
            SupportProject.reported_on,
        )
        .join(Plan, Plan.id == SupportRequest.plan_id)
        .outerjoin(SupportProject, SupportProject.request_id == SupportRequest.id)
        .where(mine, or_(asked, looked_at) if is_officer else looked_at)
        .order_by(SupportRequest.requested_at, SupportRequest.id)
        .limit(MOST)
    )
    found, today = [], clock.today()
    for code, key, number, title, state, requested_at, reported_on in session.execute(query):
        due = follow_up_due(State(state), reported_on)
        if state == State.REQUESTED.value:
            since, waits = clock.day_of(requested_at), Waits.DECIDE
        elif due is not None and due <= today:
            since, waits = due, Waits.FOLLOW_UP
        else:
            continue
        found.append(WaitingRow(waits, key, code, f"{code}-S{number}", title, since))
    return found


def list_suggestions_waiting(session: Session, actor: Actor, owner: str | None = None) -> list[WaitingRow]:
    """Changes of milestones that experts suggested and that the actor is to answer, the first first. One statement."""
    owners = coordinated(actor, owner)
    if not owners:
        return []
    query = (
        select(
            Plan.owner,
            SupportSuggestion.id,
            Milestone.reference,
            Milestone.title,
            Milestone.item_id,
            Milestone.is_closing,
            SupportSuggestion.made_at,
        )
        .join(Plan, Plan.id == SupportSuggestion.plan_id)
        .join(Milestone, Milestone.id == SupportSuggestion.milestone_id)
        .where(and_(Plan.owner.in_(owners), SupportSuggestion.state == SuggestionState.OPEN.value))
        .order_by(SupportSuggestion.made_at, SupportSuggestion.id)
        .limit(MOST)
    )
    return [
        WaitingRow(Waits.ANSWER, key, code, reference, "" if is_closing else title, clock.day_of(made_at), item_id)
        for code, key, reference, title, item_id, is_closing, made_at in session.execute(query)
    ]
