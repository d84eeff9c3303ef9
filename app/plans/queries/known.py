"""A block of a plan as it was known on an earlier day: replayed from what had been said, or shared, by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.plans.history.replay import Recorded, Span, shown_spans
from app.plans.models import Evidence, Milestone, Plan, PlanItem, Predecessor, Prose, Revision
from app.plans.queries.records import (
    EvidenceRecord,
    ItemRecord,
    MilestoneRecord,
    PlanInScope,
    PlanState,
    PredecessorPair,
    ProseRecord,
)
from app.plans.queries.sharing import shared_instants
from app.plans.states import Scope, SubjectKind

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class KnownBlock:
    """What was known of a block: its state and its prose. Contributing authorities and links are as they stood."""

    state: PlanState
    prose: tuple[ProseRecord, ...]


NOTHING = KnownBlock(PlanState((), (), (), ()), ())


def read_known_block(session: Session, plan: PlanInScope, block_key: str, day: date, known: date) -> KnownBlock:
    """A block on a day, as known at the end of another: for others than the country, as shared by then."""
    block_id = plan.head.block_ids.get(block_key)
    if block_id is None:
        return NOTHING
    instant: datetime | None = clock.end_of(known)
    if plan.scope is Scope.SHARED:
        instant = shared_instants(session, [plan.plan_id], known).get(block_id)
    if instant is None:
        return NOTHING
    states = _states(session, block_id, day, instant)
    milestones = _records(session, MilestoneRecord, Milestone, "milestone_id", states[SubjectKind.MILESTONE])
    return KnownBlock(
        PlanState(
            milestones=tuple(sorted(milestones, key=lambda m: (m.item_id, m.is_closing, m.position, m.milestone_id))),
            items=tuple(_records(session, ItemRecord, PlanItem, "plan_item_id", states[SubjectKind.PLAN_ITEM])),
            evidence=tuple(_records(session, EvidenceRecord, Evidence, "evidence_id", states[SubjectKind.EVIDENCE])),
            predecessors=tuple(_links(session, [m.milestone_id for m in milestones], min(instant, clock.end_of(day)))),
        ),
        tuple(_records(session, ProseRecord, Prose, "prose_id", states[SubjectKind.PROSE])),
    )


def _states(
    session: Session, block_id: int, day: date, instant: datetime
) -> dict[SubjectKind, dict[int, dict[str, Any]]]:
    """Subject by kind and key → its fields on the day, of what had been recorded by the instant."""
    query = (
        select(
            Revision.subject_kind,
            Revision.subject_id,
            Revision.effective_on,
            Revision.recorded_at,
            Revision.id,
            Revision.changes,
        )
        .where(Revision.plan_block_id == block_id, Revision.recorded_at <= instant, Revision.effective_on <= day)
        .order_by(Revision.subject_kind, Revision.subject_id, Revision.id)
    )
    said: dict[tuple[SubjectKind, int], list[Recorded]] = defaultdict(list)
    for kind, subject_id, *revision in session.execute(query):
        said[SubjectKind(kind), subject_id].append(Recorded(*revision))
    states: dict[SubjectKind, dict[int, dict[str, Any]]] = {kind: {} for kind in SubjectKind}
    for (kind, subject_id), revisions in said.items():
        span = _on(shown_spans(kind, revisions), day)
        if span is not None:
            states[kind][subject_id] = dict(span.state)
    return states


def _on(spans: Iterable[Span], day: date) -> Span | None:
    return next((span for span in spans if span.valid_from <= day < span.valid_to), None)


def _records(session: Session, record: type[R], subject: Any, key: str, states: dict[int, dict[str, Any]]) -> list[R]:
    """Records of subjects: what never changes comes from their rows, the rest from the replay."""
    if not states:
        return []
    rows = session.execute(select(subject).where(subject.id.in_(sorted(states))).order_by(subject.id)).scalars()
    made = []
    for row in rows:
        values = {}
        for entry in fields(record):  # type: ignore[arg-type]
            if entry.name == key:
                values[entry.name] = row.id
            elif entry.name in states[row.id]:
                values[entry.name] = states[row.id][entry.name]
            elif hasattr(row, entry.name):
                values[entry.name] = getattr(row, entry.name)
        made.append(record(**values))
    return made


def _links(session: Session, milestone_ids: list[int], instant: datetime) -> list[PredecessorPair]:
    """Links of milestones that stood at an instant."""
    if not milestone_ids:
        return []
    before = aliased(Milestone)
    query = (
        select(Predecessor.milestone_id, Predecessor.predecessor_id, Plan.id, Plan.owner)
        .join(before, before.id == Predecessor.predecessor_id)
        .join(Plan, Plan.id == before.plan_id)
        .where(
            Predecessor.milestone_id.in_(sorted(milestone_ids)),
            Predecessor.created_at <= instant,
            or_(Predecessor.removed_at.is_(None), Predecessor.removed_at > instant),
        )
        .order_by(Predecessor.milestone_id, Predecessor.predecessor_id)
    )
    return [PredecessorPair(*row) for row in session.execute(query)]
