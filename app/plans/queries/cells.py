"""A cell of the matrix, whole: a block of one plan on one day, for one reader."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.plans.queries.heads import list_authorities
from app.plans.queries.milestones import list_predecessor_names
from app.plans.queries.records import (
    AuthorityRecord,
    EvidenceRecord,
    ItemRecord,
    MilestoneRecord,
    PlanInScope,
    PredecessorName,
    ProseRecord,
)
from app.plans.queries.state import list_prose, spans_of_plan


@dataclass(frozen=True, slots=True)
class Cell:
    """What a block of a plan holds on a day in the reader's scope; names of authorities are today's."""

    plan: PlanInScope
    block_key: str
    items: tuple[ItemRecord, ...]
    milestones: tuple[MilestoneRecord, ...]
    evidence: tuple[EvidenceRecord, ...]
    predecessors: tuple[PredecessorName, ...]
    prose: tuple[ProseRecord, ...]
    authorities: tuple[AuthorityRecord, ...]


def read_cell(
    session: Session, plan: PlanInScope, block_key: str, item_ids: Collection[int], day: date, actor: Actor
) -> Cell:
    """A block of a plan: `item_ids` are the catalogue's items of the block. Eight statements, however much there is."""
    state = spans_of_plan(session, plan.plan_id, plan.scope, day, item_ids)
    return Cell(
        plan=plan,
        block_key=block_key,
        items=state.items,
        milestones=state.milestones,
        evidence=state.evidence,
        predecessors=tuple(list_predecessor_names(session, plan, state.predecessors, actor, day)),
        prose=tuple(list_prose(session, plan.plan_id, plan.scope, day, block_key)),
        authorities=tuple(list_authorities(session, plan.plan_id)),
    )
