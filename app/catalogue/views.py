"""A release as everyone above reads it: detached, frozen, texts in all their languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from app.catalogue.article_ranges import number_of
from app.catalogue.states import (
    ActGroup,
    ActKind,
    ActorGroup,
    Bound,
    ClosingKind,
    Confidence,
    DueKind,
    EvidenceKind,
    Holds,
    Level,
    Measure,
    Nature,
    NeededByKind,
    Obligation,
    Provenance,
    Standing,
)
from app.core.labels import message

EU = "EU"
"""The owner of the EU-level plan."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text in as many languages as it has."""

    by_language: Mapping[str, str]

    def in_(self, language: str) -> str:
        """In a language; in English where it has none of it."""
        found = self.by_language.get(language)
        return found if found is not None else self.by_language["en"]

    def __str__(self) -> str:
        return self.by_language["en"]


@dataclass(frozen=True, slots=True)
class DocumentView:
    reference: str
    celex: str | None
    dated_on: date | None
    note: Text | None
    url: str | None


@dataclass(frozen=True, slots=True)
class PlanSectionView:
    """A piece of prose that a plan needs for each block."""

    key: str
    title: Text
    hint: Text | None


@dataclass(frozen=True, slots=True)
class SourceView:
    code: str
    title: str
    url: str | None
    seen: str | None


@dataclass(frozen=True, slots=True)
class ExceptionView:
    """Articles of an act that apply from another day than the act."""

    articles: tuple[str, ...]
    applies_from: date


@dataclass(frozen=True, slots=True)
class ActView:
    code: str
    celex: str | None
    number: str
    group: ActGroup
    kind: ActKind
    title: Text
    subject: Text | None
    published_on: date | None
    in_force_on: date | None
    applies_from: date | None
    applies_from_printed: date | None
    exceptions: tuple[ExceptionView, ...]
    parent: str | None
    confidence: Confidence
    note: Text | None
    url: str | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    act: str
    number: str
    heading: Text
    paragraphs: int | None


@dataclass(frozen=True, slots=True)
class LegalView:
    """A reference with the heading of its article and a link to the act."""

    act: str
    article: str
    heading: Text | None
    url: str | None

    @property
    def label(self) -> str:
        """`RCD Art. 35(1)`."""
        return f"{self.act} {self.article}" if self.article.startswith("Annex") else f"{self.act} Art. {self.article}"


@dataclass(frozen=True, slots=True)
class ActorView:
    code: str
    title: Text
    group: ActorGroup
    role: Text | None


@dataclass(frozen=True, slots=True)
class FundView:
    code: str
    title: Text
    act: str | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class CountryView:
    code: str
    iso2: str
    iso3: str
    position: int
    title: Text
    native: tuple[str, ...]
    schengen: str | None
    has_external_land_border: bool
    has_sea_border: bool
    has_air_border: bool
    neighbours: tuple[str, ...]
    border_note: Text | None


@dataclass(frozen=True, slots=True)
class ParticipationView:
    """How far an act binds a country, where it is not simply bound."""

    country: str
    act: str
    bound: Bound
    articles: tuple[str, ...]
    basis: Text
    confidence: Confidence
    source: str | None


