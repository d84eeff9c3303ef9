"""The shapes of acts, articles, countries, who is bound by what, and conditions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.catalogue import states
from app.catalogue.reading import scalars as s
from app.catalogue.reading.shapes.base import Confidence, Reference, Shape


class ExceptionShape(Shape):
    articles: Annotated[tuple[s.ArticleReference, ...], Field(min_length=1)]
    from_: s.Day = Field(alias="from")


class ActShape(Shape):
    code: s.Code
    celex: s.Celex | None = None
    number: s.Line
    group: states.ActGroup
    kind: states.ActKind
    title: s.Text
    subject: s.Text | None = None
    published_on: s.Day | None = None
    in_force_on: s.Day | None = None
    applies_from: s.Day | None = None
    applies_from_printed: s.Day | None = None
    exceptions: tuple[ExceptionShape, ...] = ()
    parent: s.Code | None = None
    confidence: Confidence = Confidence.HIGH
    note: s.Text | None = None


class ArticleShape(Shape):
    act: s.Code
    number: s.ArticleNumber
    heading: s.Text
    paragraphs: s.Number | None = None


class BordersShape(Shape):
    external_land: s.Truth
    sea: s.Truth
    air: s.Truth
    neighbours: tuple[s.Line, ...] = ()
    note: s.Text | None = None


class CountryShape(Shape):
    code: s.CountryCode
    iso2: s.CountryCode
    iso3: s.ThreeLetters
    order: s.Order
    title: s.Text
    native: tuple[s.Line, ...] = ()
    schengen: s.Line | None = None
    borders: BordersShape


class ParticipationShape(Shape):
    country: s.CountryCode
    act: s.Code
    bound: states.Bound
    articles: tuple[s.ArticleReference, ...] = ()
    basis: s.Text
    confidence: Confidence = Confidence.HIGH
    source: s.SourceCode | None = None


class HoldsShape(Shape):
    country: s.CountryCode
    holds: states.Holds
    from_: s.Day | None = Field(default=None, alias="from")
    until: s.Day | None = None
    basis: s.Text | None = None
    source: s.SourceCode | None = None


class ConditionShape(Shape):
    key: s.Word
    title: s.Text
    description: s.Text | None = None
    legal: tuple[Reference, ...] = ()
    otherwise: states.Holds
    holds: tuple[HoldsShape, ...] = ()
