"""Trends of plans: month ends, kept under the stamp each plan had on that day."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Protocol

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.plans.models import PlanTouch
from app.plans.states import Applicability, Scope
from app.readiness.cache import ReadingCache, ReadingKey
from app.readiness.keeping import point_from_text, point_to_text
from app.readiness.queries.facts import PlanKey, ids_of
from app.readiness.queries.reading import HeadLike, database_of
from app.readiness.queries.statements import item_history, milestone_history
from app.readiness.requirements import CatalogueLike
from app.readiness.trend import (
    ItemProgress,
    ItemSpan,
    TrendPoint,
    month_ends,
    point_of,
    sweep,
)

ViewOn = Callable[[date], CatalogueLike]
"""The release in force on a day."""

PointKey = tuple[int, Scope, date]


class StampedHead(HeadLike, Protocol):
    """A plan with the stamps of its present states (`plans.queries.PlanHead`)."""

    def stamp(self, scope: Scope, /) -> int: ...


StampedPlans = Sequence[tuple[StampedHead, Scope]]

_APPLICABILITY = {value.value: value for value in Applicability}
_DAMAGED = (TypeError, ValueError)


class _TouchList:
    """The days from which a plan's state is another, with the stamp each gave: later days have higher stamps."""

    def __init__(self) -> None:
        self.days: list[date] = []
        self.stamps: list[int] = []

    def on(self, day: date) -> int:
        """The stamp in force on a day; 0 before the first."""
        place = bisect_right(self.days, day)
        return max(self.stamps[:place], default=0) if place else 0


def list_touches(session: Session, plans: Iterable[PlanKey]) -> dict[PlanKey, _TouchList]:
    """All touches of plans in a state, by day."""
    wanted = sorted(plans)
    condition = or_(
        *(
            (PlanTouch.scope == scope.value)
            & PlanTouch.plan_id.in_([plan_id for plan_id, of_scope in wanted if of_scope is scope])
            for scope in Scope
        )
    )
    rows = session.execute(
        select(PlanTouch.plan_id, PlanTouch.scope, PlanTouch.from_day, PlanTouch.stamp)
        .where(condition)
        .order_by(PlanTouch.plan_id, PlanTouch.scope, PlanTouch.from_day)
    )
    found: dict[PlanKey, _TouchList] = defaultdict(_TouchList)
    for plan_id, scope, from_day, stamp in rows:
        touches = found[plan_id, Scope(scope)]
        touches.days.append(from_day)
        touches.stamps.append(stamp)
    return found


def read_trend(
    session: Session, view_on: ViewOn, plans: StampedPlans, day: date, cache: ReadingCache
) -> dict[str, tuple[TrendPoint, ...]]:
    """The total of each plan at the end of every month since the programme began, and on the day; by owner.

    Each day is read in the release in force on it (`view_on` asks no database). No statement while the plans'
    present stamps are the same, at most five otherwise: points of months that a change did not touch are kept.
    """
    days = month_ends(view_on(day).starts_on, day)
    views = {asked: view_on(asked) for asked in days}
    laws = tuple(sorted({view.law for view in views.values()}))
    database = database_of(session)
    whole = {
        (head.plan_id, scope): (database, laws, head.plan_id, scope, head.stamp(scope), day) for head, scope in plans
    }
    trends = {plan: held for plan, key in whole.items() if (held := cache.trends.get(key))}
    stale = [(head, scope) for head, scope in plans if (head.plan_id, scope) not in trends]
    if stale:
        for plan, points in _points(session, views, stale, database, cache).items():
            trends[plan] = points
            cache.trends.put(whole[plan], points)
    return {head.owner: trends[head.plan_id, scope] for head, scope in plans}


