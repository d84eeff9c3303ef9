"""Up to which instant each block was known, and the day on which its spans show what was."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import CTE, BindParameter, bindparam, case, select

from app.plans.models import PlanBlock
from app.plans.queries.sharing import KNOWN, shared_by
from app.plans.states import Scope
from app.readiness.queries.days import DAY, following_day

PLANS: BindParameter[Any] = bindparam("known_plans", expanding=True)
"""The plans read in either state, and the EU plan."""


@cache
def instants_of(scope: Scope) -> CTE:
    """Block of a plan → the instant up to which it was known, and the day that its spans are read on.

    Blocks of which nothing was known are not in. Nothing is said of future days: what had been said by the instant
    is what holds by its day, but for what was dated back later. So the spans that hold on that day (or on the day
    looked at, where it is earlier) are what was known, but of subjects touched later (`revisions`).
    """
    if scope is Scope.WORKING:
        blocks = select(PlanBlock.id.label("block_id"), KNOWN.label("instant")).where(PlanBlock.plan_id.in_(PLANS))
        known = blocks.subquery("known")
    else:
        known = shared_by(KNOWN, PLANS)
    following = following_day(known.c.instant)
    day = case((following < DAY, following), else_=DAY)
    # Written out once: folded into what asks for it, SQLite would count the day anew for every span.
    found = select(known.c.block_id, known.c.instant, day.label("day")).cte(f"{scope.value}_instants")
    return found.prefix_with("MATERIALIZED")
