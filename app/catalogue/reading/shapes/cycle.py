"""The shapes of the annual cycle, of what is publicly known of its years, and of the reference key."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field

from app.catalogue import states
from app.catalogue.reading import scalars as s
from app.catalogue.reading.shapes.base import Confidence, Reference, Shape

Steps = Annotated[tuple[s.Word, ...], Field(min_length=1)]
YearsAfter = Annotated[s.Number, Field(ge=0, le=9)]


class StepOnDay(Shape):
    """By a day of a year that is so many years after that of the report."""

    kind: Literal["day"]
    day: s.MonthDay
    years_after: YearsAfter = 0


class StepInWindow(Shape):
    """Within days of a year, the last one included."""

    kind: Literal["window"]
    from_: s.MonthDay = Field(alias="from")
    until: s.MonthDay
    years_after: YearsAfter = 0


class StepWithin(Shape):
    """Within a period that the last of other steps begins; in working days where the act says so."""

    kind: Literal["within"]
    period: s.Period
    working_days: s.Truth = False
    of: Steps


class StepAfter(Shape):
    """After other steps, without a limit in the act."""

    kind: Literal["after"]
    of: Steps


class StepBefore(Shape):
    """Before another step, without a day of its own."""

    kind: Literal["before"]
    of: Steps


class StepOnEvent(Shape):
    """Only when it happens."""

    kind: Literal["event"]
    event: s.Text


class StepUndated(Shape):
    """The act gives no day."""

    kind: Literal["undated"]


StepDue = Annotated[
    StepOnDay | StepInWindow | StepWithin | StepAfter | StepBefore | StepOnEvent | StepUndated, Discriminator("kind")
]


class StepActorShape(Shape):
    actor: s.Code
    role: states.StepRole


class StepUnlessShape(Shape):
    """Who need not do the step: those for whom a condition holds, and in words whoever else."""

    condition: s.Word
    text: s.Text


class CycleStepShape(Shape):
    key: s.Word
    order: s.Order
    title: s.Text
    description: s.Text | None = None
    when: s.Text
    due: StepDue
    from_year: s.Year
    actors: Annotated[tuple[StepActorShape, ...], Field(min_length=1)]
    by_each: s.Truth = False
    concerns: states.StepRole = states.StepRole.RESPONSIBLE
    unless: StepUnlessShape | None = None
    needs: tuple[s.Word, ...] = ()
    produces: s.Text | None = None
    done: s.Text | None = None
    items: tuple[s.Word, ...] = ()
    legal: tuple[Reference, ...] = ()


class CycleRecordShape(Shape):
    year: s.Year
    step: s.Word
    turn: Annotated[s.Number, Field(ge=1, le=99)] = 1
    country: s.CountryCode | None = None
    on: s.Day | None = None
    planned_on: s.Day | None = None
    nothing_found: s.Truth = False
    reference: s.Line | None = None
    url: s.Url | None = None
    note: s.Text | None = None
    source: s.SourceCode | None = None
    confidence: Confidence = Confidence.HIGH


class KeyInputShape(Shape):
    year: s.Year
    unit: s.Text
    source: s.SourceCode
    confidence: Confidence = Confidence.HIGH
    note: s.Text | None = None


class OfficialShareShape(Shape):
    share: s.Share
    source: s.SourceCode
    confidence: Confidence = Confidence.HIGH


class KeyMemberShape(Shape):
    country: s.CountryCode
    population: Annotated[s.Number, Field(ge=1)]
    gdp: Annotated[s.Number, Field(ge=1)]
    official: OfficialShareShape | None = None


class ReferenceKeyShape(Shape):
    year: s.Year
    legal: Annotated[tuple[Reference, ...], Field(min_length=1)]
    population: KeyInputShape
    gdp: KeyInputShape
    note: s.Text | None = None
    members: Annotated[tuple[KeyMemberShape, ...], Field(min_length=1)]


class PoolEntryShape(Shape):
    """What is publicly known of one contribution: persons or euro, as its type is counted."""

    country: s.CountryCode
    kind: states.PoolKind = states.PoolKind.PLEDGE
    type: states.Solidarity
    persons: s.Number | None = None
    money: s.Euro | None = None
    on: s.Day | None = None
    note: s.Text | None = None
    source: s.SourceCode
    confidence: Confidence = Confidence.HIGH


class PoolShape(Shape):
    """A pool once its act is published: reference numbers, and what is publicly known of contributions."""

    year: s.Year
    act: s.Line
    url: s.Url | None = None
    published_on: s.Day
    relocations: Annotated[s.Number, Field(ge=1)]
    money: s.Euro
    note: s.Text | None = None
    source: s.SourceCode
    confidence: Confidence = Confidence.HIGH
    entries: tuple[PoolEntryShape, ...] = ()


class PresidencyShape(Shape):
    """Which Member State holds the Presidency of the Council, both days included."""

    country: s.CountryCode
    from_: s.Day = Field(alias="from")
    until: s.Day
    source: s.SourceCode
    confidence: Confidence = Confidence.HIGH
