"""Readings as it was known on an earlier instant: for others than the country, as it had been shared by then.

What nothing was said of (or shared) after the instant is the same as known now, and is added up from the spans; the
other milestones, evidence and items are replayed from their revisions (`readiness/known.py`), and added to that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    false,
    func,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.core.db import Instant
from app.files.queries import find_held_back
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
from app.readiness.facts import ItemFacts, Link, MilestoneFacts, add_evidence, add_sums, sum_links
from app.readiness.items import circumstances_of
from app.readiness.known import Instants, KnownItem, Said, known_item
from app.readiness.plan import PlanReading, read_plan
from app.readiness.queries.days import DAY, following_day, values_of
from app.readiness.queries.facts import (
    DEFAULT_LEAD_TIME_DAYS,
    Facts,
    FactStatements,
    PlanKey,
    by_scope,
    ids_of,
    read_facts,
)
from app.readiness.queries.reading import Asked, ReadingKeys
from app.readiness.queries.statements import (
    EU_PLAN,
    Chosen,
    evidence_sums,
    item_statements,
    milestone_sums,
    once_known,
    plan_ids,
    span_on,
)
from app.readiness.requirements import CatalogueLike

KNOWN: ColumnElement[datetime] = bindparam("known", type_=Instant())
"""The instant looked back to."""
_KINDS = {value.value: value for value in SubjectKind}

ItemKey = tuple[int, Scope, int]
"""Plan, state, item."""


class KnownBlock(NamedTuple):
    """A block of a plan and the instant up to which others knew it; None: nothing had been shared."""

    block_id: int
    plan_id: int
    block_key: str
    shared_at: datetime | None


def _instants(scope: Scope) -> Subquery:
    """Block of a plan → the instant up to which it was known, and the day that its spans are read on.

    Blocks of which nothing was known are not in. Nothing is said of future days: what had been said by the instant
    is what holds by its day, but for what was dated back later. So the spans that hold on that day (or on the day
    looked at, where it is earlier) are what was known, but of subjects touched later (`_touched`).
    """
    block_id, instant = (
        (PlanBlock.id, KNOWN) if scope is Scope.WORKING else ((held := _shared_instants()).c.block_id, held.c.instant)
    )
    following = following_day(instant)
    day = case((following < DAY, following), else_=DAY)
    found = select(block_id.label("block_id"), instant.label("instant"), day.label("day"))
    return found.subquery("instants")


def _shared_instants() -> Subquery:
    released = (
        select(PlanReleaseBlock.plan_block_id.label("block_id"), PlanRelease.released_at.label("instant"))
        .join(PlanRelease, PlanRelease.id == PlanReleaseBlock.plan_release_id)
        .where(PlanRelease.released_at <= KNOWN)
    )
    ended = ContinuousSharing.ended_at
    continuous = (
        select(PlanBlock.id, case((ended <= KNOWN, ended), else_=KNOWN))
        .join(ContinuousSharing, ContinuousSharing.plan_id == PlanBlock.plan_id)
        .where(ContinuousSharing.started_at <= KNOWN)
    )
    either = union_all(released, continuous).subquery("shared")
    latest = select(either.c.block_id, func.max(either.c.instant).label("instant"))
    return latest.group_by(either.c.block_id).subquery("latest")


def list_known_blocks(session: Session, plan_ids: Collection[int], known: datetime) -> list[KnownBlock]:
    """The blocks of plans with their last release, or the last moment of continuous sharing, by then."""
    latest = _shared_instants()
    rows = session.execute(
        select(PlanBlock.id, PlanBlock.plan_id, PlanBlock.block_key, latest.c.instant)
        .outerjoin(latest, latest.c.block_id == PlanBlock.id)
        .where(PlanBlock.plan_id.in_(sorted(plan_ids)))
        .order_by(PlanBlock.id),
        {"known": known},
    )
    return [KnownBlock(*row) for row in rows]


def _touched(scope: Scope, kind: SubjectKind) -> Select[int]:
    """Keys of subjects of which something was said after the instant, dated back to the day of their spans."""
    instants = _instants(scope)
    return (
        select(Revision.subject_id)
        .join(instants, instants.c.block_id == Revision.plan_block_id)
        .join(PlanBlock, PlanBlock.id == instants.c.block_id)
        .where(
            PlanBlock.plan_id.in_(plan_ids(scope)),
            Revision.recorded_at > instants.c.instant,
            Revision.effective_on <= instants.c.day,
            # Not the bare column: SQLite would then read all revisions of the kind.
            func.coalesce(Revision.subject_kind, "") == kind.value,
        )
        .distinct()
    )


def _as_known(kind: SubjectKind | None) -> Chosen:
    """The spans that show what was known of items; with a kind of subject, of those that were not touched later."""

    def chosen(span: Any, scope: Scope) -> ColumnElement[bool]:
        instants = _instants(scope)
        is_replayed = false() if kind is None else span.subject_id.in_(_touched(scope, kind))
        return and_(
            PlanItem.plan_id.in_(plan_ids(scope)),
            instants.c.block_id == PlanItem.plan_block_id,
            span.plan_id == once_known(PlanItem.plan_id),
            span.item_id == once_known(PlanItem.item_id, instants.c.block_id),
            span.scope == scope.value,
            span.valid_from <= instants.c.day,
            span.valid_to > instants.c.day,
            not_(is_replayed),
        )

    return chosen


THEN = FactStatements(
    partial(milestone_sums, chosen=_as_known(SubjectKind.MILESTONE)),
    partial(evidence_sums, chosen=_as_known(SubjectKind.EVIDENCE)),
    partial(item_statements, chosen=_as_known(None)),
    None,
)
"""As known then, but for touched subjects and for links."""


@lru_cache
def _said(scope: Scope) -> Executable:
    """The revisions, holding by the day, of every touched subject; without their changes where not known by then."""
    return union_all(*(_said_of(scope, kind, subject) for kind, subject in _SUBJECTS.items()))


def _said_of(scope: Scope, kind: SubjectKind, subject: Any) -> Select[Any]:
    instants, touched = _instants(scope), _touched(scope, kind).subquery("touched")
    is_closing = Milestone.is_closing if kind is SubjectKind.MILESTONE else false()
    return (
        select(
            Revision.plan_id,
            Revision.plan_block_id,
            subject.item_id,
            Revision.subject_kind,
            Revision.subject_id,
            is_closing.label("is_closing"),
            Revision.effective_on,
            Revision.recorded_at,
            Revision.id,
            case((Revision.recorded_at <= instants.c.instant, Revision.changes)).label("changes"),
        )
        .select_from(touched)
        .join(Revision, and_(Revision.subject_kind == kind.value, Revision.subject_id == touched.c.subject_id))
        .join(subject, subject.id == touched.c.subject_id)
        .outerjoin(instants, instants.c.block_id == Revision.plan_block_id)
        .where(Revision.effective_on <= DAY)
    )


_SUBJECTS: dict[SubjectKind, Any] = {
    SubjectKind.MILESTONE: Milestone,
    SubjectKind.PLAN_ITEM: PlanItem,
    SubjectKind.EVIDENCE: Evidence,
}


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


@lru_cache
def _link_rows(scope: Scope) -> Select[Any]:
    """Every link of the plans' milestones: when it was made and removed, and both ends as known then.

    Those of touched milestones are replaced by their replay, which begins no later: a span is there for each.
    """
    own, before = aliased(MilestoneSpan), aliased(MilestoneSpan)
    of_milestone, of_predecessor = aliased(Milestone), aliased(Milestone)
    is_of_own: ColumnElement[bool] = of_predecessor.plan_id == of_milestone.plan_id
    is_of_eu = and_(of_predecessor.plan_id == EU_PLAN, of_predecessor.plan_id != of_milestone.plan_id)
    before_scope: Any = case((is_of_own, scope.value), else_=Scope.SHARED.value)
    before_item = aliased(PlanItem)
    instants, of_others = _instants(scope), _instants(Scope.SHARED).alias("of_others")
    before_day: Any = case((is_of_own, instants.c.day), else_=of_others.c.day)
    own_id = once_known(Predecessor.milestone_id, instants.c.block_id)
    before_id = once_known(Predecessor.predecessor_id, instants.c.block_id, of_others.c.block_id)
    return (
        select(
            own.plan_id,
            before.plan_id,
            before.title,
            PlanItem.plan_block_id,
            Predecessor.created_at,
            Predecessor.removed_at,
            *_milestone_columns(own),
            *_milestone_columns(before),
        )
        .select_from(of_milestone)
        .join(Predecessor, Predecessor.milestone_id == of_milestone.id)
        .join(of_predecessor, of_predecessor.id == Predecessor.predecessor_id)
        .join(PlanItem, PlanItem.id == of_milestone.plan_item_id)
        .join(before_item, before_item.id == of_predecessor.plan_item_id)
        .join(instants, instants.c.block_id == PlanItem.plan_block_id)
        .outerjoin(of_others, of_others.c.block_id == before_item.plan_block_id)
        .join(own, span_on(own, own_id, scope.value, instants.c.day))
        .join(before, span_on(before, before_id, before_scope, before_day))
        .where(of_milestone.plan_id.in_(plan_ids(scope)), or_(is_of_own, is_of_eu))
    )


def _files_of(revisions: Iterable[Said]) -> set[int]:
    """The files that revisions of evidence name."""
    changes = (said.revision.changes.get("file_id") for said in revisions if said.kind is SubjectKind.EVIDENCE)
    return {pair[1] for pair in changes if pair and pair[1] is not None}


class _Knowledge:
    """What was known at an instant: per state and block up to when, and what had to be replayed.

    `items`: by plan, state and item, what of it was replayed. `stated`: of those, where the item as a whole was.
    `subjects`: milestones that were replayed, by state.
    """

    def __init__(
        self, session: Session, plans: Collection[PlanKey], day: date, known: datetime, eu_plan_id: int | None
    ) -> None:
        self.day, self.end = day, clock.end_of(day)
        self.values = {**ids_of(plans), **values_of(day), "known": known, "eu_plan_id": eu_plan_id or 0}
        self.blocks = list_known_blocks(session, {plan_id for plan_id, _ in plans}, known)
        self.instants: dict[Scope, Instants] = {
            Scope.SHARED: {block.block_id: block.shared_at for block in self.blocks},
            Scope.WORKING: {block.block_id: known for block in self.blocks},
        }
        self.items: dict[ItemKey, KnownItem] = {}
        self.stated: set[ItemKey] = set()
        self.subjects: dict[Scope, set[int]] = {scope: set() for scope in Scope}
        for scope in by_scope(plans):
            self._replay(session, scope)

    def _replay(self, session: Session, scope: Scope) -> None:
        by_item: dict[tuple[int, int], list[Said]] = {}
        milestones = self.subjects[scope]
        for row in session.connection().execute(_said(scope), self.values).all():
            plan_id, block_id, item_id, kind_value, subject_id, is_closing, *revision = row
            kind, of_item = _KINDS[kind_value], by_item.setdefault((plan_id, item_id), [])
            if kind is SubjectKind.MILESTONE:
                milestones.add(subject_id)
            elif kind is SubjectKind.PLAN_ITEM:
                self.stated.add((plan_id, scope, item_id))
            if revision[-1] is not None:
                recorded = Recorded(*revision)
                of_item.append(Said(plan_id, block_id, item_id, kind, subject_id, bool(is_closing), recorded))
        held_back = find_held_back(session, _files_of(said for of_item in by_item.values() for said in of_item))
        for (plan_id, item_id), said in by_item.items():
            self.items[plan_id, scope, item_id] = known_item(item_id, said, self.day, self.instants[scope], held_back)

    def unknown_blocks(self, scope: Scope) -> set[tuple[int, str]]:
        """Plan and block of which nothing was known."""
        instants = self.instants[scope]
        return {(block.plan_id, block.block_key) for block in self.blocks if instants[block.block_id] is None}

    def milestone(self, plan_id: int, scope: Scope, now: MilestoneFacts) -> MilestoneFacts | None:
        """A milestone as known then, given what its spans say; None when it was not yet known."""
        if now.milestone_id not in self.subjects[scope]:
            return now
        return self.items[plan_id, scope, now.item_id].milestones.get(now.milestone_id)

    def facts(self, key: ItemKey, as_now: ItemFacts) -> ItemFacts | None:
        """An item's facts but for predecessors, given those from spans; None when it was not known."""
        item = self.items.get(key)
        if item is None:
            return as_now
        stated = item.stated if key in self.stated else as_now.stated
        if stated is None:
            return None
        sums = add_sums(as_now.sums, item.sums) if item.milestones else as_now.sums
        evidenced = add_evidence(as_now.evidenced, item.evidenced) if item.evidence else as_now.evidenced
        return ItemFacts(True, sums, stated, evidenced)

    def stood(self, scope: Scope, block_id: int, created_at: datetime, removed_at: datetime | None) -> bool:
        """Whether a link stood at the end of the day, as known then."""
        instant = self.instants[scope].get(block_id)
        if instant is None:
            return False
        then = min(instant, self.end)
        return created_at <= then and (removed_at is None or removed_at > then)


