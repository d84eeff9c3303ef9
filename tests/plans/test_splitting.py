"""One milestone split into parts: what the parts are, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import pending
from app.catalogue.views import CatalogueView
from app.core.errors import Conflict, Invalid, NotAllowed, WrongState
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.plans.queries.state import list_milestones, list_predecessor_pairs
from app.plans.services.milestone_status import cancel_milestone, offer_milestone
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.predecessors import add_predecessor
from app.plans.services.releases import share
from app.plans.services.splitting import split_milestone
from app.plans.states import Awaited, Scope
from tests.factories import plans as factory

TODAY = factory.NOON.date()
DUE, LATER = date(2025, 9, 1), date(2025, 12, 1)


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Actor:
    return factory.coordinator(session, "IE")


@pytest.fixture
def law(session: Session, view: CatalogueView, ireland: Actor) -> MilestoneRecord:
    values = {"title": "Laws of the regions", "baseline_on": DUE, "step_key": "draft"}
    return add_milestone(session, view, "IE", "alpha.law", values, actor=ireland)


def split(
    session: Session, view: CatalogueView, one: MilestoneRecord, *parts: dict[str, Any], **more: Any
) -> list[MilestoneRecord]:
    more.setdefault("expected_version", one.version)
    return split_milestone(session, view, "IE", one.reference, parts, **more)


def titles(session: Session, plan_id: int) -> list[str]:
    return [one.title for one in list_milestones(session, plan_id, Scope.WORKING, TODAY)]


def links(session: Session, plan_id: int, scope: Scope) -> set[tuple[int, int]]:
    """What waits, and for what."""
    return {(one.milestone_id, one.predecessor_id) for one in list_predecessor_pairs(session, plan_id, scope, TODAY)}


def test_the_first_part_keeps_the_reference_and_the_others_are_measured_like_it(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    north, south = factory.authority(session, "IE", "North"), factory.authority(session, "IE", "South")
    add_milestone(session, view, "IE", "alpha.law", {"title": "Decree"}, actor=ireland)
    first, second, third = split(
        session,
        view,
        law,
        {"title": "Law of the North", "authority_id": north, "baseline_on": DUE},
        {"title": "Law of the South", "authority_id": south, "baseline_on": LATER},
        {"title": "Law of the West"},
        actor=ireland,
        reason="Three regions",
    )
    assert (first.reference, first.title, first.authority_id) == (law.reference, "Law of the North", north)
    assert (first.step_key, first.comes_from) == ("draft", None)
    assert (second.authority_id, second.baseline_on, second.step_key) == (south, LATER, "draft")
    assert (second.progress, second.workstream_key) == (2500, "legal")
    assert (third.authority_id, third.baseline_on, third.comes_from) == (None, None, law.reference)
    expected = ["Law of the North", "Law of the South", "Law of the West", "Decree", "In place"]
    assert titles(session, law.plan_id) == expected
    entry = next(entry for entry in pending(session) if entry["deed"] == "plans:milestone:split")
    assert entry["changes"] == {"parts": [None, [second.reference, third.reference]]}


def test_parts_can_begin_at_the_bottom_of_the_ladder(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    parts = {"title": law.title}, {"title": "Another"}
    assert [one.progress for one in split(session, view, law, *parts, actor=ireland, keeps_step=False)] == [2500, 0]


def test_parts_wait_for_what_the_milestone_waits_for(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    before = add_milestone(session, view, "IE", "beta.law", {"title": "Constitution"}, actor=ireland)
    add_predecessor(session, view, "IE", law.reference, before.reference, actor=ireland)
    parts = {"title": law.title}, {"title": "Another"}
    made = split(session, view, law, *parts, actor=ireland)
    alone = split(session, view, made[1], *parts, actor=ireland, keeps_links=False, expected_version=None)[1]
    pairs = list_predecessor_pairs(session, law.plan_id, Scope.WORKING, TODAY)
    waiting = {pair.milestone_id for pair in pairs if pair.predecessor_id == before.milestone_id}
    assert waiting == {one.milestone_id for one in made}
    assert alone.milestone_id not in waiting


@pytest.mark.parametrize(
    ("chosen", "awaited"),
    [({}, [0, 1, 2]), ({"awaited": Awaited.FIRST}, [0]), ({"awaited": Awaited.LAST}, [2])],
)
def test_what_waited_for_the_whole_waits_for_every_part_or_for_the_one_that_was_chosen(
    session: Session,
    view: CatalogueView,
    law: MilestoneRecord,
    ireland: Actor,
    chosen: dict[str, Awaited],
    awaited: list[int],
) -> None:
    before, after = (
        add_milestone(session, view, "IE", "beta.law", {"title": title}, actor=ireland) for title in ("Before", "After")
    )
    add_predecessor(session, view, "IE", law.reference, before.reference, actor=ireland)
    add_predecessor(session, view, "IE", after.reference, law.reference, actor=ireland)
    share(session, "IE", actor=ireland)
    made = split(
        session, view, law, *({"title": title} for title in "ABC"), actor=ireland, expected_version=None, **chosen
    )
    now = links(session, law.plan_id, Scope.WORKING)
    assert {key for waiting, key in now if waiting == after.milestone_id} == {made[n].milestone_id for n in awaited}
    assert links(session, law.plan_id, Scope.SHARED) >= {(after.milestone_id, law.milestone_id)}
    with pytest.raises(Invalid):
        add_predecessor(session, view, "IE", before.reference, after.reference, actor=ireland)


def test_what_waits_in_another_plan_goes_on_waiting_for_the_first_part(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    france = factory.coordinator(session, "FR")
    share(session, "IE", actor=ireland)
    offer_milestone(session, "IE", law.reference, is_offered=True, actor=ireland, expected_version=None)
    theirs = add_milestone(session, view, "FR", "alpha.law", {"title": "Theirs"}, actor=france)
    add_predecessor(session, view, "FR", theirs.reference, law.reference, actor=france)
    split(
        session, view, law, {"title": "A"}, {"title": "B"}, actor=ireland, expected_version=None, awaited=Awaited.LAST
    )
    assert links(session, theirs.plan_id, Scope.WORKING) == {(theirs.milestone_id, law.milestone_id)}


def test_each_part_of_a_count_says_its_own_target(session: Session, view: CatalogueView, ireland: Actor) -> None:
    values = {"title": "Trained", "target_value": 100, "target_unit": "officers", "value": 20}
    count = add_milestone(session, view, "IE", "alpha.training", values, actor=ireland)
    with pytest.raises(Invalid) as refusal, session.begin_nested():
        split(session, view, count, {"title": "A", "target_value": 60}, {"title": "B"}, actor=ireland)
    assert refusal.value.field == "parts-1-target_value"
    parts = {"title": "A", "target_value": 60}, {"title": "B", "target_value": 40}
    first, second = split(session, view, count, *parts, actor=ireland, expected_version=None)
    assert (first.target_value, first.value, second.target_value, second.value) == (60, 20, 40, None)
    assert second.target_unit == "officers"


def test_a_shared_baseline_moves_with_a_cause_only_and_those_of_new_parts_are_proposals(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    share(session, "IE", actor=ireland)
    parts = {"title": law.title, "baseline_on": LATER}, {"title": "Another", "baseline_on": LATER}
    with pytest.raises(Invalid) as refusal, session.begin_nested():
        split(session, view, law, *parts, actor=ireland)
    assert refusal.value.field == "cause"
    first, second = split(session, view, law, *parts, actor=ireland, cause="scope", expected_version=None)
    assert (first.baseline_on, second.first_shared_at) == (LATER, None)
    moved = {"baseline_on": DUE}
    proposed = update_milestone(
        session, view, "IE", second.reference, moved, actor=ireland, expected_version=second.version
    )
    assert proposed.baseline_on == DUE


def test_what_is_closed_cancelled_or_done_is_not_split(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    parts = {"title": "A"}, {"title": "B"}
    closing = get_milestone(session, "IE", "IE-0001", ireland)[1]
    done = add_milestone(session, view, "IE", "alpha.law", {"title": "X", "step_key": "notified"}, actor=ireland)
    cancelled = cancel_milestone(
        session, "IE", law.reference, actor=ireland, expected_version=law.version, reason="No longer needed"
    )
    for one in (closing, done, cancelled):
        with pytest.raises(WrongState):
            split(session, view, one, *parts, actor=ireland)


def test_a_part_alone_a_part_without_title_and_a_stale_version_are_refused(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    with pytest.raises(Invalid):
        split(session, view, law, {"title": "Alone"}, actor=ireland)
    with pytest.raises(Invalid) as refusal, session.begin_nested():
        split(session, view, law, {"title": "A"}, {"title": "B"}, {"title": " "}, actor=ireland)
    assert refusal.value.field == "parts-2-title"
    with pytest.raises(Conflict):
        split(session, view, law, {"title": "A"}, {"title": "B"}, actor=ireland, expected_version=law.version + 9)


def test_contributors_split_work_of_their_own_among_their_own(session: Session, view: CatalogueView) -> None:
    own, other = factory.authority(session, "IE", "Own"), factory.authority(session, "IE", "Other")
    both = factory.contributor(session, "IE", own)
    values = {"title": "Work", "authority_id": own}
    mine = add_milestone(session, view, "IE", "alpha.law", values, actor=factory.coordinator(session, "IE"))
    with pytest.raises(NotAllowed), session.begin_nested():
        split(session, view, mine, values, {"title": "Theirs", "authority_id": other}, actor=both)
    assert len(split(session, view, mine, values, values, actor=both, expected_version=None)) == 2
    foreign = factory.contributor(session, "IE", other, name="another")
    with pytest.raises(NotAllowed):
        split(session, view, mine, values, values, actor=foreign)


def test_nothing_of_a_past_day_changes(
    session: Session,
    view: CatalogueView,
    law: MilestoneRecord,
    ireland: Actor,
    clock_at: time_machine.Traveller,
) -> None:
    clock_at.move_to(factory.NOON.replace(day=20))
    split(session, view, law, {"title": "A"}, {"title": "B"}, actor=ireland)
    assert titles(session, law.plan_id) == [law.title, "In place"]
