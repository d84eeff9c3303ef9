"""Readings of one plan, as known now or as known on the day asked for."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from app.http.context import Viewpoint
from app.plans.queries.records import PlanInScope
from app.readiness.items import Circumstances
from app.readiness.plan import PlanReading
from app.readiness.queries.reading import circumstances_on
from app.web.kept import reading_cache
from app.web.readings import full_readings


def plan_reading(session: Session, view: CatalogueView, plan: PlanInScope, seen: Viewpoint) -> PlanReading:
    """The plan with every item, in the state the reader reads."""
    return full_readings(session, view, seen, [(plan.head, plan.scope)])[plan.plan_id, plan.scope]


def circumstances_for(session: Session, view: CatalogueView, plan: PlanInScope, seen: Viewpoint) -> Circumstances:
    """What the reasons and gaps of the plan's items rest on."""
    return circumstances_on(session, view, [(plan.head, plan.scope)], seen.as_of, reading_cache())
