"""Blocks of a plan as they were known on an earlier day: replayed from what had been said, or shared, by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.plans.history.replay import Recorded, Span, shown_spans
from app.plans.models import Evidence, Milestone, MilestonePlace, PlanItem, Prose, Revision
from app.plans.queries.records import (
    EvidenceRecord,
    ItemRecord,
    MilestoneRecord,
    PlanInScope,
    PlanState,
    ProseRecord,
)
from app.plans.queries.sharing import KNOWN, shared_by
from app.plans.queries.state import UNPLACED
from app.plans.states import Scope, SubjectKind

R = TypeVar("R")
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KnownBlock:
    """What was known of a block: its state, without contributing authorities and links, and its prose."""

    state: PlanState
    prose: tuple[ProseRecord, ...]


_LASTING: Mapping[str, Any] = {
    "plan_id": Revision.plan_id,
    "item_id": func.coalesce(Milestone.item_id, Evidence.item_id, PlanItem.item_id),
    "plan_item_id": func.coalesce(Milestone.plan_item_id, Evidence.plan_item_id, PlanItem.id),
    "version": func.coalesce(Milestone.version, Evidence.version, PlanItem.version, Prose.version),
    "reference": Milestone.reference,
    "is_closing": Milestone.is_closing,
    "is_offered": Milestone.is_offered,
    "first_shared_at": Milestone.first_shared_at,
    "place": func.coalesce(MilestonePlace.place, UNPLACED),
    "section_key": Prose.section_key,
}
"""What a subject's row says, and no revision of it."""


def read_known_block(session: Session, plan: PlanInScope, block_key: str, day: date, known: date) -> KnownBlock:
    """A block on a day, as known at the end of another: for others than the country, as shared by then.

    One statement.
    """
    states = _read(session, plan, [block_key], day, known, SubjectKind)
    return KnownBlock(
        PlanState(
            milestones=_in_order(states),
            items=tuple(_records(ItemRecord, "plan_item_id", states[SubjectKind.PLAN_ITEM])),
            evidence=tuple(_records(EvidenceRecord, "evidence_id", states[SubjectKind.EVIDENCE])),
            predecessors=(),
        ),
        tuple(_records(ProseRecord, "prose_id", states[SubjectKind.PROSE])),
    )


def read_known_milestones(
    session: Session, plan: PlanInScope, block_keys: Iterable[str], day: date, known: date
) -> tuple[MilestoneRecord, ...]:
    """The milestones of some blocks, in the same way; one statement."""
    return _in_order(_read(session, plan, block_keys, day, known, [SubjectKind.MILESTONE]))


def list_known_items(session: Session, plan: PlanInScope, day: date, known: date) -> list[ItemRecord]:
    """The items of a plan, in the same way, without contributing authorities; one statement."""
    states = _read(session, plan, plan.head.block_ids, day, known, [SubjectKind.PLAN_ITEM])
    return _records(ItemRecord, "plan_item_id", states[SubjectKind.PLAN_ITEM])


def _read(
    session: Session,
    plan: PlanInScope,
    block_keys: Iterable[str],
    day: date,
    known: date,
    kinds: Iterable[SubjectKind],
) -> dict[SubjectKind, dict[int, Values]]:
    block_ids = [plan.head.block_ids[key] for key in block_keys if key in plan.head.block_ids]
    if not block_ids:
        return _states((), day)
    values = {
        "plan_id": plan.plan_id,
        "block_ids": block_ids,
        "kinds": [kind.value for kind in kinds],
        "day": day,
        "known": clock.end_of(known),
    }
    return _states(session.execute(_revisions(plan.scope), values), day)


def _in_order(states: Mapping[SubjectKind, Mapping[int, Values]]) -> tuple[MilestoneRecord, ...]:
    said = states[SubjectKind.MILESTONE]
    milestones = _records(MilestoneRecord, "milestone_id", said)

    def order(m: MilestoneRecord) -> tuple[int, ...]:
        return m.item_id, m.is_closing, said[m.milestone_id]["place"], m.position, m.milestone_id

    return tuple(sorted(milestones, key=order))


def _is(kind: SubjectKind, subject: Any) -> ColumnElement[bool]:
    return and_(Revision.subject_kind == kind.value, subject.id == Revision.subject_id)


@cache
def _revisions(scope: Scope) -> Select[Any]:
    """What had been said, or shared, of some blocks: subject by subject."""
    query = (
        select(
            Revision.subject_kind,
            Revision.subject_id,
            Revision.effective_on,
            Revision.recorded_at,
            Revision.id,
            Revision.changes,
            *_LASTING.values(),
        )
        .outerjoin(Milestone, _is(SubjectKind.MILESTONE, Milestone))
        .outerjoin(MilestonePlace, MilestonePlace.milestone_id == Milestone.id)
        .outerjoin(Evidence, _is(SubjectKind.EVIDENCE, Evidence))
        .outerjoin(PlanItem, _is(SubjectKind.PLAN_ITEM, PlanItem))
        .outerjoin(Prose, _is(SubjectKind.PROSE, Prose))
        .where(
            Revision.plan_block_id.in_(bindparam("block_ids", expanding=True)),
            Revision.subject_kind.in_(bindparam("kinds", expanding=True)),
            Revision.effective_on <= bindparam("day", type_=Date),
        )
        .order_by(Revision.subject_kind, Revision.subject_id, Revision.id)
    )
    if scope is Scope.WORKING:
        return query.where(Revision.recorded_at <= KNOWN)
    shared = shared_by(KNOWN, [bindparam("plan_id")])
    return query.join(shared, shared.c.block_id == Revision.plan_block_id).where(
        Revision.recorded_at <= shared.c.instant
    )


def _states(rows: Iterable[Any], day: date) -> dict[SubjectKind, dict[int, Values]]:
    """Subject by kind and key → its fields on the day, with those that last."""
    said: dict[tuple[SubjectKind, int], list[Recorded]] = defaultdict(list)
    lasting: dict[tuple[SubjectKind, int], Values] = {}
    for kind, subject_id, effective_on, recorded_at, revision_id, changes, *values in rows:
        key = SubjectKind(kind), subject_id
        said[key].append(Recorded(effective_on, recorded_at, revision_id, changes))
        lasting[key] = dict(zip(_LASTING, values, strict=True))
    states: dict[SubjectKind, dict[int, Values]] = {kind: {} for kind in SubjectKind}
    for (kind, subject_id), revisions in said.items():
        span = _on(shown_spans(kind, revisions), day)
        if span is not None:
            states[kind][subject_id] = {**lasting[kind, subject_id], **span.state}
    return states


def _on(spans: Iterable[Span], day: date) -> Span | None:
    return next((span for span in spans if span.valid_from <= day < span.valid_to), None)


def _records(record: type[R], key: str, states: Mapping[int, Values]) -> list[R]:
    names = [entry.name for entry in fields(record)]  # type: ignore[arg-type]
    made = []
    for subject_id, state in states.items():
        values = {**state, key: subject_id}
        made.append(record(**{name: values[name] for name in names if name in values}))
    return made
