"""Item facts of any number of plans as known at an instant, in five statements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.core import clock
from app.readiness.queries.days import values_of
from app.readiness.queries.facts import Facts, PlanKey, by_scope, ids_of, read_facts
from app.readiness.queries.known.links import read_links
from app.readiness.queries.known.revisions import replay
from app.readiness.queries.known.spans import THEN
from app.readiness.requirements import CatalogueLike
from app.readiness.sums import sum_links


def read_known_facts(
    session: Session,
    view: CatalogueLike,
    plans: Collection[PlanKey],
    day: date,
    known: datetime,
    *,
    eu_plan_id: int | None,
) -> Facts:
    """Item facts as known at an instant; in the shared state as shared by then.

    `plans` includes the EU plan as others see it, where milestones wait for it. Titles are today's.
    """
    scopes = tuple(sorted(by_scope(plans)))
    values = {
        **ids_of(plans),
        **values_of(day),
        "known": known,
        "known_plans": sorted({plan_id for plan_id, _ in plans} | {eu_plan_id or 0}),
        "eu_plan_id": eu_plan_id or 0,
        "end_of_day": clock.end_of(day),
    }
    replayed = replay(session, scopes, values, day)
    parameters = {**values, **replayed.parameters}
    facts = read_facts(session, view, plans, day, eu_plan_id=eu_plan_id, statements=THEN, parameters=parameters)
    for key in replayed.items:
        plan_id, scope, item_id = key
        rest = facts[plan_id, scope].pop(item_id, None)
        told = replayed.facts(key, rest) if rest is not None else None
        if told is not None:
            facts[plan_id, scope][item_id] = told
    for (plan_id, scope, item_id), links in read_links(session, scopes, values, replayed, view).items():
        told = facts[plan_id, scope].get(item_id)
        if told is not None:
            facts[plan_id, scope][item_id] = told._replace(before=sum_links(item_id, links, day))
    return facts
