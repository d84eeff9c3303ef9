"""The shape of each file: one mapping with one list, and which file has which."""

from __future__ import annotations

from app.catalogue.reading.shapes.around import (
    ActorShape,
    CallShape,
    DeadlineShape,
    EmpowermentShape,
    FundShape,
    LinkageShape,
    MeasureShape,
    SourceShape,
    TermShape,
    ThemeShape,
    WorkstreamShape,
)
from app.catalogue.reading.shapes.base import Shape
from app.catalogue.reading.shapes.cycle import (
    CycleRecordShape,
    CycleStepShape,
    PoolShape,
    PresidencyShape,
    ReferenceKeyShape,
)
from app.catalogue.reading.shapes.findings import FindingKindShape, FindingShape
from app.catalogue.reading.shapes.guidance import GuidanceShape
from app.catalogue.reading.shapes.law import ActShape, ArticleShape, ConditionShape, CountryShape, ParticipationShape
from app.catalogue.reading.shapes.money import AllocationShape
from app.catalogue.reading.shapes.tree import BlockShape


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


class CycleRecordFile(Shape):
    cycle_record: tuple[CycleRecordShape, ...]


class ReferenceKeysFile(Shape):
    reference_keys: tuple[ReferenceKeyShape, ...]


class PoolsFile(Shape):
    pools: tuple[PoolShape, ...]


class AllocationsFile(Shape):
    allocations: tuple[AllocationShape, ...]


class PresidenciesFile(Shape):
    presidencies: tuple[PresidencyShape, ...]


class FindingKindsFile(Shape):
    finding_kinds: tuple[FindingKindShape, ...]


class FindingsFile(Shape):
    findings: tuple[FindingShape, ...]


class GuidanceFile(Shape):
    guidance: tuple[GuidanceShape, ...]


class SupportFile(Shape):
    measures: tuple[MeasureShape, ...]
    themes: tuple[ThemeShape, ...]
    calls: tuple[CallShape, ...] = ()


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
    "cycle_record": CycleRecordFile,
    "reference_keys": ReferenceKeysFile,
    "pools": PoolsFile,
    "allocations": AllocationsFile,
    "presidencies": PresidenciesFile,
    "finding_kinds": FindingKindsFile,
    "findings": FindingsFile,
    "guidance": GuidanceFile,
    "support": SupportFile,
    "terms": TermsFile,
}
"""Which shape each file beside the blocks has, in the order in which `files` names them."""
