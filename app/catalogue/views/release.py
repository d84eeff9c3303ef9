"""One release whole, and what follows from it for a plan on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from app.catalogue.article_ranges import number_of
from app.catalogue.law import Participations, Resting
from app.catalogue.states import Confidence, Holds, Level, Obligation, Standing
from app.catalogue.views.around import (
    ActorView,
    CallView,
    DeadlineView,
    DocumentView,
    EmpowermentView,
    FundView,
    LinkageView,
    MeasureView,
    PlanSectionView,
    SourceView,
    TermView,
    ThemeView,
)
from app.catalogue.views.cycle import (
    CycleRecordView,
    CycleStepView,
    PresidencyView,
    PublicPoolView,
    ReferenceKeyView,
)
from app.catalogue.views.findings import FindingKindView, PublicFindingView
from app.catalogue.views.guidance import GuidanceView
from app.catalogue.views.law import ActView, ArticleView, ConditionView, CountryView, HoldsView, ParticipationView
from app.catalogue.views.money import AllocationView
from app.catalogue.views.texts import Text
from app.catalogue.views.tree import BlockView, DutyView, ItemView, WorkstreamView
from app.core.labels import message

EU = "EU"
"""The owner of the EU-level plan."""


@dataclass(frozen=True)
class CatalogueView:
    """One release, whole. Every mapping is in the catalogue's order; countries in protocol order.

    `laid`: a mark of what was recorded since and is laid over its conditions; empty: the release alone.
    """

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
    cycle_record: tuple[CycleRecordView, ...]
    reference_keys: Mapping[int, ReferenceKeyView]
    pools: Mapping[int, PublicPoolView]
    allocations: tuple[AllocationView, ...]
    presidencies: tuple[PresidencyView, ...]
    finding_kinds: Mapping[str, FindingKindView]
    findings: tuple[PublicFindingView, ...]
    guidance: tuple[GuidanceView, ...]
    measures: tuple[MeasureView, ...]
    themes: tuple[ThemeView, ...]
    calls: tuple[CallView, ...]
    terms: Mapping[str, TermView]
    blocks: Mapping[str, BlockView]
    items: Mapping[str, ItemView]
    duties: Mapping[tuple[str, int], DutyView] = field(repr=False)
    laid: str = ""

    @property
    def law(self) -> str:
        """A name of all that it says, alike in every process: of the release, and of what is laid over it."""
        return f"{self.release_id}+{self.laid}" if self.laid else str(self.release_id)

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

    def steps_of(self, key: str) -> tuple[CycleStepView, ...]:
        """The steps of the yearly cycle that are an item's dated occurrences."""
        return tuple(step for step in self.cycle if key in step.items)

    def article(self, act: str, article: str) -> ArticleView | None:
        """The article that a reference like `35(1)` stands in, or None."""
        number = number_of(article)
        return self.articles.get((act, number)) if number is not None else None

    def duty(self, owner: str, item_id: int) -> DutyView | None:
        """What an item is for a plan; None when the item is of the other level."""
        return self.duties.get((owner, item_id))

    @cached_property
    def _participations(self) -> Participations:
        return Participations(self.acts, self.participation)

    def standing(self, resting: Resting, country: str) -> Standing:
        """What a step, or whatever else rests on articles, is for a country: its primary reference decides."""
        return self._participations.binding(resting, country).standing

    def binds(self, resting: Resting, country: str) -> bool:
        """Whether it surely binds a country."""
        return self.standing(resting, country) is Standing.BOUND

    def presidency_on(self, day: date) -> str | None:
        """The code of the Member State that holds the Presidency of the Council on a day; None where it is unknown.

        What is of low confidence is as unknown.
        """
        unsure = (Confidence.LOW, Confidence.NONE)
        held = (
            one for one in self.presidencies if one.starts_on <= day <= one.ends_on and one.confidence not in unsure
        )
        return next((one.country for one in held), None)

    def condition_holds(self, key: str, country: str, day: date) -> Holds:
        """Whether a condition holds for a country on a day. Raises KeyError for an unknown condition."""
        stated = self.statement_on(key, country, day)
        return self.conditions[key].otherwise if stated is None else stated.holds

    def statement_on(self, key: str, country: str, day: date) -> HoldsView | None:
        """What is said by name of a condition for a country on a day: the first statement that speaks of it, or None.

        Raises KeyError for an unknown condition.
        """
        stated = self.conditions[key].holds
        return next((held for held in stated if held.country == country and held.covers(day)), None)

    def laid_on(self, item: ItemView, owner: str, day: date) -> HoldsView | None:
        """By what was recorded since the release an item's condition holds for a plan on a day; None: by nothing."""
        if not self.laid or item.condition is None:
            return None
        stated = self.statement_on(item.condition, owner, day)
        return stated if stated is not None and stated.laid is not None else None

    def laid_for(self, owner: str) -> tuple[tuple[str, HoldsView], ...]:
        """All that is laid over the release for a plan: condition and statement, in the order of the conditions."""
        if not self.laid:
            return ()
        return tuple(
            (key, held)
            for key, condition in self.conditions.items()
            for held in condition.holds
            if held.laid is not None and held.country == owner
        )

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
