"""What happened to deliverables of technical support, and of which it is to be said again whether they are in use."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.core import clock
from app.notices import paths, words
from app.notices.deadlines import start_of
from app.notices.policy import coordinated
from app.notices.records import Notice, Window
from app.notices.states import Kind
from app.plans.models import Plan
from app.plans.states import EU
from app.support.deliverables.models import Deliverable, DeliverableStep
from app.support.deliverables.policy import visible_to
from app.support.deliverables.queries.waiting import list_use_due
from app.support.deliverables.states import Act, Hand
from app.support.models import SupportProject, SupportRequest
from app.support.policy import experts


def notices_of_deliverables(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """For coordinators and support officers the steps of deliverables that they read, for experts those of their own;
    for coordinators that their use is asked. Nothing for others."""
    own = coordinated(actor) - {EU}
    if own or actor.holds(Role.SUPPORT_OFFICER) or experts(actor):
        yield from _steps(session, actor, window)
    if own:
        first, last = clock.day_of(window.since), clock.day_of(window.until)
        for one in list_use_due(session, own, first, last):
            at, path = start_of(one.due_on), paths.of_deliverable(one.deliverable_id)
            if window.holds(at):
                said, on = words.USE_ASKED, one.due_on
                yield Notice(Kind.DEADLINES, at, said, path, owner=one.owner, name=one.name, on=on)


def _steps(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    one, step = Deliverable, DeliverableStep
    meant = [one.author_id == actor.user_id, Plan.owner.in_(sorted(coordinated(actor) - {EU}))]
    if actor.holds(Role.SUPPORT_OFFICER):
        meant.append(Plan.owner != EU)
    query = (
        select(Plan.owner, one.id, SupportRequest.number, one.number, step.act, step.hand, step.taken_at)
        .join(one, one.id == step.deliverable_id)
        .join(SupportProject, SupportProject.id == one.project_id)
        .join(SupportRequest, SupportRequest.id == SupportProject.request_id)
        .join(Plan, Plan.id == SupportRequest.plan_id)
        .where(
            and_(step.taken_at > window.since, step.taken_at <= window.until),
            step.author_id.is_distinct_from(actor.user_id),
            or_(*meant),
            visible_to(actor),
        )
    )
    for owner, key, request, number, act, hand, at in session.execute(query):
        by = owner if hand == Hand.BENEFICIARY.value else EU
        path, name = paths.of_deliverable(key), f"{owner}-S{request}-D{number}"
        yield Notice(Kind.SUPPORT, at, words.DELIVERABLE_ACTS[Act(act)], path, owner=owner, by=by, name=name)
