"""The state of a plan on a day, read from its spans."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, ScalarSelect, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.core import clock
from app.plans.models import (
    Evidence,
    EvidenceMilestone,
    EvidenceSpan,
    Milestone,
    MilestonePlace,
    MilestoneSpan,
    Plan,
    PlanBlock,
    PlanItem,
    PlanItemAuthority,
    PlanItemSpan,
    Predecessor,
    Prose,
    ProseSpan,
)
from app.plans.queries.columns import columns_for
from app.plans.queries.records import (
    EvidenceRecord,
    ItemRecord,
    MilestoneRecord,
    PlanState,
    PredecessorPair,
    ProseRecord,
)
from app.plans.states import Scope

_Query = TypeVar("_Query", bound=Select[*tuple[Any, ...]])

MILESTONE_COLUMNS = columns_for(MilestoneRecord, MilestoneSpan, Milestone, renamed={"milestone_id": Milestone.id})
_ITEM_COLUMNS = columns_for(
    ItemRecord,
    PlanItemSpan,
    PlanItem,
    renamed={"plan_item_id": PlanItem.id},
    without=frozenset({"contributing"}),
)
_EVIDENCE_COLUMNS = columns_for(
    EvidenceRecord,
    EvidenceSpan,
    Evidence,
    renamed={"evidence_id": Evidence.id},
    without=frozenset({"milestones"}),
)
UNPLACED = 1_000_000
"""The place of a milestone that nobody has put anywhere: after all others."""

_PROSE_COLUMNS = columns_for(ProseRecord, ProseSpan, Prose, renamed={"prose_id": Prose.id})


def spans_of_plan(
    session: Session, plan_id: int, scope: Scope, day: date, item_ids: Collection[int] | None = None
) -> PlanState:
    """Everything that counts of a plan in a scope at the end of a day; with `item_ids`, of those items.

    An item is among the items from the first day anything was said of it: that is *information*.
    """
    return PlanState(
        milestones=tuple(list_milestones(session, plan_id, scope, day, item_ids)),
        items=tuple(list_items(session, plan_id, scope, day, item_ids)),
        evidence=tuple(list_evidence(session, plan_id, scope, day, item_ids)),
        predecessors=tuple(list_predecessor_pairs(session, plan_id, scope, day, item_ids)),
    )


def span_condition(span: Any, plan_id: int, scope: Scope, day: date) -> ColumnElement[bool]:
    """Spans of a plan that hold on a day."""
    return and_(span.plan_id == plan_id, span.scope == scope.value, span.valid_from <= day, span.valid_to > day)


def _of_items(query: _Query, column: InstrumentedAttribute[int], item_ids: Collection[int] | None) -> _Query:
    return query if item_ids is None else query.where(column.in_(sorted(item_ids)))


def in_order(said: Any) -> tuple[Any, ...]:
    """Milestones by item as people put them in order, then as they were added, the closing one last.

    `said`: milestones or their spans; the query joins `Milestone` and, where there is one, `MilestonePlace`.
    """
    place = func.coalesce(MilestonePlace.place, UNPLACED)
    return (said.item_id, said.is_closing, place, said.position, Milestone.id)


def list_milestones(
    session: Session, plan_id: int, scope: Scope, day: date, item_ids: Collection[int] | None = None
) -> list[MilestoneRecord]:
    """Milestones by item, in their order, the closing one last."""
    query = (
        select(*MILESTONE_COLUMNS)
        .join(MilestoneSpan, MilestoneSpan.subject_id == Milestone.id)
        .outerjoin(MilestonePlace, MilestonePlace.milestone_id == Milestone.id)
        .where(span_condition(MilestoneSpan, plan_id, scope, day))
        .order_by(*in_order(MilestoneSpan))
    )
    return [MilestoneRecord(*row) for row in session.execute(_of_items(query, MilestoneSpan.item_id, item_ids))]


def list_items(
    session: Session, plan_id: int, scope: Scope, day: date, item_ids: Collection[int] | None = None
) -> list[ItemRecord]:
    """Items of which something was said by that day, with their contributing authorities."""
    query = (
        select(*_ITEM_COLUMNS, _contributing(scope, day))
        .join(PlanItemSpan, PlanItemSpan.subject_id == PlanItem.id)
        .join(PlanBlock, PlanBlock.id == PlanItem.plan_block_id)
        .where(span_condition(PlanItemSpan, plan_id, scope, day))
        .order_by(PlanItemSpan.item_id)
    )
    rows = session.execute(_of_items(query, PlanItemSpan.item_id, item_ids))
    return [_item(list(row)) for row in rows]


def _item(values: list[Any]) -> ItemRecord:
    values[-1] = _keys(values[-1])
    return ItemRecord(*values)


def _keys(listed: str | None) -> tuple[int, ...]:
    """Keys with commas between as a tuple in order."""
    return tuple(sorted(int(key) for key in listed.split(","))) if listed else ()


def _contributing(scope: Scope, day: date) -> ScalarSelect[str]:
    """Keys of an item's contributing authorities with commas between, for each row of an item."""
    return (
        select(func.aggregate_strings(cast(PlanItemAuthority.authority_id, String), ","))
        .where(PlanItemAuthority.plan_item_id == PlanItem.id, stood_on(PlanItemAuthority, scope, day))
        .correlate(PlanItem, PlanBlock)
        .scalar_subquery()
    )


def stood_on(row: Any, scope: Scope, day: date) -> ColumnElement[bool]:
    """Rows with `created_at` and `removed_at` that stood at the end of a day, as a scope knows them.

    For others it is the moment of the last release, where that is earlier; the query joins `PlanBlock`.
    """
    return stood_at(row, scope, clock.end_of(day))


