"""All rows that plans consist of, without the keys a database gave, so that two ways of writing can be compared."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.db import Base
from app.plans.models import Plan

NAMED_BY_KEY = ("authority", "plan_item", "milestone", "evidence", "prose", "plan_release")
BY_SUBJECT = {
    "prose_span": "prose",
    "plan_item_span": "plan_item",
    "milestone_span": "milestone",
    "evidence_span": "evidence",
}
CHANGED = {
    "authority_id": "authority",
    "lead_authority_id": "authority",
    "contributing": "authority",
    "predecessor": "milestone",
}
REFERRING = {
    "authority_id": "authority",
    "lead_authority_id": "authority",
    "plan_item_id": "plan_item",
    "milestone_id": "milestone",
    "predecessor_id": "milestone",
    "plan_release_id": "plan_release",
}
IN_ANY_ORDER = {*BY_SUBJECT, "plan_touch", "revision"}
TABLES = (
    "authority",
    "plan_block",
    "plan_item",
    "plan_item_authority",
    "milestone",
    "evidence",
    "prose",
    "predecessor",
    "plan_release",
    "plan_release_block",
    "revision",
    "plan_touch",
    *BY_SUBJECT,
)


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def rows_of_plans(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Rows by table; keys are replaced by their rank, which is the order in which the rows were made."""
    session.flush()
    ranks = {name: _ranks(session, name) for name in NAMED_BY_KEY}
    found = {name: _rows(session, name, ranks) for name in TABLES}
    found["plan"] = [
        {"owner": p.owner, "reference": p.last_reference, "row": p.shares_row, "version": p.version}
        | {"working": p.working_stamp, "shared": p.shared_stamp}
        for p in session.execute(select(Plan.__table__).order_by(Plan.id))
    ]
    return found


def _ranks(session: Session, name: str) -> dict[int, int]:
    keys = session.scalars(select(_table(name).c.id).order_by(_table(name).c.id))
    return {key: rank for rank, key in enumerate(keys)}


def _rows(session: Session, name: str, ranks: dict[str, dict[int, int]]) -> list[dict[str, Any]]:
    table = _table(name)
    order = [table.c.id] if "id" in table.c and name not in BY_SUBJECT else list(table.c)
    rows = [dict(row._mapping) for row in session.execute(select(table).order_by(*order))]
    for row in rows:
        kind = BY_SUBJECT.get(name) or row.get("subject_kind")
        row.pop("id", None)
        if kind:
            row["subject_id"] = ranks[kind].get(row["subject_id"])
        for column, target in REFERRING.items():
            if row.get(column) is not None:
                row[column] = ranks[target][row[column]]
        _rank_changes(row.get("changes"), ranks)
        if row.get("parts"):
            row["parts"] = _ranked_parts(row["parts"], ranks["authority"])
    return sorted(rows, key=str) if name in IN_ANY_ORDER else rows


def _rank_changes(changes: dict[str, list[Any]] | None, ranks: dict[str, dict[int, int]]) -> None:
    for name, target in CHANGED.items():
        if changes and name in changes:
            changes[name] = [_ranked(value, ranks[target]) for value in changes[name]]
    if changes and "parts" in changes:
        changes["parts"] = [text and _ranked_parts(text, ranks["authority"]) for text in changes["parts"]]


def _ranked_parts(text: str, ranks: dict[int, int]) -> str:
    """The parts of a target, each under the rank of its authority."""
    cut = (piece.partition(":") for piece in text.split(";"))
    return ";".join(f"{ranks[int(key)]}{colon}{rest}" for key, colon, rest in cut)


def _ranked(value: Any, ranks: dict[int, int]) -> Any:
    if isinstance(value, list):
        return [ranks[key] for key in value]
    return value if value is None else ranks[value]


def audited(session: Session) -> list[tuple[Any, ...]]:
    """Who did what when, with the changes, in the order of the trail; deeds on plans alone."""
    ranks = {name: _ranks(session, name) for name in NAMED_BY_KEY}
    found = []
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id)):
        if entry.deed.startswith("plans:") and entry.deed != "plans:plan:opened":
            changes = dict(entry.changes)
            _rank_changes(changes, ranks)
            key = ranks.get(entry.subject_kind, {}).get(entry.subject_id or 0)
            found.append((entry.recorded_at, entry.deed, entry.subject_kind, key, entry.country, changes, entry.reason))
    return found
