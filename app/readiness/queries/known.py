"""Readings as it was known on an earlier instant: for others than the country, as it had been shared by then.

Items of which nothing was said (or shared) after the instant are the same as known now, and come from the spans;
the others are replayed from their revisions (`readiness/known.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select, union, union_all
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.plans.history.replay import Recorded
from app.plans.models import (
    ContinuousSharing,
    Evidence,
    Milestone,
    MilestoneSpan,
    PlanBlock,
    PlanItem,
    PlanRelease,
    PlanReleaseBlock,
    Predecessor,
    Revision,
)
from app.plans.states import Scope, SubjectKind
from app.readiness.cache import ReadingCache
from app.readiness.facts import NOTHING_BEFORE, ItemFacts, Link, MilestoneFacts, sum_links
from app.readiness.items import circumstances_of
from app.readiness.known import Instants, KnownItem, Said, known_item
from app.readiness.plan import PlanReading, read_plan
from app.readiness.queries.facts import DEFAULT_LEAD_TIME_DAYS, Facts, PlanKey, by_scope, read_facts
from app.readiness.queries.reading import Asked, ReadingKeys
from app.readiness.requirements import CatalogueLike

ItemKey = tuple[int, Scope, int]
"""Plan, state, item."""


class KnownBlock(NamedTuple):
    """A block of a plan and the instant up to which others knew it; None: nothing had been shared."""

    block_id: int
    plan_id: int
    block_key: str
    shared_at: datetime | None


def list_known_blocks(session: Session, plan_ids: Collection[int], known: datetime) -> list[KnownBlock]:
    """The blocks of plans with their last release, or the last moment of continuous sharing, by then."""
    latest = (
        select(PlanReleaseBlock.plan_block_id, func.max(PlanRelease.released_at).label("at"))
        .join(PlanRelease, PlanRelease.id == PlanReleaseBlock.plan_release_id)
        .where(PlanRelease.released_at <= known)
        .group_by(PlanReleaseBlock.plan_block_id)
        .subquery("latest")
    )
    rows = session.execute(
        select(PlanBlock.id, PlanBlock.plan_id, PlanBlock.block_key, latest.c.at)
        .outerjoin(latest, latest.c.plan_block_id == PlanBlock.id)
        .where(PlanBlock.plan_id.in_(sorted(plan_ids)))
        .order_by(PlanBlock.id)
    )
    continuous = _continuous(session, plan_ids, known)
    blocks = []
    for block_id, plan_id, block_key, released_at in rows:
        shared = [at for at in (released_at, continuous.get(plan_id)) if at is not None]
        blocks.append(KnownBlock(block_id, plan_id, block_key, max(shared, default=None)))
    return blocks


def _continuous(session: Session, plan_ids: Collection[int], known: datetime) -> dict[int, datetime]:
    """Plan → the last moment of continuous sharing by then."""
    rows = session.execute(
        select(ContinuousSharing.plan_id, ContinuousSharing.ended_at)
        .where(ContinuousSharing.plan_id.in_(sorted(plan_ids)), ContinuousSharing.started_at <= known)
        .order_by(ContinuousSharing.id)
    )
    last: dict[int, datetime] = {}
    for plan_id, ended_at in rows:
        moment = min(ended_at or known, known)
        last[plan_id] = max(last.get(plan_id, moment), moment)
    return last


def _changed_since(bounds: Mapping[int, datetime], day: date) -> ColumnElement[bool]:
    """Revisions of plans recorded after the plan's bound that hold by the day."""
    after = (and_(Revision.plan_id == plan_id, Revision.recorded_at > bound) for plan_id, bound in bounds.items())
    return and_(Revision.effective_on <= day, or_(false(), *after))


def _touched_items(bounds: Mapping[int, datetime], day: date) -> Select[int]:
    """Keys of plan items of which something was said after the bound."""
    changed = _changed_since(bounds, day)

    def subjects(kind: SubjectKind) -> Select[int]:
        return select(Revision.subject_id).where(changed, Revision.subject_kind == kind.value)

    parts = union(
        subjects(SubjectKind.PLAN_ITEM),
        select(Milestone.plan_item_id).where(Milestone.id.in_(subjects(SubjectKind.MILESTONE))),
        select(Evidence.plan_item_id).where(Evidence.id.in_(subjects(SubjectKind.EVIDENCE))),
    ).subquery("touched")
    return select(parts.c[0])


