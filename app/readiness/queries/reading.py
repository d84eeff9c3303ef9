"""Readings of plans: from the cache, from the store, or computed and kept. Only what has changed is computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol, cast

from sqlalchemy.orm import Session

from app.core import clock
from app.core.collector import collector_paused
from app.plans.queries.heads import effective_stamps, find_head
from app.plans.states import EU, Scope
from app.readiness.cache import ReadingCache, ReadingKey
from app.readiness.items import Circumstances, circumstances_of
from app.readiness.keeping import summary_from_text, summary_to_text
from app.readiness.plan import PlanReading, PlanSummary, read_plan
from app.readiness.queries.facts import PlanKey, read_facts
from app.readiness.requirements import CatalogueLike

_DAMAGED = (AttributeError, KeyError, TypeError, ValueError)


AT_ONCE = 64
"""So many plans are computed together: every item of all plans at once would not fit a worker's memory."""


class HeadLike(Protocol):
    """A plan as far as readings ask (`plans.queries.PlanHead`)."""

    @property
    def plan_id(self) -> int: ...
    @property
    def owner(self) -> str: ...
    def stamp(self, scope: Scope, /) -> int: ...


Asked = Sequence[tuple[HeadLike, Scope]]


class ReadingKeys:
    """The keys of the plans asked for on a day, and of the EU plan as others see it. Two statements at most."""

    def __init__(self, session: Session, view: CatalogueLike, plans: Asked, day: date) -> None:
        self.database = database_of(session)
        self.view, self.day = view, day
        self.stamps = _stamps(session, plans, day)
        self.eu_plan_id = _eu_plan_id(session, plans)
        self.eu_stamp = self.stamps.get((self.eu_plan_id, Scope.SHARED), 0) if self.eu_plan_id else 0
        self.owners = {head.plan_id: head.owner for head, _ in plans}
        self.by_plan = {(head.plan_id, scope): self._key(head.plan_id, scope) for head, scope in plans}

    def _key(self, plan_id: int, scope: Scope) -> ReadingKey:
        stamp = self.stamps.get((plan_id, scope), 0)
        return ReadingKey(self.database, self.view.law, plan_id, scope, stamp, self.eu_stamp, self.day)

    @property
    def circumstances(self) -> tuple[object, ...]:
        """What decides the deliveries of the EU level."""
        return (self.database, self.view.law, self.eu_plan_id, self.eu_stamp, self.day)


def database_of(session: Session) -> str:
    """A name of the session's database."""
    return session.get_bind().engine.url.render_as_string(hide_password=True)


def _stamps(session: Session, plans: Asked, day: date) -> dict[PlanKey, int]:
    """The stamps on a day. Those of today are in the heads; no statement where the EU plan's is among them."""
    heads = {head.owner: head for head, _ in plans}
    if day < clock.today() or EU not in heads:
        return effective_stamps(session, day)
    return {(head.plan_id, scope): head.stamp(scope) for head in heads.values() for scope in Scope}


def _eu_plan_id(session: Session, plans: Asked) -> int | None:
    for head, _ in plans:
        if head.owner == EU:
            return head.plan_id
    found = find_head(session, EU)
    return found.plan_id if found else None


@collector_paused()
def _compute(
    session: Session, keys: ReadingKeys, stale: Sequence[PlanKey], cache: ReadingCache
) -> dict[PlanKey, PlanReading]:
    """Readings of stale plans, with the EU plan's facts when its deliveries are not known for the day."""
    held = cast(Circumstances | None, cache.circumstances.get(keys.circumstances))
    eu_key = (keys.eu_plan_id, Scope.SHARED) if keys.eu_plan_id else None
    wanted = list(stale) if held or eu_key is None or eu_key in stale else [*stale, eu_key]
    facts = read_facts(session, keys.view, wanted, keys.day, eu_plan_id=keys.eu_plan_id)
    if held is None:
        held = circumstances_of(keys.view, keys.day, facts[eu_key] if eu_key else {})
        cache.circumstances.put(keys.circumstances, held)
    computed = {}
    for plan_id, scope in stale:
        reading = read_plan(held, keys.owners[plan_id], scope, facts[plan_id, scope])
        computed[plan_id, scope] = reading
        cache.readings.put(keys.by_plan[plan_id, scope], reading)
    return computed


