"""Sharing: others know the plan as it was at its last release."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound, WrongState
from app.plans.history import rebuild_spans
from app.plans.models import Milestone
from app.plans.queries.heads import effective_stamps, find_head, get_plan
from app.plans.queries.history import count_unshared, list_history, list_unshared
from app.plans.queries.known import read_known_block
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.plans.queries.sharing import list_releases
from app.plans.queries.state import list_prose, spans_of_plan
from app.plans.services.evidence import attach_evidence
from app.plans.services.items import update_item
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.prose import update_prose
from app.plans.services.releases import set_continuous_sharing, set_row_sharing, share
from app.plans.states import Scope, SubjectKind
from tests.factories import plans as factory

TODAY = factory.NOON.date()


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Any:
    return factory.coordinator(session, "IE")


@pytest.fixture
def law(session: Session, view: CatalogueView, ireland: Any) -> MilestoneRecord:
    values = {"title": "Bill adopted", "baseline_on": date(2025, 9, 1)}
    return add_milestone(session, view, "IE", "alpha.law", values, actor=ireland)


def shared(session: Session, law: MilestoneRecord, day: date = TODAY) -> list[int]:
    """The progress of the milestone as others know it."""
    state = spans_of_plan(session, law.plan_id, Scope.SHARED, day)
    return [held.progress for held in state.milestones if held.milestone_id == law.milestone_id]


def step(session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, key: str, **more: Any) -> None:
    values = {"step_key": key}
    update_milestone(session, view, "IE", law.reference, values, actor=ireland, expected_version=None, **more)


def test_others_see_nothing_until_it_is_shared_and_then_that_state_only(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, clock_at: time_machine.Traveller
) -> None:
    reviewer = factory.reviewer(session)
    with pytest.raises(NotFound):
        get_milestone(session, "IE", law.reference, reviewer)
    release = share(session, "IE", note="First plan", actor=ireland)
    assert (release.changes_shared, release.is_whole_plan, release.released_by) == (1, True, "coordinator.ie")
    assert get_milestone(session, "IE", law.reference, reviewer)[1].progress == 0
    step(session, view, law, ireland, "government")
    assert get_milestone(session, "IE", law.reference, reviewer)[1].progress == 0
    assert get_milestone(session, "IE", law.reference, ireland)[1].progress == 4500
    share(session, "IE", actor=ireland)
    assert get_milestone(session, "IE", law.reference, reviewer)[1].progress == 4500


def test_a_reviewer_sees_a_shared_milestone_and_may_not_change_it(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    share(session, "IE", actor=ireland)
    with pytest.raises(NotAllowed):
        step(session, view, law, factory.reviewer(session), "draft")
    with pytest.raises(NotFound):
        step(session, view, law, factory.reviewer(session, "FR"), "draft")


def test_the_count_of_what_is_not_shared_is_of_what_people_did(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    assert count_unshared(session, law.plan_id) == {"alpha": 1}
    share(session, "IE", actor=ireland)
    assert count_unshared(session, law.plan_id) == {}
    step(session, view, law, ireland, "draft")
    add_milestone(session, view, "IE", "beta.law", {"title": "Other"}, actor=ireland)
    assert count_unshared(session, law.plan_id) == {"alpha": 1, "beta": 1}
    plan = get_plan(session, "IE", ireland)
    assert [(entry.block_key, entry.subject_name) for entry in list_unshared(session, plan)] == [
        ("beta", "IE-0004"),
        ("alpha", "IE-0002"),
    ]


def test_a_release_of_a_block_leaves_the_others(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    other = add_milestone(session, view, "IE", "beta.law", {"title": "Other"}, actor=ireland)
    release = share(session, "IE", ["beta"], actor=ireland)
    assert release.block_keys == ("beta",)
    assert shared(session, other) == [0]
    assert shared(session, law) == []
    assert count_unshared(session, law.plan_id) == {"alpha": 1}


def test_sharing_without_anything_new_is_refused(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    share(session, "IE", actor=ireland)
    with pytest.raises(WrongState):
        share(session, "IE", actor=ireland)
    with pytest.raises(Invalid):
        share(session, "IE", [], actor=ireland)
    with pytest.raises(NotFound):
        share(session, "IE", ["gamma"], actor=ireland)


def test_only_a_coordinator_of_the_country_shares(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    ministry = factory.authority(session, "IE", "Ministry")
    with pytest.raises(NotAllowed):
        share(session, "IE", actor=factory.contributor(session, "IE", ministry))
    with pytest.raises(NotAllowed):
        share(session, "IE", actor=factory.reviewer(session))
    with pytest.raises(NotFound):
        share(session, "IE", actor=factory.coordinator(session, "FR"))


def test_a_release_freezes_baselines(session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any) -> None:
    share(session, "IE", actor=ireland)
    arguments: dict[str, Any] = {"actor": ireland, "expected_version": law.version}
    with pytest.raises(Invalid) as refused:
        update_milestone(session, view, "IE", law.reference, {"baseline_on": date(2025, 9, 2)}, **arguments)
    assert refused.value.field == "cause"
    with pytest.raises(Invalid) as refused:
        update_milestone(session, view, "IE", law.reference, {"baseline_on": None}, **arguments)
    assert refused.value.field == "baseline_on"
    moved = update_milestone(
        session, view, "IE", law.reference, {"baseline_on": date(2025, 9, 2)}, cause="parliament", **arguments
    )
    assert moved.baseline_on == date(2025, 9, 2)


def test_a_release_raises_the_shared_stamp_from_the_earliest_day_that_is_new(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, clock_at: time_machine.Traveller
) -> None:
    share(session, "IE", actor=ireland)
    clock_at.move_to(factory.NOON + timedelta(days=20))
    step(session, view, law, ireland, "draft", effective_on=TODAY + timedelta(days=5))
    share(session, "IE", actor=ireland)
    key = law.plan_id, Scope.SHARED
    assert effective_stamps(session, TODAY + timedelta(days=4))[key] == 1
    assert effective_stamps(session, TODAY + timedelta(days=5))[key] == 2
    assert effective_stamps(session, clock.today())[key] == 2
    assert shared(session, law, TODAY + timedelta(days=5)) == [2500]


def test_a_change_in_the_instant_of_a_release_is_not_shared(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    share(session, "IE", actor=ireland)
    step(session, view, law, ireland, "draft")
    row = session.get_one(Milestone, law.milestone_id)
    rebuild_spans(session, row, Scope.SHARED)
    assert shared(session, law) == [0]
    assert count_unshared(session, law.plan_id) == {"alpha": 1}


def test_continuous_sharing_begins_with_a_release_and_shares_every_change(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, clock_at: time_machine.Traveller
) -> None:
    set_continuous_sharing(session, "IE", True, actor=ireland)
    assert shared(session, law) == [0]
    clock_at.shift(timedelta(days=1))
    step(session, view, law, ireland, "draft")
    new = add_milestone(session, view, "IE", "alpha.law", {"title": "Next"}, actor=ireland)
    assert new.first_shared_at is not None
    assert shared(session, law, clock.today()) == [2500]
    assert count_unshared(session, law.plan_id) == {}
    releases = list_releases(session, [law.plan_id])
    assert [release.starts_continuous for release in releases] == [True]
    set_continuous_sharing(session, "IE", False, actor=ireland)
    clock_at.shift(timedelta(days=1))
    step(session, view, law, ireland, "government")
    assert shared(session, law, clock.today()) == [2500]
    assert count_unshared(session, law.plan_id) == {"alpha": 1}


def test_what_others_knew_on_a_day(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, clock_at: time_machine.Traveller
) -> None:
    def known(day: date) -> list[int]:
        plan = get_plan(session, "IE", reviewer)
        state = read_known_block(session, plan, "alpha", clock.today(), day).state
        return [held.progress for held in state.milestones if held.milestone_id == law.milestone_id]

    reviewer = factory.reviewer(session)
    days = [TODAY + timedelta(days=offset) for offset in range(6)]
    clock_at.shift(timedelta(days=1))
    share(session, "IE", actor=ireland)
    step(session, view, law, ireland, "draft")
    clock_at.shift(timedelta(days=1))
    set_continuous_sharing(session, "IE", True, actor=ireland)
    clock_at.shift(timedelta(days=1))
    step(session, view, law, ireland, "government")
    set_continuous_sharing(session, "IE", False, actor=ireland)
    step(session, view, law, ireland, "adopted")
    clock_at.shift(timedelta(days=2))
    share(session, "IE", actor=ireland)
    assert [known(day) for day in days] == [[], [0], [2500], [4500], [4500], [7500]]


def test_history_of_others_ends_at_the_release(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    step(session, view, law, ireland, "draft", reason="Draft is public")
    share(session, "IE", actor=ireland)
    step(session, view, law, ireland, "government", reason="not yet told")
    mine = list_history(session, get_plan(session, "IE", ireland), item_id=law.item_id)
    theirs = list_history(session, get_plan(session, "IE", factory.reviewer(session)), block_key="alpha")
    assert [entry.reason for entry in mine] == ["not yet told", "Draft is public", ""]
    assert [entry.reason for entry in theirs] == ["Draft is public", ""]
    assert theirs[0].author_name == "coordinator.ie"
    assert {change.field: (change.old, change.new) for change in theirs[0].changes} == {
        "step_key": (None, "draft"),
        "progress": (0, 2500),
    }
    subject = SubjectKind.MILESTONE, law.milestone_id
    assert (
        list_history(session, get_plan(session, "IE", ireland), subject=subject, before_id=mine[1].revision_id)
        == mine[2:]
    )


def test_every_kind_of_subject_is_shared(session: Session, view: CatalogueView, ireland: Any) -> None:
    ministry = factory.authority(session, "IE", "Ministry")
    values = {"current_state": "Two offices", "contributing": [ministry]}
    update_item(session, view, "IE", "alpha.law", values, actor=ireland, expected_version=0)
    attach_evidence(session, view, "IE", "alpha.law", {"kind": "statement", "title": "A paper"}, actor=ireland)
    update_prose(session, view, "IE", "alpha", "state-of-play", "Begun.", "en", actor=ireland, expected_version=0)
    head = find_head(session, "IE")
    assert head is not None
    before = spans_of_plan(session, head.plan_id, Scope.SHARED, TODAY)
    assert (before.items, before.evidence, list_prose(session, head.plan_id, Scope.SHARED, TODAY, "alpha")) == (
        (),
        (),
        [],
    )
    release = share(session, "IE", actor=ireland)
    assert release.changes_shared == 4
    after = spans_of_plan(session, head.plan_id, Scope.SHARED, TODAY)
    assert after == spans_of_plan(session, head.plan_id, Scope.WORKING, TODAY)
    assert after.items[0].contributing == (ministry,)
    assert [prose.text for prose in list_prose(session, head.plan_id, Scope.SHARED, TODAY, "alpha")] == ["Begun."]
    update_item(session, view, "IE", "alpha.law", {"contributing": []}, actor=ireland, expected_version=None)
    assert spans_of_plan(session, head.plan_id, Scope.SHARED, TODAY).items[0].contributing == (ministry,)
    assert spans_of_plan(session, head.plan_id, Scope.WORKING, TODAY).items[0].contributing == ()


def test_the_row_is_shared_by_the_coordinator_alone(session: Session, view: CatalogueView, ireland: Any) -> None:
    with pytest.raises(NotFound):
        set_row_sharing(session, "IE", True, actor=factory.coordinator(session, "FR"))
    set_row_sharing(session, "IE", True, actor=ireland)
    head = find_head(session, "IE")
    assert head is not None
    assert head.shares_row