def _points(
    session: Session, views: Mapping[date, CatalogueLike], plans: StampedPlans, database: str, cache: ReadingCache
) -> dict[PlanKey, tuple[TrendPoint, ...]]:
    """Every point of some plans, kept or computed."""
    touches = list_touches(session, {(head.plan_id, scope) for head, scope in plans})
    keys = {
        (head.plan_id, scope, asked): ReadingKey(
            database, view.law, head.plan_id, scope, touches[head.plan_id, scope].on(asked), 0, asked
        )
        for head, scope in plans
        for asked, view in views.items()
    }
    found = _kept(keys, cache)
    missing = [key for key in keys if key not in found]
    if missing:
        owners = {head.plan_id: head.owner for head, _ in plans}
        found |= _compute(session, views, owners, missing, keys, cache)
    return {(head.plan_id, scope): tuple(found[head.plan_id, scope, asked] for asked in views) for head, scope in plans}


def _kept(keys: Mapping[PointKey, ReadingKey], cache: ReadingCache) -> dict[PointKey, TrendPoint]:
    found = {point: held for point, key in keys.items() if (held := cache.points.get(key))}
    if cache.store is None or len(found) == len(keys):
        return found
    texts = cache.store.get_many([keys[point].as_text("point") for point in keys if point not in found])
    for point, key in keys.items():
        text = texts.get(key.as_text("point")) if point not in found else None
        if text is None:
            continue
        try:
            found[point] = point_from_text(text)
        except _DAMAGED:  # of another version: computed again
            continue
        cache.points.put(key, found[point])
    return found


def _compute(
    session: Session,
    views: Mapping[date, CatalogueLike],
    owners: Mapping[int, str],
    missing: Sequence[PointKey],
    keys: Mapping[PointKey, ReadingKey],
    cache: ReadingCache,
) -> dict[PointKey, TrendPoint]:
    wanted: dict[PlanKey, list[date]] = defaultdict(list)
    for plan_id, scope, asked in missing:
        wanted[plan_id, scope].append(asked)
    computed: dict[PointKey, TrendPoint] = {}
    for (plan_id, scope), days, said in read_progress(session, wanted):
        for asked, of_day in zip(days, said, strict=True):
            computed[plan_id, scope, asked] = point_of(views[asked], owners[plan_id], asked, of_day)
    for point, value in computed.items():
        cache.points.put(keys[point], value)
    if cache.store is not None:
        cache.store.put_many({keys[point].as_text("point"): point_to_text(value) for point, value in computed.items()})
    return computed


def read_progress(
    session: Session, wanted: Mapping[PlanKey, Sequence[date]]
) -> Iterator[tuple[PlanKey, list[date], list[dict[int, ItemProgress]]]]:
    """Plan by plan, what a trend needs of every item on each of its days. Two statements for each state.

    The spans of one plan are held at a time: the history of all of them would not fit a worker's memory.
    """
    connection = session.connection()
    for scope in Scope:
        days_of = {plan_id: sorted(days) for (plan_id, of_scope), days in wanted.items() if of_scope is scope}
        if not days_of:
            continue
        values = {
            **ids_of((plan_id, scope) for plan_id in days_of),
            "first": min(days[0] for days in days_of.values()),
            "last": max(days[-1] for days in days_of.values()),
        }
        items: dict[int, list[ItemSpan]] = defaultdict(list)
        for plan_id, item_id, valid_from, valid_to, applicability in connection.execute(item_history(scope), values):
            items[plan_id].append(ItemSpan(item_id, valid_from, valid_to, _APPLICABILITY[applicability]))
        streamed = connection.execute(milestone_history(scope), values, execution_options={"yield_per": 2_000})
        milestones = groupby(streamed, key=itemgetter(0))
        empty = dict.fromkeys(days_of)
        for plan_id, rows in milestones:
            del empty[plan_id]
            days = days_of[plan_id]
            yield (plan_id, scope), days, sweep(days, items[plan_id], (row[1:] for row in rows))
        for plan_id in empty:
            yield (plan_id, scope), days_of[plan_id], sweep(days_of[plan_id], items[plan_id], ())
