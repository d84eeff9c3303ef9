"""What is read of practices: plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.practices.policy import AdoptionSubject, PracticeSubject
from app.practices.states import Act, PracticeState, Reach, Side
from app.support.states import PartKind


@dataclass(frozen=True)
class PracticeRecord:
    """A practice. `parts`: keys by kind; of items `items`, their numbers. `deliverable`: what it is called, if it is
    one; `stands`: that was not withdrawn."""

    practice_id: int
    plan_id: int
    owner: str
    number: int | None
    title: str
    what_done: str
    needed: str
    came_of_it: str
    language: str
    contact_role: str
    state: PracticeState
    reach: Reach
    with_files: bool
    proposed_at: datetime
    proposed_by: Side
    proposer_id: int | None
    published_on: date | None
    version: int
    deliverable_id: int | None = None
    deliverable_version: int | None = None
    deliverable: str = ""
    stands: bool = True
    parts: Mapping[PartKind, tuple[str, ...]] = field(default_factory=dict)
    items: tuple[int, ...] = ()
    countries: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What it is called: `IE-P3`; empty until it was published once."""
        return f"{self.owner}-P{self.number}" if self.number else ""

    @property
    def is_published(self) -> bool:
        """Whether others than its country may read it."""
        return self.state is PracticeState.PUBLISHED and self.stands

    @property
    def subject(self) -> PracticeSubject:
        """As far as a right on it depends on it."""
        return PracticeSubject(
            self.owner,
            proposer_id=self.proposer_id,
            is_of_deliverable=self.deliverable_id is not None,
            state=self.state,
            stands=self.stands,
            reach=self.reach,
            countries=self.countries,
            with_files=self.with_files,
        )

    def of(self, kind: PartKind) -> tuple[str, ...]:
        """The keys of a kind."""
        return self.parts.get(kind, ())


@dataclass(frozen=True)
class ActRecord:
    """An act on a practice, without who did it: by which side, of which country, on which day."""

    act: Act
    side: Side
    country: str
    on_day: date
    reach: Reach | None
    countries: tuple[str, ...]
    with_files: bool
    text: str
    taken_at: datetime


@dataclass(frozen=True)
class FormerText:
    """What a practice said until an instant."""

    until: datetime
    title: str
    what_done: str
    needed: str
    came_of_it: str
    contact_role: str


@dataclass(frozen=True)
class AdoptionRecord:
    """That a country uses a practice. `title`: None where the reader may not see the practice any more."""

    adoption_id: int
    practice_id: int
    adopter: str
    first_author: str
    adopted_on: date
    ended_on: date | None
    note: str
    tells_author: bool
    version: int
    name: str | None = None
    title: str | None = None

    @property
    def is_in_use(self) -> bool:
        """Whether it is used now."""
        return self.ended_on is None

    @property
    def subject(self) -> AdoptionSubject:
        """As far as a right on it depends on it."""
        return AdoptionSubject(self.adopter, first_author=self.first_author, tells=self.tells_author)


@dataclass(frozen=True)
class SourceRecord:
    """What something was adapted from; neither key nor name, country nor title where the reader may not see it."""

    tells_author: bool
    practice_id: int | None = None
    name: str = ""
    title: str = ""
    owner: str = ""
