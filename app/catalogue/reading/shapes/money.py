"""The shape of what is public of the Union's money for the Pact."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.catalogue.reading import scalars as s
from app.catalogue.reading.shapes.base import Confidence, Shape


class AllocationShape(Shape):
    """An amount that was made public; without `country` it is for all, without `money` the amount is not known."""

    key: s.Word
    order: s.Order
    title: s.Text
    by: s.Line
    country: s.CountryCode | None = None
    funds: tuple[s.Code, ...] = ()
    blocks: tuple[s.Word, ...] = ()
    money: s.Euro | None = None
    on: s.Day | None = None
    period: s.Line | None = None
    note: s.Text | None = None
    sources: Annotated[tuple[s.SourceCode, ...], Field(min_length=1)]
    confidence: Confidence = Confidence.HIGH
