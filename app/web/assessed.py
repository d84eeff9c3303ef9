"""What reviewers found of the items of a plan, as pages show it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.assessments.policy import ASSESS
from app.assessments.queries import (
    AssessmentRecord,
    FirstReading,
    first_reading,
    latest_by_item,
    list_assessments,
)
from app.core.policy import allows
from app.http.context import Viewpoint, actor, data_version, session
from app.plans.policy import PlanSubject
from app.plans.queries.records import PlanInScope
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of

_first: Recent[FirstReading] = Recent(200)


@dataclass(frozen=True)
class Assessed:
    """The latest assessment of each item by the day; whether the reader may say what they find, today."""

    latest: Mapping[int, AssessmentRecord]
    may_assess: bool


def assessed_in(plan: PlanInScope, seen: Viewpoint, item_ids: Collection[int]) -> Assessed:
    """Of some items of a plan; one statement, none for no items. Pages of another day ask enough as it is: their levels
    tell."""
    if seen.is_past or not item_ids:
        return Assessed({}, may_assess=False)
    records = list_assessments(session(), plan.plan_id, seen.as_of, item_ids)
    return Assessed(latest_by_item(records), allows(actor(), ASSESS, PlanSubject(plan.owner)))


def first_reading_of(plan: PlanInScope, seen: Viewpoint) -> FirstReading | None:
    """How the first reading of the plan went, asked once while the data stand; None on pages of another day."""
    if seen.is_past:
        return None
    key = (database_of(session()), data_version().mark, plan.plan_id, seen.as_of)
    return _first.get_or_make(key, lambda: first_reading(list_assessments(session(), plan.plan_id, seen.as_of)))