def read_matrix(
    session: Session, view: CatalogueLike, plans: Asked, day: date, cache: ReadingCache
) -> dict[PlanKey, PlanReading]:
    """Full readings, every item included, by plan and state in the order asked for.

    The caller decides which plans the reader may see, and in which state. At most six statements.
    """
    keys = ReadingKeys(session, view, plans, day)
    found = {plan: reading for plan, key in keys.by_plan.items() if (reading := cache.readings.get(key))}
    stale = [plan for plan in keys.by_plan if plan not in found]
    if stale:
        found |= _compute(session, keys, stale, cache)
        _keep(keys, {plan: found[plan].summary() for plan in stale}, cache)
    return {plan: found[plan] for plan in keys.by_plan}


def read_summaries(
    session: Session, view: CatalogueLike, plans: Asked, day: date, cache: ReadingCache
) -> dict[PlanKey, PlanSummary]:
    """Totals, blocks, roots and numbers of gaps, by plan and state in the order asked for: what the overview needs.

    They are small and kept longer than full readings. At most six statements.
    """
    keys = ReadingKeys(session, view, plans, day)
    found = {plan: summary for plan, key in keys.by_plan.items() if (summary := cache.summaries.get(key))}
    stale = [plan for plan in keys.by_plan if plan not in found]
    if stale:
        found |= _from_store(keys, stale, cache)
        stale = [plan for plan in stale if plan not in found]
    for start in range(0, len(stale), AT_ONCE):
        few = stale[start : start + AT_ONCE]
        computed = {plan: reading.summary() for plan, reading in _compute(session, keys, few, cache).items()}
        _keep(keys, computed, cache)
        found |= computed
    return {plan: found[plan] for plan in keys.by_plan}


def _from_store(keys: ReadingKeys, stale: Sequence[PlanKey], cache: ReadingCache) -> dict[PlanKey, PlanSummary]:
    if cache.store is None:
        return {}
    texts = cache.store.get_many([keys.by_plan[plan].as_text("summary") for plan in stale])
    found = {}
    for plan in stale:
        text = texts.get(keys.by_plan[plan].as_text("summary"))
        if text is None:
            continue
        try:
            found[plan] = summary_from_text(text)
        except _DAMAGED:  # of another version: computed again
            continue
        cache.summaries.put(keys.by_plan[plan], found[plan])
    return found


def _keep(keys: ReadingKeys, computed: Mapping[PlanKey, PlanSummary], cache: ReadingCache) -> None:
    for plan, summary in computed.items():
        cache.summaries.put(keys.by_plan[plan], summary)
    if cache.store is not None:
        cache.store.put_many(
            {keys.by_plan[plan].as_text("summary"): summary_to_text(summary) for plan, summary in computed.items()}
        )


def beside_eu(plan: tuple[HeadLike, Scope], eu: HeadLike | None) -> Asked:
    """A plan to ask for with the EU plan as others see it, where there is one."""
    return [plan] if eu is None or eu.plan_id == plan[0].plan_id else [plan, (eu, Scope.SHARED)]


def read_one(
    session: Session,
    view: CatalogueLike,
    plan: tuple[HeadLike, Scope],
    eu: HeadLike | None,
    day: date,
    cache: ReadingCache,
) -> tuple[PlanReading, Circumstances]:
    """One plan with every item, and what its reasons and gaps rest on; no statement while nothing has changed today.

    `eu`: the EU plan as others see it, where there is one.
    """
    keys = ReadingKeys(session, view, beside_eu(plan, eu), day)
    key = (plan[0].plan_id, plan[1])
    reading = cache.readings.get(keys.by_plan[key])
    circumstances = cast(Circumstances | None, cache.circumstances.get(keys.circumstances))
    if reading is None or circumstances is None:
        reading = _compute(session, keys, [key], cache)[key]
        circumstances = cast(Circumstances, cache.circumstances.get(keys.circumstances))
    return reading, circumstances


def circumstances_on(
    session: Session, view: CatalogueLike, plans: Asked, day: date, cache: ReadingCache
) -> Circumstances:
    """What all readings of the day share, for reasons and gaps of items (`gaps.find_gaps`, `state.why`)."""
    keys = ReadingKeys(session, view, plans, day)
    if cache.circumstances.get(keys.circumstances) is None:
        _compute(session, keys, [], cache)
    return cast(Circumstances, cache.circumstances.get(keys.circumstances))
