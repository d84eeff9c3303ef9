"""Sums over several plans are those of each plan added up, whatever is chosen."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from app.core import clock
from app.plans.funding import Funding, written
from app.plans.funding_across import FundingChoice, across, chosen_of
from app.plans.funding_sums import sums_of
from app.plans.queries.funded import list_funded_milestones
from app.plans.queries.heads import get_plan
from app.plans.queries.records import MilestoneRecord
from app.plans.services.milestones import add_milestone
from tests.factories import plans as factory

BLOCKS = {1: "reception", 2: "reception", 3: "borders"}
OWNERS = ("BE", "IE", "FR")
INSTRUMENTS = ("AMIF", "BMVI", "national")
AMOUNTS = st.integers(min_value=0, max_value=10**12)


def record(**values: Any) -> MilestoneRecord:
    fields: dict[str, Any] = dict.fromkeys(MilestoneRecord.__dataclass_fields__)
    return MilestoneRecord(**{**fields, "progress": 0, "is_cancelled": False, "reference": "X-0001", **values})


@st.composite
def owned(draw: st.DrawFn) -> tuple[str, MilestoneRecord]:
    rows = [Funding(name, *(draw(AMOUNTS) for _ in range(3))) for name in INSTRUMENTS if draw(st.booleans())]
    one = record(
        item_id=draw(st.sampled_from((1, 2, 3, 9))),
        budget=draw(st.none() | AMOUNTS),
        funding=written(rows),
        is_cancelled=draw(st.booleans()),
        progress=draw(st.sampled_from((0, 5_000, 10_000))),
        continued_as=draw(st.none() | st.just("X-0002")),
    )
    return draw(st.sampled_from(OWNERS)), one


@given(st.lists(owned(), max_size=25))
def test_the_whole_is_the_sum_of_its_plans_of_its_blocks_and_of_its_items(
    all_of: list[tuple[str, MilestoneRecord]],
) -> None:
    found = across(chosen_of(all_of, BLOCKS, FundingChoice()), BLOCKS, str)
    for parts in (found.by_owner, found.by_block, found.by_item):
        for name in ("budget", "planned", "committed", "spent", "uncovered", "milestones"):
            assert sum(getattr(one, name) for one in parts.values()) == getattr(found.total, name), name
    for owner in OWNERS:
        alone = sums_of([one for whose, one in all_of if whose == owner], BLOCKS)
        if owner in found.by_owner:
            assert found.by_owner[owner] == alone.total
        else:
            assert alone.listed == []
    assert sum(one.uncovered for _, one in found.open_ones) == found.total.uncovered
    assert [one.uncovered for _, one in found.open_ones] == sorted(
        (one.uncovered for _, one in found.open_ones), reverse=True
    )


@given(st.lists(owned(), max_size=25), st.sampled_from(INSTRUMENTS))
def test_an_instrument_alone_pays_what_it_pays_among_all(all_of: list[tuple[str, MilestoneRecord]], key: str) -> None:
    whole = across(chosen_of(all_of, BLOCKS, FundingChoice()), BLOCKS, str)
    alone = across(chosen_of(all_of, BLOCKS, FundingChoice(instrument=key)), BLOCKS, str)
    assert set(alone.by_instrument) <= {key}
    assert alone.by_instrument[key] == whole.by_instrument[key]
    assert (alone.total.budget, alone.total.uncovered, alone.open_ones) == (0, 0, [])


def test_one_statement_reads_each_plan_in_its_own_scope(session: Session, view: CatalogueView) -> None:
    ireland, france = factory.coordinator(session, "IE"), factory.coordinator(session, "FR")
    paid = {"title": "Register", "budget": "100", "funding-AMIF-planned": "40"}
    for owner, actor in (("IE", ireland), ("FR", france)):
        add_milestone(session, view, owner, "alpha.law", paid, actor=actor)
        add_milestone(session, view, owner, "alpha.law", {"title": "Nothing said"}, actor=actor)
    session.flush()
    plans = [get_plan(session, "IE", ireland), get_plan(session, "FR", factory.reviewer(session))]
    found = list_funded_milestones(session, plans, clock.today())
    assert [(one.plan_id, one.title) for one in found] == [(plans[0].plan_id, "Register")], "France has shared nothing"
    assert list_funded_milestones(session, [], clock.today()) == []
