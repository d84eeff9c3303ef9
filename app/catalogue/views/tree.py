"""Blocks, sections and items as they are read, with the ladders of their work and what they are for a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.catalogue.states import (
    ClosingKind,
    Confidence,
    DueKind,
    EvidenceKind,
    Level,
    Measure,
    Nature,
    NeededByKind,
    Obligation,
    Provenance,
    Standing,
)
from app.catalogue.views.law import LegalView
from app.catalogue.views.texts import Text


@dataclass(frozen=True, slots=True)
class LadderStepView:
    key: str
    title: Text
    value: int
    """In whole per cent."""


@dataclass(frozen=True, slots=True)
class WorkstreamView:
    key: str
    title: Text
    measured_by: Measure
    ladder: tuple[LadderStepView, ...]


@dataclass(frozen=True, slots=True)
class DueView:
    """The date an item carries itself; `starts_from` is what a limit per case or an event runs from."""

    kind: DueKind
    on: date | None
    printed_on: date | None
    anchor: str | None
    every: str | None
    day: str | None
    within: str | None
    starts_from: Text | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """A known public result."""

    text: Text
    on: date | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class ItemView:
    item_id: int
    requirement_id: int
    key: str
    origin: str | None
    block_key: str
    section_key: str | None
    level: Level
    title: Text
    description: Text | None
    workstream: str
    actors: tuple[str, ...]
    legal: tuple[LegalView, ...]
    obligation: Obligation
    condition: str | None
    nature: Nature
    due: DueView | None
    needed_by: date
    needed_by_kind: NeededByKind
    needed_by_anchor: str
    is_later_duty: bool
    is_key: bool
    closing_kind: ClosingKind
    closing_text: Text
    closing_unit: Text | None
    proofs: tuple[frozenset[EvidenceKind], ...]
    is_sensitive: bool
    closes_by_product: bool
    starts_on: date
    lead_time_days: int
    depends_on: tuple[str, ...]
    needed_for: tuple[str, ...]
    provenance: Provenance
    confidence: Confidence
    outcome: OutcomeView | None
    position: int


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of a block, of any depth; `children` holds sections and items in order."""

    key: str
    title: Text
    description: Text | None
    children: tuple[SectionView | ItemView, ...]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block; `children` is its tree, `items` the same items in one row."""

    key: str
    code: str
    node_id: int
    title: Text
    description: Text | None
    is_in_sum: bool
    objectives: tuple[Text, ...]
    acts: tuple[str, ...]
    funds: tuple[str, ...]
    children: tuple[SectionView | ItemView, ...]
    items: tuple[ItemView, ...]
    position: int


@dataclass(frozen=True, slots=True)
class DutyView:
    """What an item is for one plan by law, with the basis in words where it is not simply bound."""

    standing: Standing
    basis: Text | None
