"""The statements behind the facts: one row an item of a plan (and day), whatever the number of milestones.

Integer arithmetic only, `//` half up as in `arithmetic.py`; no round(), no avg(): the databases differ there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from app.catalogue.states import EvidenceKind
from app.core.db import Instant
from app.files.queries import held_back_ids
from app.plans.models import EvidenceSpan, Milestone, MilestoneSpan, PlanBlock, PlanItem, PlanItemSpan, Predecessor
from app.plans.states import Scope
from app.readiness.arithmetic import FULL
from app.readiness.queries.days import DAY, NUMBER, RECENT_ON, SOON_ON, UNCONFIRMED_BEFORE, day_number

Statement = Select[*tuple[Any, ...]]

M = MilestoneSpan


def plan_ids(scope: Scope) -> BindParameter[Any]:
    """The parameter that holds the plans read in a state."""
    return bindparam(f"{scope.value}_plans", expanding=True)


END = bindparam("end_of_day", type_=Instant())
"""The last instant of the day: links are made and removed at instants."""
EU_PLAN = bindparam("eu_plan_id", type_=Integer())
"""The EU-level plan; 0 where there is none."""


Chosen = Callable[[Any, Scope], ColumnElement[bool]]
"""Which spans a statement adds up: a condition on a kind of span in a state."""


def on_the_day(span: Any, scope: Scope) -> ColumnElement[bool]:
    """The spans of the plans that hold on the day."""
    return and_(
        span.plan_id.in_(plan_ids(scope)),
        span.scope == scope.value,
        span.valid_from <= DAY,
        span.valid_to > DAY,
    )


def _leading(span: Any, scope: Scope) -> list[Any]:
    """Scope, plan, item: the key of every row."""
    return [literal(scope.value).label("scope"), span.plan_id, span.item_id]


def _is_done(milestone: Any) -> ColumnElement[bool]:
    return and_(milestone.actual_on.is_not(None), milestone.actual_on <= DAY)


def _is_open(milestone: Any) -> ColumnElement[bool]:
    """As `MilestoneFacts.is_open`."""
    return and_(
        not_(milestone.is_cancelled),
        not_(_is_done(milestone)),
        or_(milestone.is_closing, milestone.progress < FULL),
    )


def _own_on(milestone: Any) -> ColumnElement[date]:
    return func.coalesce(milestone.forecast_on, milestone.baseline_on)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def _sum(condition: ColumnElement[bool], value: Any) -> ColumnElement[int]:
    return func.coalesce(func.sum(value).filter(condition), 0)


def _most(condition: ColumnElement[bool], value: Any) -> ColumnElement[int]:
    return func.coalesce(func.max(value).filter(condition), 0)


def _first_known() -> ColumnElement[date]:
    earlier = aliased(M)
    found = select(func.min(earlier.valid_from)).where(earlier.subject_id == M.subject_id, earlier.scope == M.scope)
    return found.correlate(M).scalar_subquery()


def _expected() -> ColumnElement[int]:
    """As `arithmetic.linear`, from the start (or the first known day) to the baseline."""
    start = func.coalesce(M.start_on, _first_known())
    length = day_number(M.baseline_on) - day_number(start)
    passed = NUMBER - day_number(start)
    return case(
        (M.baseline_on.is_(None), 0),
        (M.baseline_on <= DAY, FULL),
        (start >= DAY, 0),
        else_=(2 * FULL * passed + length) // (2 * length),
    )


def _fallen() -> ColumnElement[int]:
    """As `facts._fall`: the highest progress of the last 30 days before the last change, less the present one.

    Few milestones ever fall, and only of those are the earlier spans looked for.
    """
    earlier = aliased(M)
    fall = (
        select(func.max(earlier.progress) - M.progress)
        .where(
            earlier.subject_id == M.subject_id,
            earlier.scope == M.scope,
            earlier.valid_from < M.valid_from,
            earlier.valid_to >= RECENT_ON,
            earlier.progress > M.progress,
        )
        .correlate(M)
        .scalar_subquery()
    )
    may_have = and_(M.highest_before > M.progress, M.valid_from >= RECENT_ON, not_(M.is_cancelled))
    return _most(may_have, fall)


def _unconfirmed() -> ColumnElement[bool]:
    """As `facts.is_unconfirmed`, of ordinary milestones."""
    runs = or_(M.progress > 0, and_(M.start_on.is_not(None), M.start_on <= DAY))
    is_due_soon = and_(_own_on(M).is_not(None), _own_on(M) <= SOON_ON)
    return and_(not_(M.is_closing), M.valid_from < UNCONFIRMED_BEFORE, or_(runs, is_due_soon), _is_open(M))


def milestone_sums(scope: Scope, chosen: Chosen = on_the_day) -> Statement:
    """The fields of `MilestoneSums`, in their order, after the key."""
    kept = and_(not_(M.is_closing), not_(M.is_cancelled))
    is_open = _is_open(M)
    own_on = _own_on(M)
    slip = day_number(M.forecast_on) - day_number(M.baseline_on)
    unconfirmed = _unconfirmed()
    columns = [
        _number(kept),
        _sum(kept, M.progress),
        _sum(kept, _expected()),
        _number(and_(M.is_cancelled, M.continued_as.is_(None))),
        func.min(own_on).filter(and_(own_on < DAY, is_open)),
        _most(and_(M.forecast_on > M.baseline_on, is_open), slip),
        func.max(own_on).filter(and_(not_(M.is_closing), is_open)),
        _number(unconfirmed),
        func.min(M.valid_from).filter(unconfirmed),
        _fallen(),
        func.max(M.actual_on).filter(and_(M.is_closing, _is_done(M))),
        func.max(M.baseline_on).filter(M.is_closing),
        func.max(M.forecast_on).filter(M.is_closing),
    ]
    statement: Statement = select(*_leading(M, scope), *columns)
    return statement.where(chosen(M, scope)).group_by(M.plan_id, M.item_id)


def _history(span: Any, scope: Scope, *columns: Any) -> Statement:
    """All spans of plans that touch the days from `first` to `last`, plan by plan."""
    statement: Statement = select(span.plan_id, span.item_id, span.valid_from, span.valid_to, *columns)
    return statement.where(
        span.plan_id.in_(plan_ids(scope)),
        span.scope == scope.value,
        span.valid_from <= bindparam("last", type_=Date()),
        span.valid_to > bindparam("first", type_=Date()),
    ).order_by(span.plan_id, span.item_id, span.valid_from)


def milestone_history(scope: Scope) -> Statement:
    """The fields of `trend.MilestoneSpan`, after the plan."""
    return _history(M, scope, M.is_closing, M.is_cancelled, M.progress, M.actual_on)


def item_history(scope: Scope) -> Statement:
    """The fields of `trend.ItemSpan`, after the plan."""
    return _history(PlanItemSpan, scope, PlanItemSpan.applicability)


def item_statements(scope: Scope, chosen: Chosen = on_the_day) -> Statement:
    """What plans say of items: applicability, and whether a lead authority is named."""
    span = PlanItemSpan
    has_authority = case((span.lead_authority_id.is_not(None), 1), else_=0)
    statement: Statement = select(*_leading(span, scope), span.applicability, has_authority)
    return statement.where(chosen(span, scope))


def evidence_sums(scope: Scope, chosen: Chosen = on_the_day) -> Statement:
    """By kind of evidence: how many pieces are valid, the last expiry of those that are not, the oldest day about.

    A file that waits for the virus scan, or was refused by it, is as if it were not there.
    """
    span = EvidenceSpan
    is_valid = or_(span.expires_on.is_(None), span.expires_on >= DAY)
    statement: Statement = select(
        *_leading(span, scope),
        span.kind,
        _number(is_valid),
        func.max(span.expires_on).filter(not_(is_valid)),
        func.min(span.about_on).filter(is_valid),
    )
    is_kept = and_(span.file_id.is_not(None), span.file_id.not_in(held_back_ids()))
    is_there = or_(span.kind != EvidenceKind.FILE.value, is_kept)
    return statement.where(chosen(span, scope), is_there).group_by(span.plan_id, span.item_id, span.kind)


def _stood(scope: Scope, of_milestone: Any) -> ColumnElement[bool]:
    """Links that stood at the end of the day, as the scope knows them (the block's last release, where earlier)."""
    created, removed = Predecessor.created_at, Predecessor.removed_at
    if scope is Scope.WORKING:
        return and_(created <= END, or_(removed.is_(None), removed > END))
    then = PlanBlock.shared_at
    was_shared = (
        exists()
        .where(
            PlanItem.id == of_milestone.plan_item_id,
            PlanBlock.id == PlanItem.plan_block_id,
            created <= then,
            or_(removed.is_(None), removed > END, removed > then),
        )
        .correlate(of_milestone, Predecessor)
    )
    return and_(created <= END, was_shared)


def span_on(span: Any, subject_id: Any, scope: Any, day: ColumnElement[date] = DAY) -> ColumnElement[bool]:
    """The span of one subject on the day: its last begun one, which the unique index finds in two steps.

    Spans of milestones follow each other without gaps.
    """
    begun = aliased(M)
    last = (
        select(func.max(begun.valid_from))
        .where(begun.subject_id == subject_id, begun.scope == scope, begun.valid_from <= day)
        .scalar_subquery()
    )
    return and_(span.subject_id == subject_id, span.scope == scope, span.valid_from == last)


def once_known(column: Any, *others: Any) -> ColumnElement[int]:
    """The column's value, as a sum: it keeps SQLite from beginning elsewhere than at the rows of these columns.

    Without statistics it would, for instance, look for spans of milestones that have no link.
    """
    value: ColumnElement[int] = column + 0
    for other in others:
        value = value + func.coalesce(other, 0) * 0
    return value


def predecessor_sums(scope: Scope) -> Statement:
    """What open milestones wait for: a row for each other item of the plan, and for each milestone of the EU plan.

    Milestones that other countries offer are left out: a plan's facts rest on itself and on the EU plan alone.
    The EU plan is read as others see it. Columns after the key: the predecessor's item, its milestone (0 for one
    of the own plan), its title, actual day, own date, and the largest overlap in days.
    """
    own, before, of_milestone, of_predecessor = aliased(M), aliased(M), aliased(Milestone), aliased(Milestone)
    before_plan = of_predecessor.plan_id
    is_of_own: ColumnElement[bool] = before_plan == of_milestone.plan_id
    is_of_eu = and_(before_plan == EU_PLAN, before_plan != of_milestone.plan_id)
    before_scope: Any = scope.value
    if scope is not Scope.SHARED:
        before_scope = case((is_of_own, scope.value), else_=Scope.SHARED.value)
    eu_milestone = case((before.plan_id != own.plan_id, before.subject_id), else_=literal_column("0", Integer))
    ends_on = func.coalesce(case((_is_done(before), before.actual_on)), _own_on(before))
    overlap = case((ends_on > own.start_on, day_number(ends_on) - day_number(own.start_on)), else_=0)
    statement: Statement = (
        select(
            *_leading(own, scope),
            before.item_id,
            eu_milestone.label("eu_milestone"),
            func.min(before.title),
            func.min(case((_is_done(before), before.actual_on))),
            func.min(_own_on(before)),
            func.max(overlap),
        )
        .select_from(of_milestone)
        .join(Predecessor, Predecessor.milestone_id == of_milestone.id)
        .join(of_predecessor, of_predecessor.id == Predecessor.predecessor_id)
        .join(own, span_on(own, once_known(Predecessor.milestone_id), scope.value))
        .join(before, span_on(before, once_known(Predecessor.predecessor_id), before_scope))
        .where(
            of_milestone.plan_id.in_(plan_ids(scope)),
            or_(is_of_own, is_of_eu),
            _stood(scope, of_milestone),
            _is_open(own),
            not_(before.is_cancelled),
        )
        .group_by(own.plan_id, own.item_id, before.item_id, eu_milestone)
    )
    return statement