def stood_at(row: Any, scope: Scope, end: Any) -> ColumnElement[bool]:
    """The same at an instant, or at one still to be bound."""
    there = and_(row.created_at <= end, or_(row.removed_at.is_(None), row.removed_at > end))
    if scope is Scope.WORKING:
        return there
    then = PlanBlock.shared_at
    return and_(
        row.created_at <= end,
        row.created_at <= then,
        or_(row.removed_at.is_(None), row.removed_at > end, row.removed_at > then),
    )


def list_evidence(
    session: Session, plan_id: int, scope: Scope, day: date, item_ids: Collection[int] | None = None
) -> list[EvidenceRecord]:
    """Evidence by item; expired pieces are among it."""
    query = (
        select(*_EVIDENCE_COLUMNS, _named(scope, day))
        .join(EvidenceSpan, EvidenceSpan.subject_id == Evidence.id)
        .join(PlanItem, PlanItem.id == Evidence.plan_item_id)
        .join(PlanBlock, PlanBlock.id == PlanItem.plan_block_id)
        .where(span_condition(EvidenceSpan, plan_id, scope, day))
        .order_by(EvidenceSpan.item_id, Evidence.id)
    )
    rows = session.execute(_of_items(query, EvidenceSpan.item_id, item_ids))
    return [_piece(list(row)) for row in rows]


def _piece(values: list[Any]) -> EvidenceRecord:
    values[-1] = tuple(sorted(values[-1].split(","))) if values[-1] else ()
    return EvidenceRecord(*values)


def _named(scope: Scope, day: date) -> ScalarSelect[str]:
    """References of the milestones that evidence is about with commas between, for each row of evidence."""
    return (
        select(func.aggregate_strings(Milestone.reference, ","))
        .join(EvidenceMilestone, EvidenceMilestone.milestone_id == Milestone.id)
        .where(EvidenceMilestone.evidence_id == Evidence.id, stood_on(EvidenceMilestone, scope, day))
        .correlate(Evidence, PlanBlock)
        .scalar_subquery()
    )


def list_items_with_evidence(
    session: Session, plan_id: int, scope: Scope, day: date, item_ids: Collection[int], opened: Collection[int]
) -> tuple[list[ItemRecord], list[EvidenceRecord]]:
    """Some items, and the evidence of those of them that are `opened`; one statement.

    There is no evidence of an item of which nothing was said.
    """
    evidence = and_(
        EvidenceSpan.item_id == PlanItemSpan.item_id,
        EvidenceSpan.item_id.in_(sorted(opened)),
        span_condition(EvidenceSpan, plan_id, scope, day),
    )
    query = (
        select(*_ITEM_COLUMNS, _contributing(scope, day), *_EVIDENCE_COLUMNS, _named(scope, day))
        .join(PlanItemSpan, PlanItemSpan.subject_id == PlanItem.id)
        .join(PlanBlock, PlanBlock.id == PlanItem.plan_block_id)
        .outerjoin(EvidenceSpan, evidence)
        .outerjoin(Evidence, Evidence.id == EvidenceSpan.subject_id)
        .where(span_condition(PlanItemSpan, plan_id, scope, day))
        .order_by(PlanItemSpan.item_id, Evidence.id)
    )
    width = len(_ITEM_COLUMNS) + 1
    items: dict[int, Sequence[Any]] = {}
    pieces = []
    for row in session.execute(_of_items(query, PlanItemSpan.item_id, item_ids)):
        items.setdefault(row[0], row[:width])
        if row[width] is not None:
            pieces.append(_piece(list(row[width:])))
    return [_item(list(values)) for values in items.values()], pieces


def list_predecessor_pairs(
    session: Session, plan_id: int, scope: Scope, day: date, item_ids: Collection[int] | None = None
) -> list[PredecessorPair]:
    """What the plan's milestones wait for, by key."""
    before = aliased(Milestone)
    query = (
        select(Predecessor.milestone_id, Predecessor.predecessor_id, Plan.id, Plan.owner)
        .join(Milestone, Milestone.id == Predecessor.milestone_id)
        .join(PlanItem, PlanItem.id == Milestone.plan_item_id)
        .join(PlanBlock, PlanBlock.id == PlanItem.plan_block_id)
        .join(before, before.id == Predecessor.predecessor_id)
        .join(Plan, Plan.id == before.plan_id)
        .where(Milestone.plan_id == plan_id, stood_on(Predecessor, scope, day))
        .order_by(Predecessor.milestone_id, Predecessor.predecessor_id)
    )
    return [PredecessorPair(*row) for row in session.execute(_of_items(query, Milestone.item_id, item_ids))]


def list_prose(session: Session, plan_id: int, scope: Scope, day: date, block_key: str) -> list[ProseRecord]:
    """The prose of a block by section."""
    query = (
        select(*_PROSE_COLUMNS)
        .join(ProseSpan, ProseSpan.subject_id == Prose.id)
        .join(PlanBlock, PlanBlock.id == Prose.plan_block_id)
        .where(span_condition(ProseSpan, plan_id, scope, day), PlanBlock.block_key == block_key)
        .order_by(Prose.section_key)
    )
    return [ProseRecord(*row) for row in session.execute(query)]


def list_all_prose(session: Session, plan_id: int, scope: Scope, day: date) -> list[tuple[str, ProseRecord]]:
    """The prose of all blocks by block and section, with the key of its block."""
    query = (
        select(PlanBlock.block_key, *_PROSE_COLUMNS)
        .join(PlanBlock, PlanBlock.id == Prose.plan_block_id)
        .join(ProseSpan, ProseSpan.subject_id == Prose.id)
        .where(span_condition(ProseSpan, plan_id, scope, day))
        .order_by(PlanBlock.id, Prose.id)
    )
    return [(row[0], ProseRecord(*row[1:])) for row in session.execute(query)]
