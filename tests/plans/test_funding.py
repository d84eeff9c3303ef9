"""What a milestone costs and who pays: said by instrument, kept for every day, told to others when it is shared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import Standing
from app.catalogue.views import CatalogueView, DutyView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed
from app.plans.funding import Funding, covered, difference, merged, rows_of, uncovered, written
from app.plans.funding_sums import sums_of
from app.plans.models import Milestone
from app.plans.queries.heads import find_head, get_plan
from app.plans.queries.history import list_history
from app.plans.queries.known import read_known_milestones
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.plans.queries.state import list_milestones
from app.plans.services.milestone_status import cancel_milestone
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.moving import move_milestone
from app.plans.services.releases import share
from app.plans.services.undoing import undo_update
from app.plans.states import Scope, SubjectKind
from app.readiness.cache import ReadingCache
from app.readiness.gaps import find_gaps
from app.readiness.queries.known import read_known_one
from app.readiness.queries.reading import read_one
from tests.factories import plans as factory

CODE = "costed-without-funding"
PAID = {"funding-AMIF-planned": "40 000,50", "funding-AMIF-spent": 5, "funding-national-committed": "10,000"}
TEXT = "AMIF:4000050:0:5;national:0:1000000:0"


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Actor:
    return factory.coordinator(session, "IE")


def add(session: Session, view: CatalogueView, actor: Actor, **values: Any) -> MilestoneRecord:
    return add_milestone(session, view, "IE", "alpha.law", {"title": "Register bought", **values}, actor=actor)


def save(
    session: Session, view: CatalogueView, reference: str, actor: Actor, values: dict[str, Any], **more: Any
) -> MilestoneRecord:
    more.setdefault("expected_version", None)
    return update_milestone(session, view, "IE", reference, values, actor=actor, **more)


def amount_missing(session: Session, view: CatalogueView, actor: Actor, day: date, known: date | None = None) -> str:
    """What the rule says to somebody of alpha.law on a day; empty: nothing."""
    plan = get_plan(session, "IE", actor)
    asked = (session, view, (plan.head, plan.scope), find_head(session, "EU"), day)
    if known is None:
        reading, circumstances = read_one(*asked, ReadingCache())
    else:
        reading, circumstances = read_known_one(*asked, clock.end_of(known), ReadingCache())
    gaps = find_gaps(circumstances, "IE", reading.items, reading.heads)
    return "".join(str(gap.sentence.values["amount"]) for gap in gaps if gap.code == CODE)


def test_what_instruments_pay_is_merged_by_instrument() -> None:
    assert merged("AMIF:1:2:3", "BMVI:4:0:0") == "AMIF:1:2:3;BMVI:4:0:0"
    assert merged("AMIF:1:2:3;BMVI:4:0:0", "AMIF") == "BMVI:4:0:0"
    assert merged("AMIF:1:2:3", None) == "AMIF:1:2:3"
    assert difference("AMIF:1:2:3;BMVI:4:0:0", "AMIF:1:2:4;national:1:0:0") == (
        "AMIF:1:2:3;BMVI:4:0:0;national",
        "AMIF:1:2:4;BMVI;national:1:0:0",
    )
    assert written([Funding("AMIF")]) is None
    assert covered("AMIF:5:7:6;BMVI:4:0:0") == 11, "stages of the same money, not three sums"
    assert [uncovered(10, "AMIF:4:0:0"), uncovered(10, "AMIF:40:0:0"), uncovered(None, None)] == [6, 0, 0]


def test_budget_and_funding_are_said_with_a_milestone_and_changed_by_instrument(
    session: Session, view: CatalogueView, ireland: Actor
) -> None:
    made = add(session, view, ireland, budget="75 000", **PAID)
    assert (made.budget, made.funding, made.uncovered) == (7_500_000, TEXT, 2_499_950)
    same = save(session, view, made.reference, ireland, {"budget": 7_500_000, **PAID})
    assert same.version == made.version
    more = save(session, view, made.reference, ireland, {"funding-AMIF-committed": 7_000_000})
    assert more.funding == "AMIF:4000050:7000000:5;national:0:1000000:0"
    assert more.uncovered == 0
    session.info["request_id"] = "the last one"
    gone = save(session, view, made.reference, ireland, {f"funding-AMIF-{s}": "" for s in ("planned", "committed")})
    assert rows_of(gone.funding)["AMIF"] == Funding("AMIF", spent=5), "more spent than committed is told, not refused"
    plan = get_plan(session, "IE", ireland)
    newest = list_history(session, plan, subject=(SubjectKind.MILESTONE, made.milestone_id))[0]
    assert [(one.field, one.old, one.new) for one in newest.changes if one.field == "funding"] == [
        ("funding", "AMIF:4000050:7000000:5", "AMIF:0:0:5")
    ], "a change says the instrument that it changes and no other"
    undone = undo_update(session, "IE", made.reference, actor=ireland, expected_version=None)
    assert undone.funding == more.funding


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"budget": "much"}, "budget"),
        ({"budget": -1}, "budget"),
        ({"budget": 1.5}, "budget"),
        ({"funding-AMIF-planned": "-5"}, "funding-AMIF-planned"),
        ({"funding-MOON-planned": "5"}, "funding-MOON-planned"),
        ({"funding-AMIF-promised": "5"}, "funding-AMIF-promised"),
        ({"funding": "AMIF:1:1:1"}, "funding"),
    ],
)
def test_what_is_malformed_names_its_field(
    session: Session, view: CatalogueView, ireland: Actor, values: dict[str, Any], field: str
) -> None:
    made = add(session, view, ireland)
    with pytest.raises(Invalid) as refused:
        save(session, view, made.reference, ireland, values)
    assert refused.value.field == field


def test_who_may_not_write_the_milestone_writes_no_money_and_a_stale_form_is_a_conflict(
    session: Session, view: CatalogueView, ireland: Actor
) -> None:
    made = add(session, view, ireland, budget=100)
    with pytest.raises(NotAllowed):
        save(session, view, made.reference, factory.contributor(session, "IE", None), {"budget": 5})
    save(session, view, made.reference, ireland, {"funding-AMIF-planned": 7})
    with pytest.raises(Conflict) as refused:
        save(session, view, made.reference, ireland, {"budget": 5}, expected_version=made.version)
    assert (refused.value.theirs["budget"], refused.value.theirs["funding"]) == (100, "AMIF:7:0:0")
    closing = list_milestones(session, made.plan_id, Scope.WORKING, clock.today())[-1]
    assert closing.is_closing
    for values in ({"budget": 5}, {"funding-AMIF-planned": 5}):
        with pytest.raises(Invalid):
            save(session, view, closing.reference, ireland, values)


@pytest.mark.parametrize("values", [{"budget": -1}, {"funding": "AMIF:1:-1:0"}])
def test_the_database_keeps_no_amount_below_zero(
    session: Session, view: CatalogueView, ireland: Actor, values: dict[str, Any]
) -> None:
    made = add(session, view, ireland)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Milestone).where(Milestone.id == made.milestone_id).values(**values))


def test_the_gap_is_there_for_whom_and_for_when_it_was(
    session: Session, view: CatalogueView, ireland: Actor, clock_at: time_machine.Traveller
) -> None:
    """The country sees its working state; others what was shared; every day as it was, also as it was known."""
    bound = {("IE", item.item_id): DutyView(Standing.BOUND, None) for item in view.items.values()}
    view = replace(view, duties=bound)
    commission = factory.reviewer(session)
    first = clock.today()
    made = add(session, view, ireland, budget="1000", **{"funding-AMIF-planned": "400"})
    assert amount_missing(session, view, ireland, first) == "EUR 600"
    assert get_plan(session, "IE", commission).scope is Scope.SHARED
    assert amount_missing(session, view, commission, first) == ""
    share(session, "IE", None, "", actor=ireland)
    clock_at.move_to(factory.NOON + timedelta(days=10))
    second = clock.today()
    save(session, view, made.reference, ireland, {"funding-national-planned": "500.50"})
    assert amount_missing(session, view, ireland, second) == "EUR 99.50"
    assert amount_missing(session, view, ireland, first) == "EUR 600"
    assert amount_missing(session, view, commission, second) == "EUR 600"
    assert get_milestone(session, "IE", made.reference, commission)[1].funding == "AMIF:40000:0:0"
    clock_at.move_to(factory.NOON + timedelta(days=20))
    third = clock.today()
    save(session, view, made.reference, ireland, {"funding-AMIF-committed": "700"}, effective_on=first)
    share(session, "IE", None, "", actor=ireland)
    assert amount_missing(session, view, commission, third) == ""
    assert amount_missing(session, view, ireland, first) == "EUR 300", "dated back, and what was said later holds"
    for reader, known, said in (
        (ireland, first, "EUR 600"),
        (ireland, second, "EUR 99.50"),
        (commission, second, "EUR 600"),
        (commission, third, ""),
    ):
        assert amount_missing(session, view, reader, known, known) == said, (known, said)
    plan = get_plan(session, "IE", commission)
    then = read_known_milestones(session, plan, plan.head.block_ids, second, second)
    assert [one.funding for one in then if one.reference == made.reference] == ["AMIF:40000:0:0"]
    save(session, view, made.reference, ireland, {"budget": "9000"})
    cancel_milestone(session, "IE", made.reference, actor=ireland, expected_version=None, reason="not needed")
    assert amount_missing(session, view, ireland, third) == ""


def test_the_sums_of_a_plan_count_a_milestone_that_was_moved_once(
    session: Session, view: CatalogueView, ireland: Actor
) -> None:
    made = add(session, view, ireland, budget=1000, **{"funding-AMIF-planned": 300, "funding-AMIF-spent": 20})
    given_up = add(session, view, ireland, title="Given up", budget=50, **{"funding-national-spent": 7})
    moved = move_milestone(
        session,
        view,
        "IE",
        made.reference,
        "alpha.training",
        actor=ireland,
        expected_version=None,
        reason="belongs there",
    )
    cancel_milestone(session, "IE", given_up.reference, actor=ireland, expected_version=None, reason="not needed")
    blocks = {item_id: item.block_key for item_id, item in view.items_by_id.items()}
    found = sums_of(list_milestones(session, made.plan_id, Scope.WORKING, clock.today()), blocks)
    assert [one.reference for one in found.listed] == [moved.reference]
    assert (found.total.budget, found.total.planned, found.total.spent, found.total.uncovered) == (1000, 300, 20, 700)
    assert set(found.by_instrument) == {"AMIF"}
    assert found.given_up == 7
