"""A milestone moved to another item: what goes with it, what stays, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, WrongState
from app.plans.history import revisions_of, shown_spans
from app.plans.queries.heads import get_plan
from app.plans.queries.history import list_history
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.plans.queries.state import list_milestones, list_predecessor_pairs
from app.plans.services.milestone_status import offer_milestone, uncancel_milestone
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.moving import move_milestone
from app.plans.services.predecessors import add_predecessor
from app.plans.services.releases import share
from app.plans.services.undoing import is_undoable, undo_update
from app.plans.states import Scope, SubjectKind
from app.readiness.known import milestone_of
from app.readiness.queries.facts import read_facts
from app.readiness.sums import sum_milestones
from tests.factories import plans as factory

TODAY = factory.NOON.date()
VALUES: dict[str, Any] = {
    "title": "Bill adopted",
    "start_on": date(2025, 1, 1),
    "baseline_on": date(2025, 9, 1),
    "forecast_on": date(2025, 9, 8),
    "step_key": "government",
    "note": "First reading in June",
}


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Actor:
    return factory.coordinator(session, "IE")


@pytest.fixture
def law(session: Session, view: CatalogueView, ireland: Actor) -> MilestoneRecord:
    return add_milestone(session, view, "IE", "alpha.law", VALUES, actor=ireland)


def move(
    session: Session, view: CatalogueView, one: MilestoneRecord, item_key: str = "beta.law", **more: Any
) -> MilestoneRecord:
    more = {"expected_version": one.version, "reason": "Belongs to the other block", **more}
    return move_milestone(session, view, "IE", one.reference, item_key, **more)


def at(session: Session, plan_id: int, day: date, scope: Scope = Scope.WORKING) -> list[tuple[str, int, bool]]:
    listed = list_milestones(session, plan_id, scope, day)
    return [(one.reference, one.item_id, one.is_cancelled) for one in listed if not one.is_closing]


def test_it_goes_on_in_the_other_item_and_both_say_so(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    moved = move(session, view, law, actor=ireland)
    assert moved.item_id == view.items["beta.law"].item_id
    assert {name: getattr(moved, name) for name in VALUES} == VALUES
    assert (moved.progress, moved.comes_from) == (4500, law.reference)
    old = get_milestone(session, "IE", law.reference, ireland)[1]
    assert (old.is_cancelled, old.continued_as, old.cancel_reason) == (
        True,
        moved.reference,
        "Belongs to the other block",
    )


def test_what_was_shared_and_past_days_stay_as_they_were(
    session: Session,
    view: CatalogueView,
    law: MilestoneRecord,
    ireland: Actor,
    clock_at: time_machine.Traveller,
) -> None:
    share(session, "IE", actor=ireland)
    clock_at.move_to(factory.NOON.replace(day=20))
    moved = move(session, view, law, actor=ireland)
    there = [(law.reference, law.item_id, False)]
    assert at(session, law.plan_id, TODAY) == there
    assert at(session, law.plan_id, clock.today(), Scope.SHARED) == there
    after = [(law.reference, law.item_id, True), (moved.reference, moved.item_id, False)]
    assert at(session, law.plan_id, clock.today()) == after
    share(session, "IE", actor=ireland)
    assert at(session, law.plan_id, clock.today(), Scope.SHARED) == after
    assert at(session, law.plan_id, TODAY, Scope.SHARED) == there


def test_a_shared_baseline_stays_frozen_however_often_it_moves(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    share(session, "IE", actor=ireland)
    moved = move(session, view, law, actor=ireland)
    again = move(session, view, moved, "alpha.secret", actor=ireland)
    change: Any = {"actor": ireland, "expected_version": again.version}
    later = {"baseline_on": date(2025, 10, 1)}
    with pytest.raises(Invalid) as refusal:
        update_milestone(session, view, "IE", again.reference, later, **change)
    assert refusal.value.field == "cause"
    update_milestone(session, view, "IE", again.reference, later, **change, cause="scope")


def test_links_go_with_it(session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor) -> None:
    before = add_milestone(session, view, "IE", "alpha.law", {"title": "Before"}, actor=ireland)
    after = add_milestone(session, view, "IE", "alpha.training", {"title": "After", "target_value": 9}, actor=ireland)
    add_predecessor(session, view, "IE", law.reference, before.reference, actor=ireland)
    add_predecessor(session, view, "IE", after.reference, law.reference, actor=ireland)
    moved = move(session, view, law, actor=ireland)
    pairs = list_predecessor_pairs(session, law.plan_id, Scope.WORKING, TODAY)
    links = {(pair.milestone_id, pair.predecessor_id) for pair in pairs}
    assert (moved.milestone_id, before.milestone_id) in links
    assert (after.milestone_id, moved.milestone_id) in links
    assert (after.milestone_id, law.milestone_id) not in links
    about = (SubjectKind.MILESTONE, after.milestone_id)
    newest = list_history(session, get_plan(session, "IE", ireland), subject=about)[0]
    assert [(change.old, change.new) for change in newest.changes] == [(law.reference, moved.reference)]


def test_no_gap_is_seen_where_it_goes_on(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    move(session, view, law, actor=ireland)
    plan = law.plan_id, Scope.WORKING
    facts = read_facts(session, view, [plan], TODAY, eu_plan_id=None)[plan]
    assert facts[law.item_id].sums.cancelled == 0
    assert facts[law.item_id].sums.ordinary == 0
    assert facts[view.items["beta.law"].item_id].sums.progress_sum == 4500


def test_it_is_neither_taken_back_nor_undone_where_it_was(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    session.info["request_id"] = "one"
    moved = move(session, view, law, actor=ireland)
    for deed in (uncancel_milestone, undo_update):
        with pytest.raises(WrongState):
            deed(session, "IE", law.reference, actor=ireland, expected_version=None)
    said = list_history(session, get_plan(session, "IE", ireland), subject=(SubjectKind.MILESTONE, law.milestone_id))
    assert not is_undoable(said, actor=ireland)
    back = move(session, view, moved, "alpha.law", actor=ireland)
    assert (back.item_id, back.comes_from) == (law.item_id, moved.reference)


def test_what_cannot_move(session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor) -> None:
    closing = get_milestone(session, "IE", "IE-0001", ireland)[1]
    with pytest.raises(WrongState):
        move(session, view, closing, actor=ireland)
    for wrong in ("alpha.law", "alpha.template", "no.such"):
        with pytest.raises(Invalid) as refusal:
            move(session, view, law, wrong, actor=ireland)
        assert refusal.value.field == "item_key"
    with pytest.raises(Invalid) as refusal:
        move(session, view, law, actor=ireland, reason=" ")
    assert refusal.value.field == "reason"
    with pytest.raises(Conflict):
        move(session, view, law, actor=ireland, expected_version=law.version + 9)
    move(session, view, law, actor=ireland)
    with pytest.raises(WrongState):
        move(session, view, law, actor=ireland, expected_version=None)


def test_what_other_plans_wait_for_stays(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    france = factory.coordinator(session, "FR")
    share(session, "IE", actor=ireland)
    offer_milestone(session, "IE", law.reference, True, actor=ireland, expected_version=None)
    theirs = add_milestone(session, view, "FR", "alpha.law", {"title": "Loi"}, actor=france)
    add_predecessor(session, view, "FR", theirs.reference, law.reference, actor=france)
    with pytest.raises(WrongState):
        move(session, view, law, actor=ireland, expected_version=None)


def test_contributors_move_their_own_within_their_blocks(session: Session, view: CatalogueView) -> None:
    own, other = factory.authority(session, "IE", "Own"), factory.authority(session, "IE", "Other")
    values = {**VALUES, "authority_id": own}
    mine = add_milestone(session, view, "IE", "alpha.law", values, actor=factory.coordinator(session, "IE"))
    in_alpha = factory.contributor(session, "IE", own, blocks=frozenset({"alpha"}), name="alpha")
    foreign = factory.contributor(session, "IE", other, name="foreign")
    for actor in (in_alpha, foreign):
        with pytest.raises(NotAllowed):
            move(session, view, mine, actor=actor)
    assert move(session, view, mine, "alpha.secret", actor=in_alpha).authority_id == own


def test_the_reading_of_a_day_is_the_same_when_replayed(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    move(session, view, law, actor=ireland)
    spans = shown_spans(SubjectKind.MILESTONE, revisions_of(session, SubjectKind.MILESTONE, law.milestone_id))
    replayed = milestone_of(law.milestone_id, law.item_id, spans, TODAY, is_closing=False)
    assert replayed is not None
    assert sum_milestones([replayed], TODAY).cancelled == 0
