"""Which deliverables wait for somebody: to be approved, accepted, changed, or said of whether they are in use."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.plans.models import Plan
from app.support.deliverables.models import Deliverable, DeliverableStep
from app.support.deliverables.moves import said_before, use_asked_on
from app.support.deliverables.policy import visible_to
from app.support.deliverables.queries.deliverables import joined
from app.support.deliverables.states import Standing
from app.support.models import SupportAssignment, SupportRequest
from app.support.policy import experts, is_officer
from app.support.queries.waiting import MOST, coordinated
from app.support.records import WaitingRow
from app.support.states import Waits


class UseDue(NamedTuple):
    """A deliverable of which a country is asked on a day whether it is in use."""

    owner: str
    deliverable_id: int
    name: str
    due_on: date


def list_deliverables_waiting(
    session: Session, actor: Actor, owner: str | None = None, *, limit: int = MOST
) -> tuple[list[WaitingRow], int]:
    """Those that wait for the actor, the first first, and how many there are; one statement, none for who acts on none.

    `owner`: only what a country's coordinators are to do for it.
    """
    asked = _asked(actor, owner)
    if not asked:
        return [], 0
    last_step = (
        select(func.max(DeliverableStep.taken_at))
        .where(DeliverableStep.deliverable_id == Deliverable.id)
        .correlate(Deliverable)
        .scalar_subquery()
    )
    waits = case(*((condition, literal(one.value)) for one, condition in asked))
    columns: tuple[Any, ...] = (
        Plan.owner,
        Deliverable.id,
        SupportRequest.number.label("request_number"),
        Deliverable.number,
        Deliverable.title,
        waits.label("waits"),
        Deliverable.approved_on,
        Deliverable.accepted_on,
        Deliverable.use_said_on,
        last_step.label("last_at"),
        func.count().over().label("total"),
    )
    query = joined(select(*columns)).where(or_(*(condition for _, condition in asked)), visible_to(actor))
    rows = session.execute(query.order_by(Deliverable.id).limit(limit)).all()
    return [_row(row) for row in rows], rows[0].total if rows else 0


def list_use_due(session: Session, owners: Collection[str], first: date, last: date) -> list[UseDue]:
    """Those of some countries of which it is asked, from a day between two on, whether they are in use.

    For callers that ask for rights themselves.
    """
    delivered = and_(
        Deliverable.state == Standing.DELIVERED.value,
        or_(Deliverable.approved_on >= first, Deliverable.accepted_on >= first),
    )
    said = Deliverable.use_said_on
    in_use = and_(
        Deliverable.state == Standing.IN_USE.value,
        said <= said_before(last),
        said > said_before(first - timedelta(days=1)),
    )
    columns: tuple[Any, ...] = (
        Plan.owner,
        Deliverable.id,
        SupportRequest.number.label("request_number"),
        Deliverable.number,
        Deliverable.state,
        Deliverable.approved_on,
        Deliverable.accepted_on,
        Deliverable.use_said_on,
    )
    query = joined(select(*columns)).where(Plan.owner.in_(sorted(owners)), or_(delivered, in_use))
    found = []
    for row in session.execute(query.order_by(Deliverable.id)):
        due = use_asked_on(Standing(row.state), max(row.approved_on, row.accepted_on), row.use_said_on)
        if due is not None and first <= due <= last:
            found.append(UseDue(row.owner, row.id, _name(row), due))
    return found


def _asked(actor: Actor, owner: str | None) -> list[tuple[Waits, ColumnElement[bool]]]:
    """What the actor is asked for, with the condition under which; the query joins `Plan`."""
    state, found = Deliverable.state, []
    of_another = Deliverable.author_id.is_distinct_from(actor.user_id)
    if is_officer(actor, None) and owner is None:
        waiting = state.in_([Standing.SUBMITTED.value, Standing.ACCEPTED.value])
        found.append((Waits.APPROVE, and_(waiting, of_another)))
    if owners := coordinated(actor, owner):
        mine = and_(Plan.owner.in_(owners), of_another)
        waiting = state.in_([Standing.SUBMITTED.value, Standing.APPROVED.value])
        found.append((Waits.ACCEPT, and_(waiting, mine)))
        found.append((Waits.USE, and_(state == Standing.DELIVERED.value, mine)))
        again = Deliverable.use_said_on <= said_before(clock.today())
        found.append((Waits.USE_AGAIN, and_(state == Standing.IN_USE.value, again, mine)))
    if actor.user_id is not None and owner is None and (is_officer(actor, None) or experts(actor)):
        returned = and_(state == Standing.RETURNED.value, Deliverable.author_id == actor.user_id)
        found.append((Waits.REVISE, returned if is_officer(actor, None) else and_(returned, _assigned(actor))))
    return found


def _assigned(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor is assigned to the project today."""
    grants = sorted(held.grant_id for held in experts(actor) if held.grant_id is not None)
    mine = select(SupportAssignment.id).where(
        SupportAssignment.project_id == Deliverable.project_id, SupportAssignment.grant_id.in_(grants)
    )
    return exists(mine.correlate(Deliverable))


def _row(row: Any) -> WaitingRow:
    waits = Waits(row.waits)
    since = clock.day_of(row.last_at) if row.last_at else clock.today()
    if waits is Waits.USE:
        since = max(row.approved_on, row.accepted_on)
    elif waits is Waits.USE_AGAIN:
        since = use_asked_on(Standing.IN_USE, None, row.use_said_on) or since
    return WaitingRow(waits, row.id, row.owner, _name(row), row.title, since)


def _name(row: Any) -> str:
    return f"{row.owner}-S{row.request_number}-D{row.number}"
