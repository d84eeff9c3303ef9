"""Plans kept in memory, with the same pure functions that services use, and written out as rows at the end.

`change` here says what `app.plans.history.change` says to a database: revision, current row, stamp, audit entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from app.plans.history import FIELDS, Ledger, Recorded, State
from app.plans.states import Cause, Scope, SubjectKind

Row = dict[str, Any]

_TICK = timedelta(microseconds=1)


class Keys:
    """The next key of each table."""

    def __init__(self, first: Mapping[str, int]) -> None:
        """`first`: the first free key by table."""
        self._next = dict(first)

    def take(self, table: str) -> int:
        """A key that is then taken."""
        key = self._next[table]
        self._next[table] = key + 1
        return key


class Stamps:
    """A plan's stamp of one scope, and the touches that are left of it (app/plans/history/stamps.py)."""

    def __init__(self) -> None:
        self.stamp = 0
        self.touches: list[tuple[date, int]] = []

    def raise_from(self, day: date) -> None:
        """The next stamp, which holds from a day on; touches of that day and later ones go."""
        self.stamp += 1
        while self.touches and self.touches[-1][0] >= day:
            self.touches.pop()
        self.touches.append((day, self.stamp))


@dataclass(slots=True)
class BlockBook:
    """A block of a plan; `unshared` holds the revisions since its last release."""

    id: int
    key: str
    shared_at: datetime | None = None
    unshared: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Subject:
    """A subject with its revisions. `fixed`: the columns of its row that have no history."""

    kind: SubjectKind
    id: int
    block: BlockBook
    fixed: Row
    ledger: Ledger
    created: State
    version: int = 1

    @property
    def row(self) -> Row:
        """Its current row."""
        state = self.ledger.latest if self.ledger.revisions else self.created
        return {"id": self.id, **self.fixed, **state, "version": self.version}

    def spans(self, scope: Scope) -> Iterator[Row]:
        """Its spans in a scope."""
        up_to = None if scope is Scope.WORKING else self.block.shared_at
        if scope is Scope.SHARED and up_to is None:
            return
        copied = {name: self.fixed[name] for name in FIELDS[self.kind].copied}
        same = {"scope": scope.value, "subject_id": self.id, **copied}
        for span in self.ledger.spans(up_to):
            yield {**same, "valid_from": span.valid_from, "valid_to": span.valid_to, **span.state}


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is recorded and from which day it holds."""

    at: datetime
    day: date


class Book:
    """One plan. `audit` collects entries over all plans in the order of the deeds."""

    def __init__(
        self,
        plan_id: int,
        owner: str,
        blocks: Mapping[str, int],
        *,
        keys: Keys,
        author_id: int | None,
        audit: list[Row],
        request_id: str = "",
    ) -> None:
        """`blocks`: the keys of the plan's block rows by block; `keys` are shared by all plans."""
        self.plan_id = plan_id
        self.owner = owner
        self.author_id = author_id
        self.blocks = {key: BlockBook(block_id, key) for key, block_id in blocks.items()}
        self.subjects: dict[SubjectKind, list[Subject]] = {kind: [] for kind in SubjectKind}
        self.stamps = {scope: Stamps() for scope in Scope}
        self.last_reference = 0
        self.shares_row = False
        self.version = 1
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.keys = keys
        self._audit = audit
        self._request_id = request_id

    def next_reference(self) -> str:
        """A reference that the plan has not used."""
        self.last_reference += 1
        return f"{self.owner}-{self.last_reference:04d}"

    def instant(self, at: datetime, block: BlockBook, ledger: Ledger | None = None) -> datetime:
        """The instant to record: after the block's last release and all that is recorded of the subject."""
        if block.shared_at is not None:
            at = max(at, block.shared_at + _TICK)
        return max([at, *(revision.recorded_at for revision in ledger.revisions)]) if ledger else at

    def touch(self, day: date, *scopes: Scope) -> None:
        """Raise stamps."""
        for scope in scopes or (Scope.WORKING,):
            self.stamps[scope].raise_from(day)

    def record(
        self,
        at: datetime,
        deed: str,
        kind: str,
        subject_id: int | None,
        changes: Mapping[str, Any],
        reason: str = "",
    ) -> None:
        """An entry for the audit trail."""
        self._audit.append(
            {
                "recorded_at": at,
                "actor_id": self.author_id,
                "deed": deed,
                "subject_kind": kind,
                "subject_id": subject_id,
                "country": self.owner,
                "changes": dict(changes),
                "reason": reason,
                "request_id": self._request_id,
            }
        )

    def create(
        self,
        kind: SubjectKind,
        block: BlockBook,
        fixed: Row,
        values: Mapping[str, Any],
        moment: Moment,
        *,
        deed: str,
        is_automatic: bool = False,
    ) -> Subject:
        """A new subject with its first revision."""
        fields = FIELDS[kind]
        given = {name: value for name, value in values.items() if value is not None}
        state = {**fields.blank, **given}
        if fields.settle:
            fields.settle(state, moment.day)
        key = self.keys.take(fields.subject.__tablename__)
        subject = Subject(kind, key, block, {"plan_id": self.plan_id, **fixed}, Ledger(kind), state)
        self.subjects[kind].append(subject)
        self.change(subject, {**fields.blank, **given}, moment, deed=deed, is_automatic=is_automatic)
        return subject

    def change(
        self,
        subject: Subject,
        values: Mapping[str, Any],
        moment: Moment,
        *,
        deed: str,
        reason: str = "",
        cause: Cause | None = None,
        is_automatic: bool = False,
    ) -> bool:
        """Change fields from a day on; returns whether anything changed."""
        ledger = subject.ledger
        changes = ledger.changes_for(values, moment.day)
        if ledger.revisions and not changes:
            return False
        self._write(subject, changes, moment, reason, cause, is_automatic)
        shown = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        if cause:
            shown["cause"] = [None, cause.value]
        self.record(moment.at, deed, subject.kind.value, subject.id, shown, reason)
        return True

    def extend_back(self, subject: Subject, moment: Moment) -> None:
        """Make a subject known from an earlier day on."""
        begins_on = subject.ledger.begins_on
        if begins_on is not None and begins_on > moment.day:
            self._write(subject, {}, moment, "", None, is_automatic=True)

    def _write(
        self,
        subject: Subject,
        changes: Row,
        moment: Moment,
        reason: str,
        cause: Cause | None,
        is_automatic: bool,
    ) -> None:
        ledger, block = subject.ledger, subject.block
        before = ledger.latest if ledger.revisions else subject.created
        instant = self.instant(moment.at, block, ledger)
        key = self.keys.take("revision")
        ledger.add(Recorded(moment.day, instant, key, changes))
        if ledger.latest != before:
            subject.version += 1
        row = {
            "id": key,
            "plan_id": self.plan_id,
            "plan_block_id": block.id,
            "subject_kind": subject.kind.value,
            "subject_id": subject.id,
            "effective_on": moment.day,
            "recorded_at": instant,
            "author_id": self.author_id,
            "reason": reason,
            "cause": cause.value if cause else None,
            "request_id": self._request_id,
            "is_automatic": is_automatic,
            "changes": changes,
        }
        self.rows["revision"].append(row)
        block.unshared.append(row)
        self.touch(moment.day)