def _links(
    session: Session, knowledge: _Knowledge, view: CatalogueLike, plans: Collection[PlanKey]
) -> dict[ItemKey, list[Link]]:
    found: dict[ItemKey, list[Link]] = defaultdict(list)
    unknown_of_eu = knowledge.unknown_blocks(Scope.SHARED)
    for scope in by_scope(plans):
        rows = session.connection().execute(_link_rows(scope), knowledge.values).all()
        for plan_id, before_plan, title, block_id, created_at, removed_at, *both in rows:
            is_eu = before_plan != plan_id
            if not knowledge.stood(scope, block_id, created_at, removed_at):
                continue
            own = knowledge.milestone(plan_id, scope, MilestoneFacts(*both[:_WIDTH]))
            before_scope = Scope.SHARED if is_eu else scope
            before = knowledge.milestone(before_plan, before_scope, MilestoneFacts(*both[_WIDTH:]))
            if own is None or before is None:
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
    knowledge = _Knowledge(session, plans, day, known, eu_plan_id)
    parameters = {"known": known}
    now = read_facts(session, view, plans, day, eu_plan_id=eu_plan_id, statements=THEN, parameters=parameters)
    links = _links(session, knowledge, view, plans)
    facts: Facts = {}
    for plan_id, scope in plans:
        unknown = knowledge.unknown_blocks(scope)
        items: dict[int, ItemFacts] = {}
        for item_id, as_now in now[plan_id, scope].items():
            item = view.items_by_id.get(item_id)
            known_facts = knowledge.facts((plan_id, scope, item_id), as_now)
            if known_facts is None or item is None or (plan_id, item.block_key) in unknown:
                continue
            of_item = links.get((plan_id, scope, item_id))
            items[item_id] = known_facts._replace(before=sum_links(item_id, of_item, day)) if of_item else known_facts
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
