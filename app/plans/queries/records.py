"""What queries hand out: plain frozen records, detached from the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.plans.funding import uncovered
from app.plans.states import Scope, SubjectKind


@dataclass(frozen=True, slots=True)
class PlanHead:
    """A plan as lists need it. `blocks` maps a block's key to its last release, `block_ids` to its row."""

    plan_id: int
    owner: str
    shares_row: bool
    shares_continuously: bool
    is_demonstration: bool
    working_stamp: int
    shared_stamp: int
    blocks: Mapping[str, datetime | None] = field(hash=False)
    block_ids: Mapping[str, int] = field(hash=False)

    @property
    def last_shared_at(self) -> datetime | None:
        """When anything of the plan was last shared."""
        return max((instant for instant in self.blocks.values() if instant), default=None)

    def stamp(self, scope: Scope) -> int:
        """The stamp of a scope's present state."""
        return self.working_stamp if scope is Scope.WORKING else self.shared_stamp


@dataclass(frozen=True, slots=True)
class PlanInScope:
    """A plan and the state in which the person who asked reads it."""

    head: PlanHead
    scope: Scope

    @property
    def plan_id(self) -> int:
        return self.head.plan_id

    @property
    def owner(self) -> str:
        return self.head.owner


@dataclass(frozen=True, slots=True)
class MilestoneRecord:
    """A milestone on a day; `progress` in 1/100 %."""

    milestone_id: int
    plan_id: int
    plan_item_id: int
    item_id: int
    reference: str
    is_closing: bool
    is_offered: bool
    version: int
    first_shared_at: datetime | None
    title: str
    authority_id: int | None
    position: int
    measured_by: str
    workstream_key: str
    step_key: str | None
    target_unit: str | None
    target_base: int | None
    target_base_on: date | None
    target_value: int | None
    target_source: str | None
    value: int | None
    value_on: date | None
    parts: str | None
    progress: int
    start_on: date | None
    baseline_on: date | None
    forecast_on: date | None
    actual_on: date | None
    is_cancelled: bool
    cancel_reason: str
    note: str
    confirmed_on: date | None
    comes_from: str | None = None
    continued_as: str | None = None
    budget: int | None = None
    funding: str | None = None

    @property
    def due_on(self) -> date | None:
        """When it is expected to be done: the forecast, else the baseline."""
        return self.forecast_on or self.baseline_on

    @property
    def is_complete(self) -> bool:
        return self.progress == 10_000

    @property
    def uncovered(self) -> int:
        """What of its budget no instrument covers, in cents; nothing once it is done or cancelled."""
        return 0 if self.is_cancelled or self.is_complete else uncovered(self.budget, self.funding)


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """What a plan says of an item on a day. `contributing` are the keys of contributing authorities."""

    plan_item_id: int
    plan_id: int
    item_id: int
    version: int
    applicability: str
    applicability_reason: str
    lead_authority_id: int | None
    current_state: str
    missing: str
    change_planned: str
    contributing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """A piece of evidence on a day; withdrawn evidence is not among them, expired evidence is.

    `milestones`: references of those it is about.
    """

    evidence_id: int
    plan_id: int
    plan_item_id: int
    item_id: int
    version: int
    kind: str
    title: str
    reference: str
    url: str
    number: int | None
    unit: str
    file_id: int | None
    about_on: date | None
    expires_on: date | None
    milestones: tuple[str, ...] = ()

    def is_valid_on(self, day: date) -> bool:
        """Whether it has not expired; the last day still counts."""
        return self.expires_on is None or day <= self.expires_on


@dataclass(frozen=True, slots=True)
class ProseRecord:
    """A section of a block's prose on a day."""

    prose_id: int
    plan_id: int
    section_key: str
    version: int
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class PredecessorPair:
    """A milestone and one it waits for, by key, for computing."""

    milestone_id: int
    predecessor_id: int
    predecessor_plan_id: int
    predecessor_owner: str


@dataclass(frozen=True, slots=True)
class PredecessorName:
    """One that a milestone waits for, as the reader may see it; without reference: "a milestone of France"."""

    milestone_id: int
    predecessor_id: int
    owner: str
    reference: str | None
    title: str | None
    item_id: int | None
    due_on: date | None
    is_complete: bool | None


@dataclass(frozen=True, slots=True)
class PlanState:
    """A plan, or some of its items, in one scope on one day."""

    milestones: tuple[MilestoneRecord, ...]
    items: tuple[ItemRecord, ...]
    evidence: tuple[EvidenceRecord, ...]
    predecessors: tuple[PredecessorPair, ...]


@dataclass(frozen=True, slots=True)
class AuthorityRecord:
    """An authority of a country; `contact_email` is None for readers of the shared state."""

    authority_id: int
    plan_id: int
    name: str
    short_name: str
    actor_code: str | None
    contact_email: str | None
    is_active: bool
    position: int
    version: int


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a change; days as dates."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class ForeignMilestone:
    """Of another plan, and not open to every reader of this one: only whose it is."""

    owner: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change: what, from when on, when said, by whom, why.

    `is_internal`: cause and reason stay within the country; in the shared history the cause is then “other”.
    `subject_name` is a milestone's reference, the title of evidence, a section's key, or empty for an item.
    `workstreams` are a milestone's before and after, where its step or workstream changed. `request_id` is of the
    request that said it; `is_automatic`: the system made it beside a change; `acting_for` names whose deputy said it.
    """

    revision_id: int
    plan_id: int
    block_key: str
    subject_kind: SubjectKind
    subject_id: int
    subject_name: str
    item_id: int | None
    effective_on: date
    recorded_at: datetime
    author_id: int | None
    author_name: str | None
    reason: str
    cause: str | None
    is_internal: bool
    changes: tuple[FieldChange, ...]
    workstreams: tuple[str | None, str | None] = (None, None)
    acting_for: str | None = None
    request_id: str = ""
    is_automatic: bool = False


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """One act of sharing."""

    release_id: int
    plan_id: int
    released_at: datetime
    released_by: str | None
    note: str
    is_whole_plan: bool
    starts_continuous: bool
    changes_shared: int
    block_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A milestone found by its title or reference."""

    milestone_id: int
    owner: str
    reference: str
    title: str
    item_id: int
    progress: int
    is_cancelled: bool
