"""The shapes of what the Commission determines of Member States: the labels of the act, and who was found what."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.catalogue.reading import scalars as s
from app.catalogue.reading.shapes.base import Confidence, Reference, Shape

Legal = Annotated[tuple[Reference, ...], Field(min_length=1)]


class EffectShape(Shape):
    """What follows from a finding: for which items, and on which condition of theirs."""

    text: s.Text
    legal: Legal
    items: tuple[s.Word, ...] = ()
    condition: s.Word | None = None


class FindingKindShape(Shape):
    """A label as the act words it; `condition` holds for those it was given to, and for nobody else."""

    key: s.Word
    order: s.Order
    title: s.Text
    legal: Legal
    condition: s.Word | None = None
    effects: tuple[EffectShape, ...] = ()


class FindingShape(Shape):
    """Who was found what in a published decision, in the cycle of the year of its report."""

    year: s.Year
    kind: s.Word
    countries: Annotated[tuple[s.CountryCode, ...], Field(min_length=1)]
    reference: s.Line
    url: s.Url | None = None
    on: s.Day
    from_: s.Day = Field(alias="from")
    until: s.Day
    note: s.Text | None = None
    source: s.SourceCode
    confidence: Confidence = Confidence.HIGH
