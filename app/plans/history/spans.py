"""The derived tables of spans: written anew for a subject whenever its revisions say something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Delete, Insert, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from app.plans.funding import uncovered
from app.plans.history.fields import FIELDS, Subject, fields_of, table_of
from app.plans.history.replay import Recorded, Span, confirmations_in, shown_spans
from app.plans.models import Milestone, PlanBlock, PlanItem, Revision
from app.plans.states import Scope, SubjectKind

CHUNK = 400
"""Keys in one statement: both databases take them, and the text stays short."""


_said = table_of(Revision)
_REVISIONS = (
    select(_said.c.effective_on, _said.c.recorded_at, _said.c.id, _said.c.changes)
    .where(_said.c.subject_kind == bindparam("kind"), _said.c.subject_id == bindparam("subject_id"))
    .order_by(_said.c.effective_on, _said.c.recorded_at, _said.c.id)
)


def revisions_of(session: Session, kind: SubjectKind, subject_id: int) -> list[Recorded]:
    """All revisions of a subject, in the order of the replay."""
    return [Recorded(*row) for row in session.execute(_REVISIONS, {"kind": kind.value, "subject_id": subject_id})]


def block_of(session: Session, subject: Subject) -> PlanBlock:
    """The block of the plan in which a subject stands."""
    holder: Any = subject
    if not hasattr(subject, "plan_block_id"):
        holder = session.get_one(PlanItem, subject.plan_item_id)
    return session.get_one(PlanBlock, holder.plan_block_id)


def span_rows(
    kind: SubjectKind, scope: Scope, subject_id: int, copied: Mapping[str, Any], spans: Sequence[Span]
) -> list[dict[str, Any]]:
    """All spans of a subject in a scope, in order, as rows of their table, ready to insert."""
    same = {"scope": scope.value, "subject_id": subject_id, **copied}
    rows = [{**same, "valid_from": span.valid_from, "valid_to": span.valid_to, **span.state} for span in spans]
    if kind is SubjectKind.MILESTONE:
        _note_highest(rows)
        for row, number in zip(rows, confirmations_in(spans), strict=True):
            row["confirmations"] = number
            row["uncovered"] = uncovered(row["budget"], row["funding"])
    return rows


def _note_highest(rows: list[dict[str, Any]]) -> None:
    """Beside each span of a milestone the highest progress of those before it: where it is lower, it has fallen."""
    highest = 0
    for row in rows:
        row["highest_before"] = highest
        highest = max(highest, row["progress"])


def copied_columns(subject: Subject) -> dict[str, Any]:
    """The columns of a subject that its spans repeat."""
    return {name: getattr(subject, name) for name in fields_of(subject).copied}


def write_spans(session: Session, subject: Subject, scope: Scope, spans: Sequence[Span]) -> None:
    """Put these spans in the place of what the subject has in a scope."""
    fields = fields_of(subject)
    rows = span_rows(fields.kind, scope, subject.id, copied_columns(subject), spans)
    replace_spans(session, fields.kind, scope, [subject.id], rows)


def replace_spans(
    session: Session, kind: SubjectKind, scope: Scope, subject_ids: Sequence[int], rows: list[dict[str, Any]]
) -> None:
    """Delete the spans of several subjects of a kind and insert others."""
    gone, new = _replacing(kind)
    for start in range(0, len(subject_ids), CHUNK):
        session.execute(gone, {"in_scope": scope.value, "subject_ids": subject_ids[start : start + CHUNK]})
    if rows:
        session.execute(new, rows)


@cache
def _replacing(kind: SubjectKind) -> tuple[Delete, Insert]:
    """Part of every change, so built once for each kind."""
    table = table_of(FIELDS[kind].span)
    of_subjects = table.c.subject_id.in_(bindparam("subject_ids", expanding=True))
    return delete(table).where(table.c.scope == bindparam("in_scope"), of_subjects), insert(table)


def share_first(session: Session, plan_block_ids: Sequence[int], instant: datetime) -> None:
    """Freeze the baselines of milestones that are shared for the first time; raises no version."""
    table, items = table_of(Milestone), table_of(PlanItem)
    of_blocks = select(items.c.id).where(items.c.plan_block_id.in_(sorted(plan_block_ids)))
    session.execute(
        update(table)
        .where(table.c.first_shared_at.is_(None), table.c.plan_item_id.in_(of_blocks))
        .values(first_shared_at=instant)
    )
    for held in session.identity_map.values():
        if isinstance(held, Milestone):
            session.expire(held, ["first_shared_at"])


def rebuild_spans(session: Session, subject: Subject, scope: Scope) -> None:
    """Derive a subject's spans of a scope from its revisions: all, or those its block's last release covers."""
    kind = fields_of(subject).kind
    revisions = revisions_of(session, kind, subject.id)
    if scope is Scope.SHARED:
        shared_at = block_of(session, subject).shared_at
        revisions = _known_by(revisions, shared_at)
    write_spans(session, subject, scope, shown_spans(kind, revisions))


def _known_by(revisions: list[Recorded], instant: datetime | None) -> list[Recorded]:
    return [revision for revision in revisions if instant is not None and revision.recorded_at <= instant]
