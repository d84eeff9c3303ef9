"""Readings as known at an instant: kept, or computed from the facts as known then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy.orm import Session

from app.plans.states import Scope
from app.readiness.cache import ReadingCache
from app.readiness.items import Circumstances, circumstances_of
from app.readiness.plan import PlanReading, read_plan
from app.readiness.queries.facts import PlanKey
from app.readiness.queries.known.facts import read_known_facts
from app.readiness.queries.reading import Asked, HeadLike, ReadingKeys, beside_eu
from app.readiness.requirements import CatalogueLike


def _compute(
    session: Session, keys: ReadingKeys, stale: Sequence[PlanKey], known: datetime, cache: ReadingCache
) -> tuple[dict[PlanKey, PlanReading], Circumstances]:
    eu_key = (keys.eu_plan_id, Scope.SHARED) if keys.eu_plan_id else None
    wanted = stale if eu_key is None or eu_key in stale else [*stale, eu_key]
    facts = read_known_facts(session, keys.view, wanted, keys.day, known, eu_plan_id=keys.eu_plan_id)
    circumstances = circumstances_of(keys.view, keys.day, facts[eu_key] if eu_key else {})
    cache.circumstances.put((keys.circumstances, known), circumstances)
    computed = {}
    for plan_id, scope in stale:
        reading = read_plan(circumstances, keys.owners[plan_id], scope, facts[plan_id, scope])
        computed[plan_id, scope] = reading
        cache.known.put((keys.by_plan[plan_id, scope], known), reading)
    return computed, circumstances


def read_known(
    session: Session, view: CatalogueLike, plans: Asked, day: date, known: datetime, cache: ReadingCache
) -> dict[PlanKey, PlanReading]:
    """Full readings of a day as it was known at an instant, by plan and state in the order asked for.

    `view` is the release in force on the day. At most seven statements, whatever the number of plans.
    """
    keys = ReadingKeys(session, view, plans, day)
    found = {plan: held for plan, key in keys.by_plan.items() if (held := cache.known.get((key, known)))}
    stale = [plan for plan in keys.by_plan if plan not in found]
    if stale:
        found |= _compute(session, keys, stale, known, cache)[0]
    return {plan: found[plan] for plan in keys.by_plan}


def read_known_one(
    session: Session,
    view: CatalogueLike,
    plan: tuple[HeadLike, Scope],
    eu: HeadLike | None,
    day: date,
    known: datetime,
    cache: ReadingCache,
) -> tuple[PlanReading, Circumstances]:
    """As `read_one`, of a day as it was known at an instant."""
    keys = ReadingKeys(session, view, beside_eu(plan, eu), day)
    key = (plan[0].plan_id, plan[1])
    reading = cache.known.get((keys.by_plan[key], known))
    circumstances = cast(Circumstances | None, cache.circumstances.get((keys.circumstances, known)))
    if reading is None or circumstances is None:
        computed, circumstances = _compute(session, keys, [key], known, cache)
        reading = computed[key]
    return reading, circumstances
