"""Item facts of any number of plans on a day, in four statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Executable, union_all
from sqlalchemy.orm import Session

from app.catalogue.states import EvidenceKind
from app.core import clock
from app.plans.noted import noted_of
from app.plans.states import Applicability, Scope
from app.readiness.facts import (
    NO_SUMS,
    NOTHING_BEFORE,
    NOTHING_EVIDENCED,
    Before,
    EuPredecessor,
    Evidenced,
    ItemFacts,
    MilestoneSums,
    Stated,
)
from app.readiness.queries.days import values_of
from app.readiness.queries.links import predecessor_sums
from app.readiness.queries.spans import Statement
from app.readiness.queries.statements import evidence_sums, item_statements, milestone_sums
from app.readiness.requirements import CatalogueLike

PlanKey = tuple[int, Scope]
"""A plan in one of its two states."""
FactKey = tuple[str, int, int]
"""Scope, plan, item, as rows carry them."""
Facts = dict[PlanKey, dict[int, ItemFacts]]

DEFAULT_LEAD_TIME_DAYS = 60
_APPLICABILITY = {value.value: value for value in Applicability}
_SCOPES = {value.value: value for value in Scope}
_KINDS = {value.value: value for value in EvidenceKind}
_STATED = {
    (applicability.value, has_authority): Stated(applicability, bool(has_authority))
    for applicability in Applicability
    for has_authority in (0, 1)
}


def by_scope(plans: Iterable[PlanKey]) -> dict[Scope, list[int]]:
    """The plans asked for, by state."""
    grouped: dict[Scope, list[int]] = defaultdict(list)
    for plan_id, scope in plans:
        grouped[scope].append(plan_id)
    return dict(grouped)


def together(scopes: Iterable[Scope], make: Callable[[Scope], Statement]) -> Executable:
    """One statement for plans of one or both states."""
    parts = [make(scope) for scope in scopes]
    return parts[0] if len(parts) == 1 else union_all(*parts)


@lru_cache(maxsize=32)
def _made(make: Callable[[Scope], Statement], scopes: tuple[Scope, ...]) -> Executable:
    """A statement of one day. Making it takes longer than asking it for a single plan."""
    return together(scopes, make)


def ids_of(plans: Iterable[PlanKey]) -> dict[str, list[int]]:
    """The parameters that hold the plans, by state."""
    return {f"{scope.value}_plans": sorted(plan_ids) for scope, plan_ids in by_scope(plans).items()}


def evidenced_of(rows: Sequence[tuple[str, int, date | None, date | None]]) -> Evidenced:
    """Put the rows of one item together: kind, valid pieces, last expiry, oldest day about."""
    return Evidenced(
        frozenset(_KINDS[kind] for kind, valid, _, _ in rows if valid),
        max((expired for _, _, expired, _ in rows if expired), default=None),
        min((about for _, _, _, about in rows if about), default=None),
    )


def before_of(rows: Iterable[tuple[Any, ...]], item_id: int, view: CatalogueLike) -> Before:
    """Put the rows of one item together: item, EU milestone, title, actual, own date, overlap."""
    eu, own, overlap_days = [], [], 0
    for before_id, eu_milestone, title, delivered_on, expected_on, overlap in rows:
        overlap_days = max(overlap_days, overlap)
        if eu_milestone:
            item = view.items_by_id.get(before_id)
            lead = item.lead_time_days if item else DEFAULT_LEAD_TIME_DAYS
            eu.append(EuPredecessor(before_id, eu_milestone, title, delivered_on, expected_on, lead))
        elif before_id != item_id:
            own.append(before_id)
    return Before(tuple(sorted(eu)), tuple(sorted(own)), overlap_days)


def _by_item(rows: Iterable[Any]) -> dict[FactKey, list[tuple[Any, ...]]]:
    found: dict[FactKey, list[tuple[Any, ...]]] = defaultdict(list)
    for scope, plan_id, item_id, *rest in rows:
        found[scope, plan_id, item_id].append(tuple(rest))
    return found


class FactStatements(NamedTuple):
    """What each part of the facts is read with; links between milestones may be left out."""

    milestones: Callable[[Scope], Statement]
    evidence: Callable[[Scope], Statement]
    items: Callable[[Scope], Statement]
    predecessors: Callable[[Scope], Statement] | None


NOW = FactStatements(milestone_sums, evidence_sums, item_statements, predecessor_sums)
"""As known now."""


def read_facts(
    session: Session,
    view: CatalogueLike,
    plans: Collection[PlanKey],
    day: date,
    *,
    eu_plan_id: int | None,
    statements: FactStatements = NOW,
    parameters: Mapping[str, Any] | None = None,
) -> Facts:
    """The facts of every item on which something was said by the end of the day, by plan and item.

    `statements` and their further `parameters` may ask for other spans than those that now hold on the day.
    """
    if not plans:
        return {}
    scopes = tuple(sorted(by_scope(plans)))
    values = {**ids_of(plans), **values_of(day), "end_of_day": clock.end_of(day), "eu_plan_id": eu_plan_id or 0}
    # Plain rows of the connection: the unit of work has no part in sums, and takes as long as they do.
    connection = session.connection()

    values |= parameters or {}

    def rows(make: Callable[[Scope], Statement]) -> Sequence[Any]:
        return connection.execute(_made(make, scopes), values).all()  # row by row takes twice as long

    milestones = {(row[0], row[1], row[2]): MilestoneSums._make(row[3:]) for row in rows(statements.milestones)}
    evidence = _by_item(rows(statements.evidence))
    before = _by_item(rows(statements.predecessors)) if statements.predecessors else {}
    facts: Facts = {key: {} for key in plans}
    for row in rows(statements.items):
        scope, plan_id, item_id, applicability, has_authority, confirmed_on, noted, reasons = row
        stated = _STATED[applicability, has_authority]
        key = (scope, plan_id, item_id)
        facts[plan_id, _SCOPES[scope]][item_id] = ItemFacts(
            True,
            milestones.get(key, NO_SUMS),
            stated._replace(noted=noted_of(noted, reasons)) if noted else stated,
            evidenced_of(evidence[key]) if key in evidence else NOTHING_EVIDENCED,
            before_of(before[key], item_id, view) if key in before else NOTHING_BEFORE,
            confirmed_on,
        )
    return facts
