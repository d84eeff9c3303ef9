"""What a snapshot is made of, read in six statements beside the reading."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import case, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from app.files.models import StoredFile
from app.plans.models import Authority
from app.plans.queries.records import PlanInScope, PlanState
from app.plans.queries.state import (
    list_all_prose,
    list_items_with_evidence,
    list_milestones,
    list_predecessor_pairs,
)
from app.plans.states import Scope
from app.readiness.plan import PlanReading
from app.review.snapshot import TAKEN_BACK, Material, snapshot_of

_AUTHORITY, _FILE = "authority", "file"


def read_snapshot_of(
    session: Session, view: CatalogueView, plan: PlanInScope, day: date, reading: PlanReading
) -> dict[str, Any]:
    """The snapshot of a plan in the state of its scope on a day; `reading` is of the same state and day."""
    state = _state(session, view, plan, day)
    file_ids = {piece.file_id for piece in state.evidence if piece.file_id}
    authorities, files = _names(session, plan, file_ids)
    prose = list_all_prose(session, plan.plan_id, plan.scope, day)
    return snapshot_of(view, Material(plan, state, prose, authorities, files, reading))


def _state(session: Session, view: CatalogueView, plan: PlanInScope, day: date) -> PlanState:
    asked = (session, plan.plan_id, plan.scope, day)
    ids = {item.item_id for item in view.items_of(plan.owner)}
    items, evidence = list_items_with_evidence(*asked, ids, ids)
    return PlanState(
        milestones=tuple(list_milestones(*asked)),
        items=tuple(items),
        evidence=tuple(evidence),
        predecessors=tuple(list_predecessor_pairs(*asked)),
    )


def _names(
    session: Session, plan: PlanInScope, file_ids: Collection[int]
) -> tuple[dict[int, str], dict[int, tuple[str, str]]]:
    """Names of the plan's authorities as its readers know them, hashes and scans of its files; one statement."""
    name: Any = Authority.name
    if plan.scope is Scope.SHARED:
        name = func.coalesce(Authority.shared_name, Authority.name)
    found = case((StoredFile.taken_back_at.is_not(None), literal(TAKEN_BACK)), else_=StoredFile.scan_state)
    query = union_all(
        select(literal(_AUTHORITY), Authority.id, name, null()).where(Authority.plan_id == plan.plan_id),
        select(literal(_FILE), StoredFile.id, StoredFile.content_hash, found).where(
            StoredFile.id.in_(sorted(file_ids))
        ),
    )
    rows = session.execute(query).all()
    return (
        {key: text for kind, key, text, _ in rows if kind == _AUTHORITY},
        {key: (text, scan) for kind, key, text, scan in rows if kind == _FILE},
    )
