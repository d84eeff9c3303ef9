"""The shapes of blocks, sections and items."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from app.catalogue import states
from app.catalogue.reading import scalars as s
from app.catalogue.reading.shapes.base import Confidence, Reference, Shape


class _Due(Shape):
    as_printed: s.Day | None = None
    anchor: s.Line | None = None
    note: s.Text | None = None


class DueOn(_Due):
    kind: Literal["legal", "indicative"]
    on: s.Day


class DueRecurring(_Due):
    kind: Literal["recurring"]
    every: s.Duration
    day: s.MonthDay | None = None
    first_on: s.Day | None = None


class DuePerCase(_Due):
    kind: Literal["per_case"]
    within: s.Duration | None = None
    from_: s.Text | None = Field(default=None, alias="from")


class DueOnEvent(_Due):
    kind: Literal["on_event"]
    within: s.Duration | None = None
    event: s.Text | None = None


Due = Annotated[DueOn | DueRecurring | DuePerCase | DueOnEvent, Discriminator("kind")]


class ClosingShape(Shape):
    kind: states.ClosingKind
    text: s.Text
    unit: s.Text | None = None
    product: s.Truth = False


class OutcomeShape(Shape):
    text: s.Text
    on: s.Day | None = None
    reference: s.Line | None = None


class ItemShape(Shape):
    item: s.Word
    origin: s.Line | None = None
    level: states.Level
    title: s.Text
    description: s.Text | None = None
    workstream: s.Word
    actors: tuple[s.Code, ...] = ()
    legal: tuple[Reference, ...]
    obligation: states.Obligation
    condition: s.Word | None = None
    nature: states.Nature
    due: Due | None = None
    key_item: s.Truth = False
    closing: ClosingShape
    sensitive: s.Truth = False
    starts_on: s.Day | None = None
    lead_time_days: Annotated[s.Number, Field(ge=0, le=730)] = 60
    depends_on: tuple[s.Word, ...] = ()
    provenance: states.Provenance
    confidence: Confidence
    outcome: OutcomeShape | None = None


class SectionShape(Shape):
    section: s.Word
    title: s.Text
    description: s.Text | None = None
    children: tuple[Child, ...]


def _child_kind(value: Any) -> str | None:
    if isinstance(value, (ItemShape, SectionShape)):
        return "<item>" if isinstance(value, ItemShape) else "<section>"
    if not isinstance(value, dict):
        return None
    if "section" in value:
        return "<section>"
    return "<item>" if "item" in value else None


Child = Annotated[
    Annotated[ItemShape, Tag("<item>")] | Annotated[SectionShape, Tag("<section>")],
    Discriminator(
        _child_kind,
        custom_error_type="kind",
        custom_error_message="expected an item or a section: a mapping with the key item or section",
    ),
]


class BlockShape(Shape):
    key: s.Word
    code: s.BlockCode
    title: s.Text
    description: s.Text | None = None
    in_sum: s.Truth = True
    objectives: tuple[s.Text, ...] = ()
    acts: tuple[s.Code, ...] = ()
    funds: tuple[s.Code, ...] = ()
    children: tuple[Child, ...]


SectionShape.model_rebuild()
BlockShape.model_rebuild()
