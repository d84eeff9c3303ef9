"""A part of a target as a row of a workbook: what it says, what becomes of it here, and how it is written."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import NotFound
from app.core.labels import message
from app.exchange import queries
from app.exchange.book.columns import FIELDS, Kind
from app.exchange.book.content import Value
from app.exchange.book.references import part_named
from app.exchange.edits import RowEdit
from app.exchange.proposal import ProposedRow, Refusal, merged_cells
from app.plans.parts import TargetPart, parts_of
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.services.parts import Said, save_parts

GONE = message("There is no such part any more: the target was divided anew.")


def values_of_part(one: MilestoneRecord, part: TargetPart) -> dict[str, Value]:
    """The fields of a part's row: those of the milestone that tell which it is, and the part's own numbers."""
    blank: dict[str, Value] = {field.key: "" if field.kind in (Kind.LINE, Kind.TEXT) else None for field in FIELDS}
    return {
        **blank,
        "title": one.title,
        "authority_id": part.authority_id,
        "target_unit": one.target_unit or "",
        "target_value": part.target,
        "value": part.value,
        "value_on": part.value_on,
    }


def merged_part(
    session: Session, plan: PlanInScope, edit: RowEdit, record: MilestoneRecord, authority_id: int
) -> ProposedRow | None:
    """A part's row merged with the part as it stands; None where nothing of it is left to change."""
    part = parts_of(record.parts).get(authority_id)
    if part is None:
        return ProposedRow(edit, record.title, record.version, (), Refusal(GONE))
    cells = merged_cells(
        edit.cells,
        values_of_part(record, part),
        lambda field: queries.last_change_of_part(session, plan, record.milestone_id, authority_id, field),
    )
    keeps = bool(edit.keeps_cause)
    return ProposedRow(edit, record.title, record.version, cells, None, keeps, part.text) if cells else None


def write_part(session: Session, owner: str, row: ProposedRow, *, actor: Actor) -> MilestoneRecord:
    """Write a part's row; what is not taken stays as the preview showed it. Raises what `save_parts` raises."""
    named = part_named(row.edit.reference)
    part = parts_of(row.was).get(named[1]) if named else None
    if named is None or part is None:
        raise NotFound(GONE)
    values: dict[str, Any] = {"value": part.value, "value_on": part.value_on, **row.taken}
    said = Said(part.authority_id, part.target, values["value"], values["value_on"], row.was)
    return save_parts(
        session,
        owner,
        named[0],
        [said],
        actor=actor,
        reason=row.edit.reason,
        keeps_reason=row.keeps_cause,
    )
