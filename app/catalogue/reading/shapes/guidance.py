"""The shape of what was published to help Member States: guides, tools, standards, training, templates, workshops."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.catalogue import states
from app.catalogue.reading import scalars as s
from app.catalogue.reading.shapes.base import Confidence, Shape


class GuidanceShape(Shape):
    """A publication; without `on` its day is not known, `period` says as much of it as was found. No blocks: all."""

    key: s.Word
    order: s.Order
    kind: states.GuidanceKind
    title: s.Text
    by: Annotated[tuple[s.Code, ...], Field(min_length=1)]
    on: s.Day | None = None
    period: s.Line | None = None
    url: s.Url | None = None
    blocks: tuple[s.Word, ...] = ()
    items: tuple[s.Word, ...] = ()
    note: s.Text | None = None
    sources: Annotated[tuple[s.SourceCode, ...], Field(min_length=1)]
    confidence: Confidence = Confidence.HIGH
