"""What statements on spans share: which spans they read, their key, and what a milestone is on the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, literal, not_, or_

from app.plans.models import MilestoneSpan
from app.plans.states import Scope
from app.readiness.arithmetic import FULL
from app.readiness.queries.days import DAY

Statement = Select[*tuple[Any, ...]]

M = MilestoneSpan
"""A milestone on a day, as the statements read it."""


def plan_ids(scope: Scope) -> BindParameter[Any]:
    """The parameter that holds the plans read in a state."""
    return bindparam(f"{scope.value}_plans", expanding=True)


Chosen = Callable[[Any, Scope], ColumnElement[bool]]
"""Which spans a statement adds up: a condition on a kind of span in a state."""


def on_the_day(span: Any, scope: Scope) -> ColumnElement[bool]:
    """The spans of the plans that hold on the day."""
    return and_(
        span.plan_id.in_(plan_ids(scope)),
        span.scope == scope.value,
        span.valid_from <= DAY,
        span.valid_to > DAY,
    )


def leading(span: Any, scope: Scope) -> list[Any]:
    """Scope, plan, item: the key of every row."""
    return [literal(scope.value).label("scope"), span.plan_id, span.item_id]


def is_done(milestone: Any) -> ColumnElement[bool]:
    """Whether its last day is given and has come."""
    return and_(milestone.actual_on.is_not(None), milestone.actual_on <= DAY)


def is_open(milestone: Any) -> ColumnElement[bool]:
    """As `MilestoneFacts.is_open`."""
    return and_(
        not_(milestone.is_cancelled),
        not_(is_done(milestone)),
        or_(milestone.is_closing, milestone.progress < FULL),
    )


def own_on(milestone: Any) -> ColumnElement[date]:
    """As `MilestoneFacts.own_on`."""
    return func.coalesce(milestone.forecast_on, milestone.baseline_on)
