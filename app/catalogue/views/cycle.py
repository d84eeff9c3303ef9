"""The annual cycle as it is read: steps with their rules, what is publicly known of years, reference keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.catalogue.states import Confidence, PoolKind, Solidarity, StepDueKind, StepRole
from app.catalogue.views.law import LegalView
from app.catalogue.views.texts import Text


@dataclass(frozen=True, slots=True)
class StepDueView:
    """When a step is due in the cycle of a year; which of the rest is there follows from `kind`.

    `day` is a month and a day (`10-15`; of a window the last), `from_day` of a window the first, both of the year that
    is `years_after` later than that of the report. `period` is counted from the last of the steps `of`.
    """

    kind: StepDueKind
    day: str | None = None
    from_day: str | None = None
    years_after: int = 0
    period: str | None = None
    is_in_working_days: bool = False
    of: tuple[str, ...] = ()
    event: Text | None = None


@dataclass(frozen=True, slots=True)
class StepActorView:
    actor: str
    role: StepRole


@dataclass(frozen=True, slots=True)
class StepUnlessView:
    """Who need not do a step: those for whom a condition holds; `text` names whoever else need not."""

    condition: str
    text: Text


@dataclass(frozen=True, slots=True)
class CycleStepView:
    """A step; `is_by_each`: each of those responsible does it for itself.

    `concerns`: the part in an event of the Member State that it concerns; of what hangs on an event, that one is
    responsible where national authorities are.
    """

    key: str
    position: int
    title: Text
    description: Text | None
    when: Text
    due: StepDueView
    from_year: int
    parts: tuple[StepActorView, ...]
    is_by_each: bool
    concerns: StepRole
    unless: StepUnlessView | None
    needs: tuple[str, ...]
    produces: Text | None
    done: Text | None
    items: tuple[str, ...]
    legal: tuple[LegalView, ...]

    @property
    def actors(self) -> tuple[str, ...]:
        """The codes of all that have a part in it."""
        return tuple(part.actor for part in self.parts)

    def actors_who(self, role: StepRole) -> tuple[str, ...]:
        """The codes of those that have this part in it."""
        return tuple(part.actor for part in self.parts if part.role is role)


@dataclass(frozen=True, slots=True)
class CycleRecordView:
    """What is publicly known of a step in the cycle of a year; `country` where it concerns one alone."""

    year: int
    step: str
    turn: int
    country: str | None
    happened_on: date | None
    planned_on: date | None
    is_nothing_found: bool
    reference: str | None
    url: str | None
    note: Text | None
    source: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class KeyInputView:
    year: int
    unit: Text
    source: str
    confidence: Confidence
    note: Text | None


@dataclass(frozen=True, slots=True)
class OfficialShareView:
    """A published share, in ten-thousandths of a per cent."""

    share: int
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class KeyMemberView:
    country: str
    population: int
    gdp: int
    official: OfficialShareView | None


@dataclass(frozen=True, slots=True)
class ReferenceKeyView:
    """What the shares of a year's pool are computed from."""

    year: int
    legal: tuple[LegalView, ...]
    population: KeyInputView
    gdp: KeyInputView
    note: Text | None
    members: Mapping[str, KeyMemberView]


@dataclass(frozen=True, slots=True)
class PublicPoolEntryView:
    """One contribution; `amount` in persons or cents, as its type is counted."""

    country: str
    kind: PoolKind
    type: Solidarity
    amount: int
    as_at: date | None
    note: Text | None
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class PublicPoolView:
    """A pool whose act is published; `money` in cents."""

    year: int
    act: str
    url: str | None
    published_on: date
    relocations: int
    money: int
    note: Text | None
    source: str
    confidence: Confidence
    entries: tuple[PublicPoolEntryView, ...]


@dataclass(frozen=True, slots=True)
class PresidencyView:
    """Which Member State holds the Presidency of the Council, both days included."""

    country: str
    starts_on: date
    ends_on: date
    source: str
    confidence: Confidence
