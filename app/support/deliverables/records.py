"""What is read of deliverables: plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.files.queries import FileRecord
from app.support.deliverables.moves import HANDED_OVER, OPEN_TO_WRITING, use_asked_on
from app.support.deliverables.policy import DeliverableSubject
from app.support.deliverables.states import DONE, Act, DeliverableKind, Hand, ServedKind, Standing


@dataclass(frozen=True)
class StepRecord:
    """A step in the life of a deliverable."""

    act: Act
    hand: Hand
    state: Standing
    version_number: int
    on_day: date
    text: str
    taken_at: datetime
    author_id: int | None
    author: str | None

    @property
    def done(self) -> str:
        """What was done, as a message id."""
        return DONE[self.act]


@dataclass(frozen=True)
class VersionRecord:
    """A version with its files."""

    number: int
    created_at: datetime
    submitted_at: datetime | None
    files: tuple[FileRecord, ...] = ()


@dataclass(frozen=True)
class DeliverableRecord:
    """A deliverable. `serves`: keys by kind. `counts`: whether what its acceptance wrote stands in the plan."""

    deliverable_id: int
    project_id: int
    request_id: int
    request_number: int
    plan_id: int
    owner: str
    number: int
    kind: DeliverableKind
    title: str
    language: str
    summary: str
    state: Standing
    author_id: int | None
    author: str | None
    created_at: datetime
    submitted_at: datetime | None
    approved_on: date | None
    accepted_on: date | None
    in_use_since: date | None
    use_said_on: date | None
    is_shown: bool
    product_of_id: int | None
    evidence_id: int | None
    counts: bool
    version: int
    grants: frozenset[int] = frozenset()
    last_day: date | None = None
    serves: Mapping[ServedKind, tuple[str, ...]] = field(default_factory=dict)
    items: tuple[int, ...] = ()
    milestones: tuple[int, ...] = ()
    versions: tuple[VersionRecord, ...] = ()
    steps: tuple[StepRecord, ...] = ()

    @property
    def name(self) -> str:
        """What it is called: `IE-S2-D1`."""
        return f"{self.owner}-S{self.request_number}-D{self.number}"

    @property
    def subject(self) -> DeliverableSubject:
        """As far as a right on it depends on it."""
        return DeliverableSubject(
            self.owner,
            self.grants,
            self.author_id,
            self.last_day,
            is_submitted=self.submitted_at is not None,
            is_accepted=self.accepted_on is not None,
            is_shown=self.is_shown,
        )

    @property
    def is_accepted(self) -> bool:
        """Whether the country accepted a version."""
        return self.accepted_on is not None

    @property
    def is_open(self) -> bool:
        """Whether what it says and its files can be changed."""
        return self.state in OPEN_TO_WRITING

    @property
    def measures(self) -> tuple[str, ...]:
        """Keys of the measures it belongs to."""
        return self.serves.get(ServedKind.MEASURE, ())

    @property
    def delivered_on(self) -> date | None:
        """The day on which the second of approval and acceptance happened; None before."""
        if self.state not in HANDED_OVER or self.approved_on is None or self.accepted_on is None:
            return None
        return max(self.approved_on, self.accepted_on)

    @property
    def use_asked_on(self) -> date | None:
        """From when on the country is asked whether it is in use."""
        return use_asked_on(self.state, self.delivered_on, self.use_said_on)
