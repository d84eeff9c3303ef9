"""The statements behind the facts: one row an item of a plan (and day), whatever the number of milestones.

Integer arithmetic only, `//` half up as in `arithmetic.py`; no round(), no avg(): the databases differ there.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, and_, bindparam, case, cast, func, not_, or_, select
from sqlalchemy.orm import aliased

from app.assessments.queries import confirmed_on
from app.catalogue.states import EvidenceKind
from app.files.queries import held_back_ids
from app.plans.models import EvidenceSpan, PlanItemSpan
from app.plans.states import Scope
from app.readiness.arithmetic import FULL
from app.readiness.facts import UNCHANGED_CONFIRMATIONS
from app.readiness.queries.days import DAY, NUMBER, RECENT_ON, SOON_ON, UNCONFIRMED_BEFORE, day_number
from app.readiness.queries.spans import Chosen, M, Statement, is_done, is_open, leading, on_the_day, own_on, plan_ids


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
    """As `sums._fall`: the highest progress of the last 30 days before the last change, less the present one.

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
    is_due_soon = and_(own_on(M).is_not(None), own_on(M) <= SOON_ON)
    return and_(not_(M.is_closing), M.valid_from < UNCONFIRMED_BEFORE, or_(runs, is_due_soon), is_open(M))


def milestone_sums(scope: Scope, chosen: Chosen = on_the_day) -> Statement:
    """The fields of `MilestoneSums`, in their order, after the key."""
    kept = and_(not_(M.is_closing), not_(M.is_cancelled))
    still_open = is_open(M)
    own_day = own_on(M)
    slip = day_number(M.forecast_on) - day_number(M.baseline_on)
    unconfirmed = _unconfirmed()
    short = and_(not_(M.is_closing), M.uncovered > 0, still_open)
    columns = [
        _number(kept),
        _sum(kept, M.progress),
        _sum(kept, _expected()),
        _number(and_(M.is_cancelled, M.continued_as.is_(None))),
        func.min(own_day).filter(and_(own_day < DAY, still_open)),
        _most(and_(M.forecast_on > M.baseline_on, still_open), slip),
        func.max(own_day).filter(and_(not_(M.is_closing), still_open)),
        _number(unconfirmed),
        func.min(M.valid_from).filter(unconfirmed),
        _fallen(),
        func.max(M.actual_on).filter(and_(M.is_closing, is_done(M))),
        func.max(M.baseline_on).filter(M.is_closing),
        func.max(M.forecast_on).filter(M.is_closing),
        _number(and_(not_(M.is_closing), M.confirmations >= UNCHANGED_CONFIRMATIONS, still_open)),
        _number(and_(short, M.uncovered == M.budget)),
        _number(and_(short, M.uncovered < M.budget)),
        cast(_sum(short, M.uncovered), BigInteger),  # one database adds large numbers up to another type
    ]
    statement: Statement = select(*leading(M, scope), *columns)
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
    """What plans say of items: applicability, and whether a lead authority is named; when a reviewer confirmed one;
    the gaps noted, and why."""
    span = PlanItemSpan
    has_authority = case((span.lead_authority_id.is_not(None), 1), else_=0)
    confirmed = confirmed_on(span.plan_id, span.item_id, DAY).label("confirmed_on")
    columns = (span.applicability, has_authority, confirmed, span.noted_gaps, _why_noted())
    statement: Statement = select(*leading(span, scope), *columns)
    return statement.where(chosen(span, scope))


def _why_noted() -> ColumnElement[str | None]:
    """The reasons, which no index holds: looked for where something was noted."""
    span, same = PlanItemSpan, aliased(PlanItemSpan)
    is_same = [getattr(same, name) == getattr(span, name) for name in ("plan_id", "scope", "item_id", "valid_from")]
    reasons = select(same.noted_reasons).where(*is_same).correlate(span).scalar_subquery()
    return case((span.noted_gaps.is_not(None), reasons), else_=None)


def evidence_sums(scope: Scope, chosen: Chosen = on_the_day) -> Statement:
    """By kind of evidence: how many pieces are valid, the last expiry of those that are not, the oldest day about.

    A file that waits for the virus scan, or was refused by it, is as if it were not there.
    """
    span = EvidenceSpan
    is_valid = or_(span.expires_on.is_(None), span.expires_on >= DAY)
    statement: Statement = select(
        *leading(span, scope),
        span.kind,
        _number(is_valid),
        func.max(span.expires_on).filter(not_(is_valid)),
        func.min(span.about_on).filter(is_valid),
    )
    is_kept = and_(span.file_id.is_not(None), span.file_id.not_in(held_back_ids()))
    is_there = or_(span.kind != EvidenceKind.FILE.value, is_kept)
    return statement.where(chosen(span, scope), is_there).group_by(span.plan_id, span.item_id, span.kind)
