"""The shape of a catalogue's files, from which the JSON Schema is made; docs/catalogue.md tells it in words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from app.catalogue import states
from app.catalogue.reading import scalars as s

Confidence = states.Confidence


class Shape(BaseModel):
    """No key that is not named; nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reference(Shape):
    act: s.Code
    article: s.ArticleReference


# --- the head --------------------------------------------------------------------------------------------


class DocumentShape(Shape):
    reference: s.Line
    celex: s.Celex | None = None
    date: s.Day | None = None
    note: s.Text | None = None


class PlanSectionShape(Shape):
    key: s.Word
    title: s.Text
    hint: s.Text | None = None


class Files(Shape):
    """Names of the other files, in the folder of the head or below it."""

    sources: s.Line | None = None
    acts: s.Line | None = None
    articles: s.Line | None = None
    actors: s.Line | None = None
    funds: s.Line | None = None
    countries: s.Line | None = None
    participation: s.Line | None = None
    conditions: s.Line | None = None
    workstreams: s.Line | None = None
    empowerments: s.Line | None = None
    linkages: s.Line | None = None
    deadlines: s.Line | None = None
    cycle: s.Line | None = None
    support: s.Line | None = None
    terms: s.Line | None = None
    blocks: Annotated[tuple[s.Line, ...], Field(min_length=1)]


class Head(Shape):
    catalogue: s.CatalogueName
    version: s.Edition
    title: s.Text
    notice: s.Text
    language: Literal["en"]
    starts_on: s.Day
    applies_from: s.Day
    in_force_from: s.Day
    documents: tuple[DocumentShape, ...] = ()
    plan_sections: tuple[PlanSectionShape, ...] = ()
    files: Files


# --- beside the blocks -----------------------------------------------------------------------------------


class SourceShape(Shape):
    code: s.SourceCode
    title: s.Line
    url: s.Url | None = None
    seen: s.Line | None = None


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


class CycleStepShape(Shape):
    key: s.Word
    order: s.Order
    title: s.Text
    when: s.Text
    month_day: s.MonthDay | None = None
    actors: tuple[s.Code, ...] = ()
    legal: tuple[Reference, ...] = ()


class MeasureShape(Shape):
    key: s.Word
    order: s.Order
    title: s.Text
    description: s.Text | None = None


class ThemeShape(Shape):
    key: s.Word
    order: s.Order
    title: s.Text


class TermShape(Shape):
    key: s.Word
    title: s.Text
    confidence: dict[s.Language, Confidence] = Field(default_factory=dict)


# --- blocks ----------------------------------------------------------------------------------------------


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


# --- one mapping a file ----------------------------------------------------------------------------------


class SourcesFile(Shape):
    sources: tuple[SourceShape, ...]


class ActsFile(Shape):
    acts: tuple[ActShape, ...]


class ArticlesFile(Shape):
    articles: tuple[ArticleShape, ...]


class ActorsFile(Shape):
    actors: tuple[ActorShape, ...]


class FundsFile(Shape):
    funds: tuple[FundShape, ...]


class CountriesFile(Shape):
    countries: tuple[CountryShape, ...]


class ParticipationFile(Shape):
    participation: tuple[ParticipationShape, ...]


class ConditionsFile(Shape):
    conditions: tuple[ConditionShape, ...]


class WorkstreamsFile(Shape):
    workstreams: tuple[WorkstreamShape, ...]


class EmpowermentsFile(Shape):
    empowerments: tuple[EmpowermentShape, ...]


class LinkagesFile(Shape):
    linkages: tuple[LinkageShape, ...]


class DeadlinesFile(Shape):
    deadlines: tuple[DeadlineShape, ...]


class CycleFile(Shape):
    cycle: tuple[CycleStepShape, ...]


class SupportFile(Shape):
    measures: tuple[MeasureShape, ...]
    themes: tuple[ThemeShape, ...]


class TermsFile(Shape):
    terms: tuple[TermShape, ...]


class BlocksFile(Shape):
    blocks: tuple[BlockShape, ...]


BESIDE: dict[str, type[Shape]] = {
    "sources": SourcesFile,
    "acts": ActsFile,
    "articles": ArticlesFile,
    "actors": ActorsFile,
    "funds": FundsFile,
    "countries": CountriesFile,
    "participation": ParticipationFile,
    "conditions": ConditionsFile,
    "workstreams": WorkstreamsFile,
    "empowerments": EmpowermentsFile,
    "linkages": LinkagesFile,
    "deadlines": DeadlinesFile,
    "cycle": CycleFile,
    "support": SupportFile,
    "terms": TermsFile,
}
"""Which shape each file beside the blocks has, in the order in which `files` names them."""
