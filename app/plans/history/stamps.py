"""Stamps: every change raises the plan's stamp of a scope and says from which day on the state is another."""

from __future__ import annotations

from datetime import date
from functools import cache

from sqlalchemy import Insert, bindparam, delete, update
from sqlalchemy.orm import Session

from app.core.upserts import upsert
from app.plans.history.fields import table_of
from app.plans.models import Plan, PlanTouch
from app.plans.states import Scope

_PLAN = table_of(Plan)
_TOUCH = table_of(PlanTouch)
_STAMP = {Scope.WORKING: _PLAN.c.working_stamp, Scope.SHARED: _PLAN.c.shared_stamp}

# Part of every change, so built once.
_NEXT = {
    scope: update(_PLAN).where(_PLAN.c.id == bindparam("of_plan")).values({column: column + 1}).returning(column)
    for scope, column in _STAMP.items()
}
_DOMINATED = delete(_TOUCH).where(
    _TOUCH.c.plan_id == bindparam("of_plan"),
    _TOUCH.c.scope == bindparam("in_scope"),
    _TOUCH.c.from_day > bindparam("after"),
)


def raise_stamp(session: Session, plan_id: int, scope: Scope, from_day: date) -> int:
    """Give the plan its next stamp of a scope, which holds from a day on; returns it.

    Touches of later days are dominated by this one and go, so that of a plan's touches the last one up to a
    day always has the highest stamp.
    """
    stamp: int = session.execute(_NEXT[scope], {"of_plan": plan_id}).scalar_one()
    session.execute(_DOMINATED, {"of_plan": plan_id, "in_scope": scope.value, "after": from_day})
    touch = {"plan_id": plan_id, "scope": scope.value, "from_day": from_day, "stamp": stamp}
    session.execute(_touching(session.get_bind().dialect.name), touch)
    return stamp


@cache
def _touching(dialect: str) -> Insert:
    return upsert(_TOUCH, dialect, keys=("plan_id", "scope", "from_day"), changed=("stamp",))
