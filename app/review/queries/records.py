"""What queries hand out: plain frozen records, detached from the session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from app.core import clock
from app.files.states import ScanState
from app.review.states import Progress, SubmissionKind


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """What is asked of all countries by a day; no blocks mean the whole plan."""

    round_id: int
    title: str
    asked: str
    cut_off_on: date
    interval_days: int
    block_keys: tuple[str, ...]
    opened_at: datetime
    opened_by: str | None
    closed_at: datetime | None
    closed_by: str | None
    version: int

    @property
    def is_open(self) -> bool:
        """Whether it takes submissions; after the cut-off it still does."""
        return self.closed_at is None


class DocumentFile(NamedTuple):
    """The file of an official document, as pages name it; `size` in bytes."""

    file_id: int
    name: str
    size: int
    content_hash: str
    scan_state: ScanState


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """Where the official text stands: the tracker never claims to be it."""

    title: str
    number: str
    url: str
    language: str
    on: date | None
    is_public: bool
    file: DocumentFile | None = None

    @property
    def is_named(self) -> bool:
        """Whether one was named at all."""
        return bool(self.title or self.number or self.url or self.file)


@dataclass(frozen=True, slots=True)
class SubmissionRecord:
    """What a country sent, or has prepared to send."""

    submission_id: int
    owner: str
    plan_id: int
    kind: SubmissionKind
    block_keys: tuple[str, ...]
    note: str
    document: OfficialDocument
    round_id: int | None
    round_title: str | None
    cut_off_on: date | None
    needs_signature: bool
    prepared_at: datetime
    prepared_by_id: int | None
    prepared_by: str | None
    prepared_stamp: int
    signed_by: str | None
    submitted_at: datetime | None
    seal_hash: str | None
    set_aside_at: datetime | None

    @property
    def progress(self) -> Progress:
        """Whether it waits, counts, or was set aside."""
        if self.submitted_at is not None:
            return Progress.COUNTS
        return Progress.SET_ASIDE if self.set_aside_at is not None else Progress.WAITING

    @property
    def submitted_on(self) -> date | None:
        """The day in Brussels from which it counts."""
        return clock.day_of(self.submitted_at) if self.submitted_at else None

    @property
    def days_late(self) -> int:
        """Days after the cut-off of its round; 0 in time, on the day itself, and without a round."""
        if self.submitted_on is None or self.cut_off_on is None:
            return 0
        return max(0, (self.submitted_on - self.cut_off_on).days)


@dataclass(frozen=True, slots=True)
class SealRecord:
    """What is kept under a hash. `size`: bytes of the text."""

    hash: str
    content: str
    size: int
    sealed_at: datetime
