"""What milestones waited for, as known then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, Select, and_, case, literal, or_, select
from sqlalchemy.orm import Session, aliased

from app.plans.models import Milestone, MilestoneSpan, PlanBlock, PlanItem, Predecessor
from app.plans.states import Scope
from app.readiness.facts import Link, MilestoneFacts
from app.readiness.queries.facts import DEFAULT_LEAD_TIME_DAYS, together
from app.readiness.queries.known.instants import instants_of
from app.readiness.queries.known.revisions import ItemKey, Replayed
from app.readiness.queries.links import END, EU_PLAN, once_known, span_on
from app.readiness.queries.spans import plan_ids
from app.readiness.requirements import CatalogueLike

_SCOPES = {scope.value: scope for scope in Scope}


Day = date | None
SOME_DAY = date.min
"""Links do not ask since when a milestone is known and unchanged."""

_OWN = ("subject_id", "item_id", "is_closing", "is_cancelled", "progress", "start_on", "actual_on")
_BEFORE = ("subject_id", "item_id", "is_cancelled", "baseline_on", "forecast_on", "actual_on")
"""What of the two ends of a link matters to `sum_links`."""


def _own(
    key: int, item_id: int, is_closing: bool, is_cancelled: bool, progress: int, start_on: Day, actual_on: Day
) -> MilestoneFacts:
    return MilestoneFacts(
        key, item_id, is_closing, is_cancelled, progress, start_on, None, None, actual_on, SOME_DAY, SOME_DAY
    )


def _before(
    key: int, item_id: int, is_cancelled: bool, baseline_on: Day, forecast_on: Day, actual_on: Day
) -> MilestoneFacts:
    return MilestoneFacts(
        key, item_id, False, is_cancelled, 0, None, baseline_on, forecast_on, actual_on, SOME_DAY, SOME_DAY
    )


def _rows(scope: Scope) -> Select[Any]:
    """Every link of the plans' milestones that stood on the day as known then, with both ends from their spans.

    Those of touched milestones are replaced by their replay, which begins no later: a span is there for each.
    """
    own, before = aliased(MilestoneSpan), aliased(MilestoneSpan)
    of_milestone, of_predecessor = aliased(Milestone), aliased(Milestone)
    # The plan by its block, of which there are few: most milestones have no link, and are looked up by index alone.
    before_plan = once_known(of_predecessor.plan_id)
    is_of_own = before_plan == PlanBlock.plan_id
    is_of_eu = and_(before_plan == EU_PLAN, before_plan != PlanBlock.plan_id)
    before_scope: Any = case((is_of_own, scope.value), else_=Scope.SHARED.value)
    before_item = aliased(PlanItem)
    instants, of_others = instants_of(scope), instants_of(Scope.SHARED).alias(f"others_of_{scope.value}")
    before_day: Any = of_others.c.day  # each end as its own block was known: blocks are not released together
    if scope is Scope.WORKING:
        before_day = case((is_of_own, instants.c.day), else_=of_others.c.day)
    own_id = once_known(Predecessor.milestone_id, instants.c.block_id)
    before_id = once_known(Predecessor.predecessor_id, instants.c.block_id, of_others.c.block_id)
    created, removed = Predecessor.created_at, Predecessor.removed_at
    return (
        select(
            literal(scope.value).label("scope"),
            own.plan_id,
            before.plan_id,
            before.title,
            *(getattr(own, name) for name in _OWN),
            *(getattr(before, name) for name in _BEFORE),
        )
        .select_from(instants)
        .join(PlanBlock, PlanBlock.id == instants.c.block_id)
        .join(PlanItem, PlanItem.plan_block_id == instants.c.block_id)
        .join(of_milestone, of_milestone.plan_item_id == PlanItem.id)
        .join(Predecessor, Predecessor.milestone_id == of_milestone.id)
        .join(of_predecessor, of_predecessor.id == Predecessor.predecessor_id)
        .join(before_item, before_item.id == of_predecessor.plan_item_id)
        .outerjoin(of_others, of_others.c.block_id == before_item.plan_block_id)
        .join(own, span_on(own, own_id, scope.value, instants.c.day))
        .join(before, span_on(before, before_id, before_scope, before_day))
        .where(
            PlanBlock.plan_id.in_(plan_ids(scope)),
            or_(is_of_own, is_of_eu),
            created <= instants.c.instant,
            created <= END,
            or_(removed.is_(None), removed > instants.c.instant, removed > END),
        )
    )


@lru_cache
def _made(scopes: tuple[Scope, ...]) -> Executable:
    return together(scopes, _rows)


def read_links(
    session: Session, scopes: tuple[Scope, ...], values: Mapping[str, Any], replayed: Replayed, view: CatalogueLike
) -> dict[ItemKey, list[Link]]:
    """The links of each item's milestones whose both ends were known; one statement."""
    found: dict[ItemKey, list[Link]] = defaultdict(list)
    for scope_value, plan_id, before_plan, title, *both in session.connection().execute(_made(scopes), values).all():
        scope, is_eu = _SCOPES[scope_value], before_plan != plan_id
        before_scope = Scope.SHARED if is_eu else scope
        own = replayed.milestone(plan_id, scope, _own(*both[: len(_OWN)]))
        before = replayed.milestone(before_plan, before_scope, _before(*both[len(_OWN) :]))
        if own is None or before is None:
            continue
        item = view.items_by_id.get(before.item_id)
        lead = item.lead_time_days if item else DEFAULT_LEAD_TIME_DAYS
        found[plan_id, scope, own.item_id].append(Link(own, before, is_eu, title, lead))
    return found
