"""What the desk needs of a plan, in four statements whatever the number of milestones; kept while the plan stands."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import Select, and_, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from app.catalogue.states import EvidenceKind
from app.desk.facts import DeskFacts, DeskMilestone, Running
from app.desk.states import SOON_DAYS
from app.plans.models import (
    EvidenceSpan,
    Milestone,
    MilestonePlace,
    MilestoneSpan,
    Plan,
    PlanItem,
    PlanItemAuthority,
    Predecessor,
)
from app.plans.progress import COMPLETE
from app.plans.queries.records import PlanHead
from app.plans.queries.state import in_order, span_condition
from app.plans.states import EU, Scope
from app.readiness.cache import ReadingCache
from app.readiness.facts import MilestoneFacts
from app.readiness.queries.reading import database_of


def read_desk(session: Session, head: PlanHead, day: date, cache: ReadingCache) -> DeskFacts:
    """The working state of a plan today, as the desk needs it. `day` is today: links are read as they stand now."""
    key = ("desk", database_of(session), head.plan_id, head.working_stamp, day)
    return cast(DeskFacts, cache.derived.get_or_make(key, lambda: _read(session, head.plan_id, day)))


def _read(session: Session, plan_id: int, day: date) -> DeskFacts:
    leads, authorities = _authorities(session, plan_id)
    return DeskFacts(
        milestones=_milestones(session, plan_id, day),
        leads=leads,
        authorities=authorities,
        running=_running(session, plan_id, day),
        foreign=_foreign(session, plan_id),
    )


def _milestones(session: Session, plan_id: int, day: date) -> dict[int, tuple[DeskMilestone, ...]]:
    span = MilestoneSpan
    is_open = and_(span.progress < COMPLETE, or_(span.actual_on.is_(None), span.actual_on > day))
    columns: list[Any] = [
        span.subject_id,
        span.item_id,
        span.is_closing,
        span.is_cancelled,
        span.progress,
        span.start_on,
        span.baseline_on,
        span.forecast_on,
        span.actual_on,
        span.valid_from,  # also the first day known, which the desk does not ask for
        span.valid_from,
        Milestone.reference,
        Milestone.version,
        span.title,
        span.authority_id,
    ]
    query = (
        select(*columns)
        .join(Milestone, Milestone.id == span.subject_id)
        .outerjoin(MilestonePlace, MilestonePlace.milestone_id == Milestone.id)
        .where(span_condition(span, plan_id, Scope.WORKING, day), ~span.is_cancelled, or_(span.is_closing, is_open))
        .order_by(*in_order(span))
    )
    found: dict[int, list[DeskMilestone]] = defaultdict(list)
    for row in session.execute(query):
        milestone = MilestoneFacts(*row[:11])
        found[milestone.item_id].append(DeskMilestone(milestone, *row[11:]))
    return {item_id: tuple(listed) for item_id, listed in found.items()}


def _authorities(session: Session, plan_id: int) -> tuple[dict[int, int], dict[int, frozenset[int]]]:
    """Lead and contributing authorities of the plan's items, in one statement."""
    lead: Select[*tuple[Any, ...]] = select(PlanItem.item_id, PlanItem.lead_authority_id, literal(1)).where(
        PlanItem.plan_id == plan_id, PlanItem.lead_authority_id.is_not(None)
    )
    contributing: Select[*tuple[Any, ...]] = (
        select(PlanItem.item_id, PlanItemAuthority.authority_id, literal(0))
        .join(PlanItemAuthority, PlanItemAuthority.plan_item_id == PlanItem.id)
        .where(PlanItem.plan_id == plan_id, PlanItemAuthority.removed_at.is_(None))
    )
    leads: dict[int, int] = {}
    found: dict[int, frozenset[int]] = {}
    for item_id, authority_id, is_lead in session.execute(union_all(lead, contributing)):
        found[item_id] = found.get(item_id, frozenset()) | {authority_id}
        if is_lead:
            leads[item_id] = authority_id
    return leads, found


def _running(session: Session, plan_id: int, day: date) -> dict[int, tuple[Running, ...]]:
    """Valid evidence of the items of which a piece runs out within two weeks."""
    span, soon = EvidenceSpan, aliased(EvidenceSpan)
    ending = select(soon.item_id).where(
        span_condition(soon, plan_id, Scope.WORKING, day),
        soon.expires_on >= day,
        soon.expires_on <= day + timedelta(days=SOON_DAYS),
    )
    query = (
        select(span.item_id, span.kind, span.expires_on)
        .where(
            span_condition(span, plan_id, Scope.WORKING, day),
            or_(span.expires_on.is_(None), span.expires_on >= day),
            span.item_id.in_(ending),
        )
        .order_by(span.item_id, span.subject_id)
    )
    found: dict[int, list[Running]] = defaultdict(list)
    for item_id, kind, expires_on in session.execute(query):
        found[item_id].append(Running(EvidenceKind(kind), expires_on))
    return {item_id: tuple(listed) for item_id, listed in found.items()}


def _foreign(session: Session, plan_id: int) -> frozenset[int]:
    before = aliased(Milestone)
    query = (
        select(Predecessor.milestone_id)
        .join(Milestone, Milestone.id == Predecessor.milestone_id)
        .join(before, before.id == Predecessor.predecessor_id)
        .join(Plan, Plan.id == before.plan_id)
        .where(Milestone.plan_id == plan_id, before.plan_id != plan_id, Plan.owner != EU)
        .where(Predecessor.removed_at.is_(None))
        .distinct()
    )
    return frozenset(session.execute(query).scalars())
