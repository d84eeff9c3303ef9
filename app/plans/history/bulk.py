"""Rows for many subjects at once, by the same pure functions that a single change goes through.

For the demonstration: given what was said of subjects over the years, the rows that the services would have
written, ready for inserts past the unit of work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.plans.history.fields import FIELDS
from app.plans.history.replay import Ledger, Recorded
from app.plans.history.spans import span_rows
from app.plans.states import Cause, Scope, SubjectKind


@dataclass(frozen=True, slots=True)
class Saying:
    """What was said of a subject at one time: the values it gives to fields, and since when they hold.

    `beside` holds changes of rows beside the fields, [old, new] by name (`predecessor`, `contributing`).
    """

    values: Mapping[str, Any]
    effective_on: date
    recorded_at: datetime
    author_id: int | None
    reason: str = ""
    cause: Cause | None = None
    is_internal: bool = False
    is_automatic: bool = False
    beside: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BulkSubject:
    """A subject with all that was said of it, in the order in which it was said; the first makes it.

    `identity` holds the columns of its row that have no history (`reference`, `plan_item_id`, `created_at` …).
    """

    kind: SubjectKind
    id: int
    plan_id: int
    plan_block_id: int
    identity: Mapping[str, Any]
    sayings: Sequence[Saying]


@dataclass(slots=True)
class BulkRows:
    """Rows by table: subjects and spans by kind, revisions in the order in which they were recorded."""

    subjects: dict[SubjectKind, list[dict[str, Any]]] = field(default_factory=dict)
    spans: dict[SubjectKind, list[dict[str, Any]]] = field(default_factory=dict)
    revisions: list[dict[str, Any]] = field(default_factory=list)


def rows_for(
    subjects: Iterable[BulkSubject],
    released: Mapping[int, Sequence[datetime]],
    *,
    first_revision_id: int = 1,
) -> BulkRows:
    """The rows of these subjects. `released` maps a block of a plan to the instants of its releases, in order.

    Sayings that change nothing leave no trace. Revisions are numbered from `first_revision_id`.
    """
    rows = BulkRows()
    for subject in subjects:
        ledger, revisions, version = _played(subject)
        rows.revisions += revisions
        instants = released.get(subject.plan_block_id, ())
        rows.subjects.setdefault(subject.kind, []).append(_row(subject, ledger, version, instants))
        same = {"plan_id": subject.plan_id, **subject.identity}
        repeated = {name: same[name] for name in FIELDS[subject.kind].copied}
        spans = rows.spans.setdefault(subject.kind, [])
        spans += span_rows(subject.kind, Scope.WORKING, subject.id, repeated, ledger.spans())
        if instants:
            shared = ledger.spans(up_to=instants[-1])
            spans += span_rows(subject.kind, Scope.SHARED, subject.id, repeated, shared)
    rows.revisions.sort(key=lambda row: row["recorded_at"])
    for number, revision in enumerate(rows.revisions, start=first_revision_id):
        revision["id"] = number
    return rows


def _played(subject: BulkSubject) -> tuple[Ledger, list[dict[str, Any]], int]:
    """Say one after the other what was said; a change of the current row raises its version by one.

    A saying without changes counts where it makes the subject known from an earlier day on.
    """
    ledger, fields = Ledger(subject.kind), FIELDS[subject.kind]
    revisions: list[dict[str, Any]] = []
    version = 1
    for number, saying in enumerate(subject.sayings):
        changes = {**ledger.changes_for(saying.values, saying.effective_on), **saying.beside}
        if not changes and ledger.begins_on is not None and ledger.begins_on <= saying.effective_on:
            continue
        before = ledger.latest
        ledger.add(Recorded(saying.effective_on, saying.recorded_at, number, changes))
        if number and (ledger.latest != before or fields.raises_version(saying.beside)):
            version += 1
        revisions.append(_revision(subject, saying, changes))
    return ledger, revisions, version


def _revision(subject: BulkSubject, saying: Saying, changes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "plan_id": subject.plan_id,
        "plan_block_id": subject.plan_block_id,
        "subject_kind": subject.kind.value,
        "subject_id": subject.id,
        "effective_on": saying.effective_on,
        "recorded_at": saying.recorded_at,
        "author_id": saying.author_id,
        "reason": saying.reason,
        "acting_for_id": None,
        "cause": saying.cause.value if saying.cause else None,
        "is_internal": saying.is_internal,
        "request_id": "",
        "is_automatic": saying.is_automatic,
        "changes": changes,
    }


def _row(subject: BulkSubject, ledger: Ledger, version: int, instants: Sequence[datetime]) -> dict[str, Any]:
    row = {"id": subject.id, "plan_id": subject.plan_id, **subject.identity, **ledger.latest, "version": version}
    if subject.kind is SubjectKind.MILESTONE:
        made = subject.sayings[0].recorded_at
        row["first_shared_at"] = next((instant for instant in instants if instant >= made), None)
    return row


def first_days_shared(
    revisions: Iterable[Mapping[str, Any]], released: Mapping[int, Sequence[datetime]]
) -> dict[tuple[int, datetime], tuple[date, int]]:
    """(plan, instant of a release) → the earliest day it made known anew, and how many changes of people it shared.

    The count is `PlanRelease.changes_shared`.
    """
    found: dict[tuple[int, datetime], tuple[date, int]] = {}
    for revision in revisions:
        instants = released.get(revision["plan_block_id"], ())
        shared_at = next((instant for instant in instants if instant >= revision["recorded_at"]), None)
        if shared_at is not None:
            key = revision["plan_id"], shared_at
            day, count = found.get(key, (revision["effective_on"], 0))
            counted = 0 if revision["is_automatic"] else 1
            found[key] = (min(day, revision["effective_on"]), count + counted)
    return found
