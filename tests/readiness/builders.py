"""A small catalogue and facts for the rule's worked examples: real views, few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.catalogue.states import (
    ClosingKind,
    Confidence,
    EvidenceKind,
    Holds,
    Level,
    Nature,
    NeededByKind,
    Obligation,
    Provenance,
    Standing,
)
from app.catalogue.views import BlockView, CatalogueView, ConditionView, DutyView, ItemView, Text
from app.plans.states import EU, Applicability, Scope
from app.readiness.facts import NO_FACTS, NO_SUMS, EvidenceFacts, ItemFacts, MilestoneFacts, Stated
from app.readiness.items import Circumstances, circumstances_of
from app.readiness.plan import PlanReading, read_plan
from app.readiness.sums import sum_evidence, sum_milestones

START = date(2024, 6, 11)
APPLIES = date(2026, 6, 12)
SPRING = date(2026, 3, 1)
"""A day before the date of application, for examples."""


def text(english: str) -> Text:
    return Text({"en": english})


def an_item(number: int, key: str, **changes: Any) -> ItemView:
    """A duty of Member States with a legal date on the date of application; `changes` say what differs."""
    item = ItemView(
        item_id=number,
        requirement_id=number,
        key=key,
        origin=None,
        block_key="reception",
        section_key=None,
        level=Level.MEMBER_STATE,
        title=text(key.replace("-", " ")),
        description=None,
        workstream="legal",
        actors=(),
        legal=(),
        obligation=Obligation.SHALL,
        condition=None,
        nature=Nature.ARRANGEMENT,
        due=None,
        needed_by=APPLIES,
        needed_by_kind=NeededByKind.LEGAL,
        needed_by_anchor="RCD Art. 35(1)",
        is_later_duty=False,
        is_key=False,
        closing_kind=ClosingKind.PUBLISHED_ACT,
        closing_text=text("published act"),
        closing_unit=None,
        proofs=(frozenset({EvidenceKind.LEGAL_REFERENCE}),),
        is_sensitive=False,
        closes_by_product=False,
        starts_on=START,
        lead_time_days=60,
        depends_on=(),
        needed_for=(),
        provenance=Provenance.ACT,
        confidence=Confidence.HIGH,
        outcome=None,
        position=number,
    )
    return replace(item, **changes)


def a_view(
    items: Sequence[ItemView],
    *,
    standings: Mapping[tuple[str, int], Standing] | None = None,
    conditions: Mapping[str, Holds] | None = None,
    outside: Sequence[str] = (),
    owners: Sequence[str] = ("IE", "DK", "BE"),
) -> CatalogueView:
    """A release of these items. `standings` name who is not bound; `outside` the blocks that are in no sum."""
    keys = dict.fromkeys(item.block_key for item in items)
    blocks = {
        key: BlockView(
            key=key,
            code=str(number),
            node_id=number,
            title=text(key),
            description=None,
            is_in_sum=key not in outside,
            objectives=(),
            acts=(),
            funds=(),
            children=(),
            items=tuple(item for item in items if item.block_key == key),
            position=number,
        )
        for number, key in enumerate(keys)
    }
    duties = {
        (owner, item.item_id): DutyView((standings or {}).get((owner, item.item_id), Standing.BOUND), None)
        for owner in (EU, *owners)
        for item in items
        if (item.level is Level.EU) == (owner == EU)
    }
    return CatalogueView(
        release_id=1,
        catalogue="test",
        version="1",
        title=text("test"),
        notice=text("test"),
        language="en",
        starts_on=START,
        applies_from=APPLIES,
        in_force_from=date(2024, 6, 12),
        content_hash="",
        documents=(),
        plan_sections=(),
        sources={},
        acts={},
        articles={},
        actors={},
        funds={},
        countries={},
        participation={},
        conditions={
            key: ConditionView(key, text(key), None, (), otherwise, ()) for key, otherwise in (conditions or {}).items()
        },
        workstreams={},
        empowerments=(),
        linkages=(),
        deadlines=(),
        cycle=(),
        cycle_record=(),
        reference_keys={},
        pools={},
        allocations=(),
        presidencies=(),
        finding_kinds={},
        findings=(),
        guidance=(),
        measures=(),
        themes=(),
        calls=(),
        terms={},
        blocks=blocks,
        items={item.key: item for item in items},
        duties=duties,
    )


def a_milestone(number: int = 1, **changes: Any) -> MilestoneFacts:
    """An ordinary milestone that was told yesterday; `changes` say what differs."""
    plain = MilestoneFacts(
        milestone_id=number,
        item_id=1,
        is_closing=False,
        is_cancelled=False,
        progress=0,
        start_on=None,
        baseline_on=None,
        forecast_on=None,
        actual_on=None,
        first_known_on=date(2025, 1, 1),
        changed_on=date(2026, 2, 28),
    )
    return plain._replace(**changes)


def closing(**changes: Any) -> MilestoneFacts:
    """A closing milestone."""
    return a_milestone(999, is_closing=True, **changes)


def facts_of(
    *milestones: MilestoneFacts,
    day: date = SPRING,
    evidence: Sequence[EvidenceFacts] = (),
    stated: Stated | None = None,
    **more: Any,
) -> ItemFacts:
    """What a plan says of an item, from its milestones and evidence."""
    return ItemFacts(
        has_information=True,
        sums=sum_milestones(milestones, day) if milestones else NO_SUMS,
        stated=stated or Stated(Applicability.APPLIES, has_authority=True),
        evidenced=sum_evidence(evidence, day),
        **more,
    )


def in_place(day: date, on: date | None = None, evidence: Sequence[EvidenceFacts] = ()) -> ItemFacts:
    """An item reported in place."""
    return facts_of(closing(actual_on=on or day, progress=10_000), day=day, evidence=evidence)


def around(view: CatalogueView, day: date, eu: Mapping[int, ItemFacts] | None = None) -> Circumstances:
    """What all plans share on a day."""
    return circumstances_of(view, day, eu or {})


def read(
    view: CatalogueView,
    facts: Mapping[int, ItemFacts],
    day: date = SPRING,
    *,
    owner: str = "IE",
    eu: Mapping[int, ItemFacts] | None = None,
) -> PlanReading:
    """The rule applied to one plan."""
    return read_plan(around(view, day, eu), owner, Scope.SHARED, facts)


__all__ = [
    "APPLIES",
    "NO_FACTS",
    "SPRING",
    "START",
    "a_milestone",
    "a_view",
    "an_item",
    "around",
    "closing",
    "facts_of",
    "in_place",
    "read",
    "text",
]
