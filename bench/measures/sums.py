"""What of a past day is the database's work alone: the spans read, the facts added up; and the rule over them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.catalogue.queries import head_on, list_releases, view_of
from app.core.engine import Database
from app.plans.queries.heads import list_plans
from app.plans.states import EU, Scope
from app.readiness.items import Circumstances, circumstances_of
from app.readiness.plan import read_plan
from app.readiness.queries.facts import Facts, PlanKey, read_facts
from bench.results import Line
from bench.worlds import World

TIMES = 5
SCAN = text("""
SELECT plan_id, item_id, count(*), sum(progress), min(forecast_on), max(baseline_on), max(actual_on)
FROM milestone_span WHERE scope = 'shared' AND valid_from <= :day AND valid_to > :day GROUP BY plan_id, item_id
""")


def measure(world: World, days: list[date], table: float) -> Iterator[Line]:
    """In this process, beside the bare page (`table`, ms): the floor of a past day's page, which is no page yet."""
    database = Database(world.address)
    with database.reading() as session:
        heads = list_plans(session)
        eu = next(head.plan_id for head in heads if head.owner == EU)
        owners = {(head.plan_id, Scope.SHARED): head.owner for head in heads}
        spans, facts_of, rule = [], [], []
        for day in days:
            view = view_of(session, head_on(list_releases(session), day))
            read = partial(read_facts, session, view, owners, day, eu_plan_id=eu)
            facts = read()
            around = circumstances_of(view, day, facts[eu, Scope.SHARED])
            spans.append(_cost(partial(_scan, session, day)))
            facts_of.append(_cost(read))
            rule.append(_cost(partial(_rule, around, owners, facts)))
    database.dispose()
    said = {"one simple sum over the spans": spans, "all facts": facts_of, "the rule over the facts": rule}
    for name, found in said.items():
        spent = statistics.median(found)
        what = f"overview, {world.factor} ×, of a past day: {name}, no page"
        yield Line(2, what, spent / table, "×", note=f"{spent:.0f} ms against {table:.1f} ms of the bare page")


def _scan(session: Session, day: date) -> None:
    session.execute(SCAN, {"day": day.isoformat()}).all()


def _rule(around: Circumstances, owners: Mapping[PlanKey, str], facts: Facts) -> None:
    for key, owner in owners.items():
        read_plan(around, owner, key[1], facts[key])


def _cost(work: Callable[[], object]) -> float:
    """The least processor time of a piece of work (ms)."""
    taken = []
    for _ in range(TIMES):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken) * 1000