def list_said(session: Session, bounds: Mapping[int, datetime], day: date) -> list[Said]:
    """All revisions, holding by the day, of every item of which something was said after its plan's bound."""
    touched = _touched_items(bounds, day)

    def revisions(kind: SubjectKind, subject: Any, plan_item_id: Any, is_closing: Any) -> Select[Any]:
        return (
            select(
                Revision.plan_id,
                Revision.plan_block_id,
                PlanItem.item_id,
                Revision.subject_kind,
                Revision.subject_id,
                is_closing.label("is_closing"),
                Revision.effective_on,
                Revision.recorded_at,
                Revision.id,
                Revision.changes,
            )
            .join(subject, and_(Revision.subject_kind == kind.value, Revision.subject_id == subject.id))
            .join(PlanItem, PlanItem.id == plan_item_id)
            .where(plan_item_id.in_(touched), Revision.effective_on <= day)
        )

    of_item = aliased(PlanItem)
    rows = session.execute(
        union_all(
            revisions(SubjectKind.MILESTONE, Milestone, Milestone.plan_item_id, Milestone.is_closing),
            revisions(SubjectKind.EVIDENCE, Evidence, Evidence.plan_item_id, literal(value=False)),
            revisions(SubjectKind.PLAN_ITEM, of_item, of_item.id, literal(value=False)),
        )
    )
    return [
        Said(plan_id, block_id, item_id, SubjectKind(kind), subject_id, bool(is_closing), Recorded(*revision))
        for plan_id, block_id, item_id, kind, subject_id, is_closing, *revision in rows
    ]


def _milestone_columns(span: Any) -> list[Any]:
    """The fields of `MilestoneFacts` but the last; the two days of knowledge do not matter for links."""
    return [
        span.subject_id,
        span.item_id,
        span.is_closing,
        span.is_cancelled,
        span.progress,
        span.start_on,
        span.baseline_on,
        span.forecast_on,
        span.actual_on,
        span.valid_from,
        span.valid_from,
    ]


_WIDTH = 11


def _link_rows(session: Session, scope: Scope, plan_ids: Collection[int], day: date, eu_plan_id: int | None) -> Any:
    """Every link of the plans' milestones, with both ends as known now and when the link was made and removed."""
    own, before = aliased(MilestoneSpan), aliased(MilestoneSpan)
    is_of_eu = and_(
        before.plan_id == (eu_plan_id or 0), before.plan_id != own.plan_id, before.scope == Scope.SHARED.value
    )
    is_of_own = and_(before.plan_id == own.plan_id, before.scope == scope.value)
    statement = (
        select(
            own.plan_id,
            before.plan_id,
            before.title,
            PlanBlock.id,
            Predecessor.created_at,
            Predecessor.removed_at,
            *_milestone_columns(own),
            *_milestone_columns(before),
        )
        .select_from(own)
        .join(Predecessor, Predecessor.milestone_id == own.subject_id)
        .join(before, before.subject_id == Predecessor.predecessor_id)
        .join(Milestone, Milestone.id == own.subject_id)
        .join(PlanItem, PlanItem.id == Milestone.plan_item_id)
        .join(PlanBlock, PlanBlock.id == PlanItem.plan_block_id)
        .where(own.plan_id.in_(sorted(plan_ids)), own.scope == scope.value, or_(is_of_own, is_of_eu))
        .where(own.valid_from <= day, own.valid_to > day, before.valid_from <= day, before.valid_to > day)
        .order_by(own.subject_id, before.subject_id)
    )
    return session.execute(statement)


class _Knowledge:
    """What was known at an instant: per state and block up to when, and what had to be replayed."""

    def __init__(self, session: Session, plans: Collection[PlanKey], day: date, known: datetime) -> None:
        self.day = day
        self.blocks = list_known_blocks(session, {plan_id for plan_id, _ in plans}, known)
        self.instants: dict[Scope, Instants] = {
            Scope.SHARED: {block.block_id: block.shared_at for block in self.blocks},
            Scope.WORKING: {block.block_id: known for block in self.blocks},
        }
        self.replayed: dict[ItemKey, KnownItem] = {}
        for scope, plan_ids in by_scope(plans).items():
            self._replay(session, scope, set(plan_ids))

    def _replay(self, session: Session, scope: Scope, plan_ids: set[int]) -> None:
        bounds: dict[int, datetime] = {}
        for block in self.blocks:
            instant = self.instants[scope][block.block_id]
            if block.plan_id in plan_ids and instant is not None:
                bounds[block.plan_id] = min(bounds.get(block.plan_id, instant), instant)
        if not bounds:
            return
        by_item: dict[tuple[int, int], list[Said]] = defaultdict(list)
        for said in list_said(session, bounds, self.day):
            by_item[said.plan_id, said.item_id].append(said)
        for (plan_id, item_id), revisions in by_item.items():
            self.replayed[plan_id, scope, item_id] = known_item(item_id, revisions, self.day, self.instants[scope])

    def unknown_blocks(self, scope: Scope) -> set[tuple[int, str]]:
        """Plan and block of which nothing was known."""
        instants = self.instants[scope]
        return {(block.plan_id, block.block_key) for block in self.blocks if instants[block.block_id] is None}

    def milestone(self, plan_id: int, scope: Scope, now: MilestoneFacts) -> MilestoneFacts | None:
        """A milestone as known then, given it as known now; None when it was not yet known."""
        item = self.replayed.get((plan_id, scope, now.item_id))
        return now if item is None else item.milestones.get(now.milestone_id)

    def stood(self, scope: Scope, block_id: int, created_at: datetime, removed_at: datetime | None) -> bool:
        """Whether a link stood at the end of the day, as known then."""
        instant = self.instants[scope].get(block_id)
        if instant is None:
            return False
        then = min(instant, clock.end_of(self.day))
        return created_at <= then and (removed_at is None or removed_at > then)


