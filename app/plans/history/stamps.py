"""Stamps: every change raises the plan's stamp of a scope and says from which day on the state is another."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Insert, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.plans.history.fields import table_of
from app.plans.models import Plan, PlanTouch
from app.plans.states import Scope

_PLAN = table_of(Plan)
_TOUCH = table_of(PlanTouch)
_STAMP = {Scope.WORKING: _PLAN.c.working_stamp, Scope.SHARED: _PLAN.c.shared_stamp}


def raise_stamp(session: Session, plan_id: int, scope: Scope, from_day: date) -> int:
    """Give the plan its next stamp of a scope, which holds from a day on; returns it.

    Touches of later days are dominated by this one and go, so that of a plan's touches the last one up to a
    day always has the highest stamp.
    """
    column = _STAMP[scope]
    stamp: int = session.execute(
        update(_PLAN).where(_PLAN.c.id == plan_id).values({column: column + 1}).returning(column)
    ).scalar_one()
    session.execute(
        delete(_TOUCH).where(_TOUCH.c.plan_id == plan_id, _TOUCH.c.scope == scope.value, _TOUCH.c.from_day > from_day)
    )
    session.execute(_upsert(session, plan_id=plan_id, scope=scope.value, from_day=from_day, stamp=stamp))
    return stamp


def _upsert(session: Session, **values: Any) -> Insert:
    keys = [_TOUCH.c.plan_id, _TOUCH.c.scope, _TOUCH.c.from_day]
    if session.get_bind().dialect.name == "postgresql":
        row = postgresql.insert(_TOUCH).values(**values)
        return row.on_conflict_do_update(index_elements=keys, set_={"stamp": row.excluded.stamp})
    line = sqlite.insert(_TOUCH).values(**values)
    return line.on_conflict_do_update(index_elements=keys, set_={"stamp": line.excluded.stamp})
