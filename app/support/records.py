"""What is read of support: plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from app.support.life import OPEN, SIGNED, follow_up_due
from app.support.policy import SuggestionSubject, SupportSubject
from app.support.states import DONE, Deed, LinkKind, PartKind, Side, State, SuggestionState, Waits


@dataclass(frozen=True)
class StepRecord:
    """A step in the life of a request or project."""

    deed: Deed
    side: Side
    state: State
    on_day: date
    text: str
    taken_at: datetime
    author: str | None

    @property
    def done(self) -> str:
        """What was done, as a message id."""
        return DONE[self.deed]


@dataclass(frozen=True)
class LinkRecord:
    """What complements a request."""

    link_id: int
    kind: LinkKind
    text: str
    reference: str
    url: str


@dataclass(frozen=True)
class AreaRecord:
    """A block, or with `item_id` a single item of it, that a signed support plan covers."""

    block_key: str
    item_id: int | None


@dataclass(frozen=True)
class AssignmentRecord:
    """A person who is or was assigned to a project as an expert, as the grant says. Days are inclusive."""

    assignment_id: int
    request_id: int
    project_id: int
    grant_id: int
    user_id: int
    name: str
    task: str
    starts_on: date
    ends_on: date
    revoked_at: datetime | None
    end_reason: str
    reads_working: bool
    blocks: frozenset[str] = frozenset()
    items: frozenset[int] = frozenset()

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day and was not ended."""
        return self.revoked_at is None and self.starts_on <= day <= self.ends_on

    def can_end(self, day: date) -> bool:
        """Whether it holds or will."""
        return self.revoked_at is None and day <= self.ends_on


@dataclass(frozen=True)
class RequestRecord:
    """A request, and the project that it became. `parts`: keys by kind; of items their numbers as text."""

    request_id: int
    plan_id: int
    owner: str
    number: int
    call_key: str
    title: str
    beneficiary_id: int
    beneficiary: str
    need: str
    expected_results: str
    starts_on: date
    ends_on: date
    state: State
    requested_at: datetime
    author_id: int | None
    author: str | None
    version: int
    project_id: int | None
    signed_on: date | None
    project_starts_on: date | None
    project_ends_on: date | None
    reported_on: date | None
    parts: Mapping[PartKind, tuple[str, ...]] = field(default_factory=dict)
    steps: tuple[StepRecord, ...] = ()
    links: tuple[LinkRecord, ...] = ()
    areas: tuple[AreaRecord, ...] = ()
    assignments: tuple[AssignmentRecord, ...] = ()

    @property
    def name(self) -> str:
        """What it is called: `IE-S2`."""
        return f"{self.owner}-S{self.number}"

    @property
    def subject(self) -> SupportSubject:
        """As far as a right on it depends on it."""
        return SupportSubject(self.owner, frozenset(one.grant_id for one in self.assignments))

    @property
    def is_signed(self) -> bool:
        """Whether there is a support plan."""
        return self.state in SIGNED

    @property
    def is_open(self) -> bool:
        """Whether experts can be assigned."""
        return self.state in OPEN

    @property
    def items(self) -> tuple[int, ...]:
        """Keys of the single items it is about."""
        return tuple(int(key) for key in self.parts.get(PartKind.ITEM, ()))

    @property
    def follow_up_due_on(self) -> date | None:
        """From when on it is asked what became of it."""
        return follow_up_due(self.state, self.reported_on)


@dataclass(frozen=True)
class SuggestionRecord:
    """A suggested change of a milestone. `wanted`: field → (as the expert saw it, as suggested)."""

    suggestion_id: int
    request_id: int
    project_id: int
    owner: str
    milestone_id: int
    reference: str
    item_id: int
    wanted: Mapping[str, tuple[Any, Any]]
    done: Mapping[str, Any]
    reason: str
    state: SuggestionState
    made_at: datetime
    author_id: int | None
    author: str | None
    decided_at: datetime | None
    decided_by: str | None
    answer: str
    version: int

    @property
    def subject(self) -> SuggestionSubject:
        """As far as a right on it depends on it."""
        return SuggestionSubject(self.owner, self.author_id)


class WaitingRow(NamedTuple):
    """Something that waits for somebody. `key`: of the request, suggestion or deliverable; `name`: what it is called,
    for a suggestion the milestone; `since`: from which day on; `item_id`: of a suggestion, the milestone's item."""

    waits: Waits
    key: int
    owner: str
    name: str
    title: str
    since: date
    item_id: int = 0
