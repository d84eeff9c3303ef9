"""The statement behind who waits for whom across countries: milestones as shared, on a day."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.plans.models import Milestone, Plan, Predecessor
from app.plans.states import EU, Scope
from app.readiness.gaps.across import Wait
from app.readiness.queries.days import values_of
from app.readiness.queries.links import once_known, span_on, stood
from app.readiness.queries.spans import M, is_open, own_on

_SHARED = Scope.SHARED.value


def _links(own: Any) -> tuple[Any, Any, Select[Any]]:
    """Links that others know of open milestones: with both ends and the milestone that waits on the day."""
    waiting, before = aliased(Milestone), aliased(Milestone)
    statement = (
        select(own.plan_id, own.item_id, Predecessor.milestone_id.label("waiting_id"), own_on(own).label("own_on"))
        .select_from(Predecessor)
        .join(waiting, waiting.id == Predecessor.milestone_id)
        .join(before, before.id == Predecessor.predecessor_id)
        .join(own, span_on(own, once_known(Predecessor.milestone_id), _SHARED))
        .where(stood(Scope.SHARED, waiting), is_open(own))
    )
    return waiting, before, statement


@cache
def _waits() -> Select[Any]:
    """Open milestones that wait for an open one of another country, directly or through others of their own plan."""
    waiting, before, direct = _links(aliased(M))
    of_waiting, of_before = aliased(Plan), aliased(Plan)
    chain = (
        direct.add_columns(before.id.label("awaited_id"))
        .join(of_waiting, of_waiting.id == waiting.plan_id)
        .join(of_before, of_before.id == before.plan_id)
        .where(
            before.plan_id != waiting.plan_id,
            of_waiting.owner != EU,
            of_before.owner != EU,
            before.is_offered,
            before.first_shared_at.is_not(None),
        )
        .cte("chain", recursive=True)
    )
    next_waiting, next_before, through = _links(aliased(M))
    chain = chain.union(
        through.add_columns(chain.c.awaited_id)
        .join(chain, chain.c.waiting_id == Predecessor.predecessor_id)
        .where(next_waiting.plan_id == next_before.plan_id)
    )
    awaited, span, own_plan, other_plan = aliased(Milestone), aliased(M), aliased(Plan), aliased(Plan)
    return (
        select(
            own_plan.owner,
            chain.c.item_id,
            chain.c.own_on,
            other_plan.owner,
            awaited.reference,
            span.title,
            own_on(span),
        )
        .select_from(chain)
        .join(own_plan, own_plan.id == chain.c.plan_id)
        .join(awaited, awaited.id == chain.c.awaited_id)
        .join(other_plan, other_plan.id == awaited.plan_id)
        .join(span, span_on(span, once_known(chain.c.awaited_id), _SHARED))
        .where(is_open(span))
        .order_by(own_plan.owner, chain.c.item_id, other_plan.owner, awaited.reference, chain.c.own_on)
    )


def read_waits(session: Session, day: date) -> tuple[Wait, ...]:
    """Who waits for whom across countries on a day, in what was shared; one statement, whatever the number of plans."""
    values = {**values_of(day), "end_of_day": clock.end_of(day)}
    return tuple(Wait(*row) for row in session.connection().execute(_waits(), values))