def _links(
    session: Session, knowledge: _Knowledge, view: CatalogueLike, plans: Collection[PlanKey], eu_plan_id: int | None
) -> dict[ItemKey, list[Link]]:
    found: dict[ItemKey, list[Link]] = defaultdict(list)
    unknown_of_eu = knowledge.unknown_blocks(Scope.SHARED)
    for scope, plan_ids in by_scope(plans).items():
        rows = _link_rows(session, scope, plan_ids, knowledge.day, eu_plan_id)
        for plan_id, before_plan, title, block_id, created_at, removed_at, *both in rows:
            is_eu = before_plan != plan_id
            own = knowledge.milestone(plan_id, scope, MilestoneFacts(*both[:_WIDTH]))
            before_scope = Scope.SHARED if is_eu else scope
            before = knowledge.milestone(before_plan, before_scope, MilestoneFacts(*both[_WIDTH:]))
            if own is None or before is None or not knowledge.stood(scope, block_id, created_at, removed_at):
                continue
            item = view.items_by_id.get(before.item_id)
            if is_eu and item is not None and (before_plan, item.block_key) in unknown_of_eu:
                continue
            lead = item.lead_time_days if item else DEFAULT_LEAD_TIME_DAYS
            found[plan_id, scope, own.item_id].append(Link(own, before, is_eu, title, lead))
    return found


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
    knowledge = _Knowledge(session, plans, day, known)
    now = read_facts(session, view, plans, day, eu_plan_id=eu_plan_id, with_predecessors=False)
    links = _links(session, knowledge, view, plans, eu_plan_id)
    facts: Facts = {}
    for plan_id, scope in plans:
        unknown = knowledge.unknown_blocks(scope)
        items: dict[int, ItemFacts] = {}
        for item_id, as_now in now[plan_id, scope].items():
            item = view.items_by_id.get(item_id)
            replayed = knowledge.replayed.get((plan_id, scope, item_id))
            known_facts = replayed.facts if replayed else as_now
            if known_facts is None or item is None or (plan_id, item.block_key) in unknown:
                continue
            of_item = links.get((plan_id, scope, item_id))
            before = sum_links(item_id, of_item, day) if of_item else NOTHING_BEFORE
            items[item_id] = known_facts._replace(before=before)
        facts[plan_id, scope] = items
    return facts


def read_known(
    session: Session, view: CatalogueLike, plans: Asked, day: date, known: datetime, cache: ReadingCache
) -> dict[str, PlanReading]:
    """Full readings of a day as it was known at an instant, by owner in the order asked for.

    `view` is the release in force on the day. About ten statements, whatever the number of plans.
    """
    keys = ReadingKeys(session, view, plans, day)
    found = {plan: held for plan, key in keys.by_plan.items() if (held := cache.known.get((key, known)))}
    stale = [plan for plan in keys.by_plan if plan not in found]
    if stale:
        eu_key = (keys.eu_plan_id, Scope.SHARED) if keys.eu_plan_id else None
        wanted = stale if eu_key is None or eu_key in stale else [*stale, eu_key]
        facts = read_known_facts(session, view, wanted, day, known, eu_plan_id=keys.eu_plan_id)
        circumstances = circumstances_of(view, day, facts[eu_key] if eu_key else {})
        for plan_id, scope in stale:
            reading = read_plan(circumstances, keys.owners[plan_id], scope, facts[plan_id, scope])
            found[plan_id, scope] = reading
            cache.known.put((keys.by_plan[plan_id, scope], known), reading)
    return {head.owner: found[head.plan_id, scope] for head, scope in plans}
