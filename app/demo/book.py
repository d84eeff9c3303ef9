"""Plans kept in memory, with the same pure functions that services use, and written out as rows at the end.

`change` here says what `app.plans.history.change` says to a database: revision, current row, stamp, audit entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from app.plans.history import FIELDS, Ledger, Recorded
from app.plans.history.bulk import BulkSubject, Saying
from app.plans.states import Cause, Scope, SubjectKind

Row = dict[str, Any]

_TICK = timedelta(microseconds=1)


class Keys:
    """The next key of each table."""

    def __init__(self, first: Mapping[str, int]) -> None:
        """`first`: the first free key by table."""
        self._next = dict(first)

    def first(self, table: str) -> int:
        """The next key of a table, not taken."""
        return self._next[table]

    def take(self, table: str) -> int:
        """A key that is then taken."""
        key = self._next[table]
        self._next[table] = key + 1
        return key


class Stamps:
    """A plan's stamp of one scope, and the touches that are left of it (app/plans/history/stamps.py)."""

    def __init__(self, stamp: int = 0) -> None:
        """`stamp`: the one the plan has. It goes up for ever, since what was computed is kept under it."""
        self.stamp = stamp
        self.touches: list[tuple[date, int]] = []

    def raise_from(self, day: date) -> None:
        """The next stamp, which holds from a day on; touches of that day and later ones go."""
        self.stamp += 1
        while self.touches and self.touches[-1][0] >= day:
            self.touches.pop()
        self.touches.append((day, self.stamp))


@dataclass(slots=True)
class BlockBook:
    """A block of a plan: the instants of its releases, and what was said since the last one."""

    id: int
    key: str
    released: list[datetime] = field(default_factory=list)
    unshared: list[Saying] = field(default_factory=list)

    @property
    def shared_at(self) -> datetime | None:
        """The instant up to which others know it."""
        return self.released[-1] if self.released else None


@dataclass(slots=True)
class Subject:
    """A subject with all that was said of it. `identity`: the columns of its row that have no history."""

    kind: SubjectKind
    id: int
    block: BlockBook
    identity: Row
    ledger: Ledger
    sayings: list[Saying] = field(default_factory=list)


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
        stamps: Mapping[Scope, int] | None = None,
    ) -> None:
        """`blocks`: the keys of the plan's block rows by block; `keys` are shared by all plans."""
        self.plan_id = plan_id
        self.owner = owner
        self.author_id = author_id
        self.blocks = {key: BlockBook(block_id, key) for key, block_id in blocks.items()}
        self.subjects: dict[SubjectKind, list[Subject]] = {kind: [] for kind in SubjectKind}
        self.stamps = {scope: Stamps((stamps or {}).get(scope, 0)) for scope in Scope}
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
        identity: Row,
        values: Mapping[str, Any],
        moment: Moment,
        *,
        deed: str,
        is_automatic: bool = False,
    ) -> Subject:
        """A new subject with its first revision."""
        fields = FIELDS[kind]
        given = {name: value for name, value in values.items() if value is not None}
        key = self.keys.take(fields.subject.__tablename__)
        subject = Subject(kind, key, block, identity, Ledger(kind))
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
        instant = self.instant(moment.at, subject.block, ledger)
        self._say(
            subject,
            Saying(values, moment.day, instant, self.author_id, reason, cause, is_automatic=is_automatic),
            changes,
        )
        shown = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        if cause:
            shown["cause"] = [None, cause.value]
        self.record(moment.at, deed, subject.kind.value, subject.id, shown, reason)
        return True

    def extend_back(self, subject: Subject, moment: Moment) -> None:
        """Make a subject known from an earlier day on."""
        begins_on = subject.ledger.begins_on
        if begins_on is not None and begins_on > moment.day:
            instant = self.instant(moment.at, subject.block, subject.ledger)
            self._say(subject, Saying({}, moment.day, instant, self.author_id, is_automatic=True), {})

    def note_row_change(self, subject: Subject, changes: Row, at: datetime, deed: str) -> datetime:
        """Say that rows beside a subject's fields come or go; returns the instant to write on them."""
        instant = self.instant(at, subject.block)
        self._say(subject, Saying({}, at.date(), instant, self.author_id, beside=changes), changes)
        self.record(at, deed, subject.kind.value, subject.id, changes)
        return instant

    def _say(self, subject: Subject, saying: Saying, changes: Row) -> None:
        number = len(subject.sayings)
        subject.ledger.add(Recorded(saying.effective_on, saying.recorded_at, number, changes))
        subject.sayings.append(saying)
        subject.block.unshared.append(saying)
        self.touch(saying.effective_on)

    def release(
        self, blocks: Sequence[BlockBook], fresh: Sequence[Saying], instant: datetime, note: str, *, is_whole_plan: bool
    ) -> int:
        """Share blocks with what was newly said in them; returns the key of the release."""
        key = self.keys.take("plan_release")
        self.rows["plan_release"].append(
            {
                "id": key,
                "plan_id": self.plan_id,
                "released_at": instant,
                "released_by_id": self.author_id,
                "note": note,
                "is_whole_plan": is_whole_plan,
                "starts_continuous": False,
                "changes_shared": sum(not saying.is_automatic for saying in fresh),
            }
        )
        for block in blocks:
            block.released.append(instant)
            block.unshared = []
            row_key = self.keys.take("plan_release_block")
            self.rows["plan_release_block"].append({"id": row_key, "plan_release_id": key, "plan_block_id": block.id})
        self.touch(min(saying.effective_on for saying in fresh), Scope.SHARED)
        return key

    def bulk_subjects(self, kind: SubjectKind) -> Iterator[BulkSubject]:
        """The subjects of a kind, ready to be made into rows."""
        for subject in self.subjects[kind]:
            yield BulkSubject(kind, subject.id, self.plan_id, subject.block.id, subject.identity, subject.sayings)

    @property
    def released(self) -> dict[int, list[datetime]]:
        """The instants of the releases of each block."""
        return {block.id: block.released for block in self.blocks.values()}
