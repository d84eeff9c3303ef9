"""The shapes of what stands beside law and blocks: sources, actors, funds, ladders, dates, support, words."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.catalogue import states
from app.catalogue.reading import scalars as s
from app.catalogue.reading.shapes.base import Confidence, Reference, Shape


class SourceShape(Shape):
    code: s.SourceCode
    title: s.Line
    url: s.Url | None = None
    seen: s.Line | None = None


class ActorShape(Shape):
    code: s.Code
    title: s.Text
    group: states.ActorGroup
    role: s.Text | None = None


class FundShape(Shape):
    code: s.Code
    title: s.Text
    act: s.Code | None = None
    note: s.Text | None = None


class LadderStepShape(Shape):
    key: s.Word
    title: s.Text
    value: s.Percent


class WorkstreamShape(Shape):
    key: s.Word
    title: s.Text
    measured_by: states.Measure
    ladder: Annotated[tuple[LadderStepShape, ...], Field(min_length=1)]


class EmpowermentShape(Shape):
    code: s.Code
    act: s.Code
    article: s.ArticleReference
    kind: s.Line
    adopted_by: s.Code | None = None
    subject: s.Text
    status: s.Text | None = None
    adopted_as: s.Line | None = None


class LinkageShape(Shape):
    from_: s.Word = Field(alias="from")
    to: s.Word
    reason: s.Text


class DeadlineShape(Shape):
    on: s.Day
    title: s.Text
    kind: s.Line
    legal: tuple[Reference, ...] = ()
    done_on: s.Day | None = None
    done: s.Text | None = None


class MeasureShape(Shape):
    key: s.Word
    order: s.Order
    title: s.Text
    description: s.Text | None = None


class ThemeShape(Shape):
    key: s.Word
    order: s.Order
    title: s.Text


class GivenShape(Shape):
    """What is public of the support that a Member State had from a call."""

    country: s.CountryCode
    blocks: tuple[s.Word, ...] = ()
    focus: s.Text | None = None
    outputs: s.Text | None = None
    note: s.Text | None = None
    beneficiaries: tuple[s.Line, ...] = ()
    starts_on: s.Day | None = None
    ends_on: s.Day | None = None
    confidence: Confidence
    sources: Annotated[tuple[s.SourceCode, ...], Field(min_length=1)]


class CallShape(Shape):
    key: s.Word
    order: s.Order
    kind: states.CallKind
    title: s.Text
    aim: s.Text | None = None
    run_by: s.Line | None = None
    opens_on: s.Day | None = None
    closes_on: s.Day | None = None
    announced_on: s.Day | None = None
    starts_on: s.Day | None = None
    ends_on: s.Day | None = None
    period: s.Text | None = None
    note: s.Text | None = None
    confidence: Confidence
    sources: Annotated[tuple[s.SourceCode, ...], Field(min_length=1)]
    given: tuple[GivenShape, ...] = ()


class TermShape(Shape):
    key: s.Word
    title: s.Text
    confidence: dict[s.Language, Confidence] = Field(default_factory=dict)