@dataclass(frozen=True, slots=True)
class HoldsView:
    """Whether a condition holds for a country, from a day until a day, both inclusive; empty: always."""

    country: str
    holds: Holds
    valid_from: date | None
    valid_until: date | None
    basis: Text | None
    source: str | None

    def covers(self, day: date) -> bool:
        """Whether the statement speaks of a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class ConditionView:
    key: str
    title: Text
    description: Text | None
    legal: tuple[LegalView, ...]
    otherwise: Holds
    holds: tuple[HoldsView, ...]


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
class EmpowermentView:
    code: str
    legal: LegalView
    kind: str
    adopted_by: str | None
    subject: Text
    status: Text | None
    adopted_as: str | None


@dataclass(frozen=True, slots=True)
class LinkageView:
    from_block: str
    to_block: str
    reason: Text


@dataclass(frozen=True, slots=True)
class DeadlineView:
    on: date
    title: Text
    kind: str
    legal: tuple[LegalView, ...]
    done_on: date | None
    done: Text | None


@dataclass(frozen=True, slots=True)
class CycleStepView:
    key: str
    position: int
    title: Text
    when: Text
    month_day: str | None
    actors: tuple[str, ...]
    legal: tuple[LegalView, ...]


@dataclass(frozen=True, slots=True)
class MeasureView:
    key: str
    position: int
    title: Text
    description: Text | None


@dataclass(frozen=True, slots=True)
class ThemeView:
    key: str
    position: int
    title: Text


@dataclass(frozen=True, slots=True)
class TermView:
    """A word of the programme by language; `confidence` where it is not high."""

    key: str
    title: Text
    confidence: Mapping[str, Confidence]


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


@dataclass(frozen=True)
class CatalogueView:
    """One release, whole. Every mapping is in the catalogue's order; countries in protocol order."""

    release_id: int
    catalogue: str
    version: str
    title: Text
    notice: Text
    language: str
    starts_on: date
    applies_from: date
    in_force_from: date
    content_hash: str
    documents: tuple[DocumentView, ...]
    plan_sections: tuple[PlanSectionView, ...]
    sources: Mapping[str, SourceView]
    acts: Mapping[str, ActView]
    articles: Mapping[tuple[str, str], ArticleView]
    actors: Mapping[str, ActorView]
    funds: Mapping[str, FundView]
    countries: Mapping[str, CountryView]
    participation: Mapping[tuple[str, str], ParticipationView]
    conditions: Mapping[str, ConditionView]
    workstreams: Mapping[str, WorkstreamView]
    empowerments: tuple[EmpowermentView, ...]
    linkages: tuple[LinkageView, ...]
    deadlines: tuple[DeadlineView, ...]
    cycle: tuple[CycleStepView, ...]
    measures: tuple[MeasureView, ...]
    themes: tuple[ThemeView, ...]
    terms: Mapping[str, TermView]
    blocks: Mapping[str, BlockView]
    items: Mapping[str, ItemView]
    duties: Mapping[tuple[str, int], DutyView] = field(repr=False)

    @cached_property
    def items_by_id(self) -> Mapping[int, ItemView]:
        """Items by the key of their identity, on which plans hang."""
        return {item.item_id: item for item in self.items.values()}

    @cached_property
    def _blocks_by_code(self) -> Mapping[str, BlockView]:
        return {block.code: block for block in self.blocks.values()}

    def block_by_code(self, code: str) -> BlockView | None:
        """The block at /blocks/<code>, or None."""
        return self._blocks_by_code.get(code)

    def items_of(self, owner: str) -> Iterator[ItemView]:
        """The items an owner's plan answers: those of its level, in order."""
        level = Level.EU if owner == EU else Level.MEMBER_STATE
        return (item for item in self.items.values() if item.level is level)

    def article(self, act: str, article: str) -> ArticleView | None:
        """The article that a reference like `35(1)` stands in, or None."""
        number = number_of(article)
        return self.articles.get((act, number)) if number is not None else None

    def duty(self, owner: str, item_id: int) -> DutyView | None:
        """What an item is for a plan; None when the item is of the other level."""
        return self.duties.get((owner, item_id))

    def condition_holds(self, key: str, country: str, day: date) -> Holds:
        """Whether a condition holds for a country on a day. Raises KeyError for an unknown condition."""
        condition = self.conditions[key]
        for held in condition.holds:
            if held.country == country and held.covers(day):
                return held.holds
        return condition.otherwise

    def counts(self, owner: str, item_id: int, day: date) -> bool:
        """Whether an item is among those counted for a plan on a day, as far as the law says.

        A duty, or a conditional one whose condition holds; bound by the primary reference; in force at the date
        of application. What the country itself states on applicability is the plan's, not here.
        """
        return self.why_not_counted(owner, item_id, day) is None

    def why_not_counted(self, owner: str, item_id: int, day: date) -> str | None:
        """The message id of the reason why an item is not counted; None when it counts."""
        item = self.items_by_id.get(item_id)
        duty = self.duties.get((owner, item_id))
        if item is None or duty is None:
            return message("not an item of this plan")
        if duty.standing is not Standing.BOUND:
            return duty.standing.label
        if item.obligation in (Obligation.MAY, Obligation.RECOMMENDED):
            return item.obligation.label
        if item.obligation is Obligation.SHALL_IF and item.condition is not None:
            holds = self.condition_holds(item.condition, owner, day)
            if holds is not Holds.TRUE:
                return _CONDITION_LABELS[holds]
        return message("later duty") if item.is_later_duty else None


_CONDITION_LABELS = {
    Holds.FALSE: message("the condition does not hold"),
    Holds.TO_BE_CONFIRMED: message("whether the condition holds is to be confirmed"),
}
