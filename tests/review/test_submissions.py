"""Submitting: what is sent is shared and sealed at once, late or not, by one or by two."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor, Held
from app.accounts.states import Role
from app.audit.services import pending
from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.plans.queries.heads import find_head
from app.plans.queries.history import count_unshared
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.moving import move_milestone
from app.plans.services.ordering import order_milestone
from app.plans.states import Shift
from app.readiness.arithmetic import half_up
from app.review.queries.rounds import confirmation_interval, get_round, list_rounds
from app.review.queries.submissions import get_submission, list_submissions, list_under_hash
from app.review.recomputing import Agreement, agreement_of
from app.review.sealing import matches, read_snapshot
from app.review.services.rounds import close_round, open_round
from app.review.services.submissions import set_aside, set_four_eyes, sign, submit
from app.review.states import Progress
from tests.factories import plans as factory

PLAN: dict[str, Any] = {
    "kind": "plan",
    "note": "As adopted by the government",
    "document_title": "National Implementation Plan",
    "document_url": "https://gov.example.org/nip.pdf",
    "document_language": "en",
    "document_is_public": True,
}


def asked(session: Session, view: CatalogueView, **more: Any) -> int:
    values = {"title": "First plans", "asked": "Send your plan.", "cut_off_on": date(2025, 3, 20), **more}
    return open_round(session, view, values, actor=SYSTEM)


def test_submitting_shares_the_plan_and_seals_what_others_then_know(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    reviewer = factory.reviewer(session)
    sent = get_submission(session, "IE", submit(session, view, "IE", PLAN, actor=ireland), ireland)
    assert (sent.progress, sent.prepared_by, sent.signed_by, sent.days_late) == (
        Progress.COUNTS,
        "coordinator.ie",
        None,
        0,
    )
    assert get_milestone(session, "IE", law.reference, reviewer)[1].progress == 2500
    assert count_unshared(session, law.plan_id) == {}
    assert sent.seal_hash
    held, under = list_under_hash(session, sent.seal_hash, reviewer)
    assert [one.submission_id for one in under] == [sent.submission_id]
    assert matches(held.content, held.hash)
    snapshot = read_snapshot(held.content)
    assert snapshot["items"]["alpha.law"]["milestones"][law.reference]["progress"] == 2500
    assert snapshot["items"]["alpha.law"]["said"]["applicability"] == "applies"
    assert (snapshot["rule_version"], snapshot["as_of"], snapshot["state"]) == (1, "2025-03-10", "shared")
    assert snapshot["figures"]["total"]["progress"] == 2250
    assert snapshot["figures"]["blocks"]["alpha"]["informed"] == 1


def test_a_seal_tells_of_a_moved_milestone_and_not_of_the_order(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    other = add_milestone(session, view, "IE", "alpha.law", {"title": "Decree"}, actor=ireland)
    first = get_submission(session, "IE", submit(session, view, "IE", PLAN, actor=ireland), ireland)
    order_milestone(session, "IE", other.reference, Shift.FIRST, actor=ireland)
    again = get_submission(session, "IE", submit(session, view, "IE", PLAN, actor=ireland), ireland)
    assert first.seal_hash == again.seal_hash
    who: dict[str, Any] = {"actor": ireland, "expected_version": None, "reason": "Belongs there"}
    moved = move_milestone(session, view, "IE", law.reference, "beta.law", **who)
    third = get_submission(session, "IE", submit(session, view, "IE", PLAN, actor=ireland), ireland)
    items = read_snapshot(list_under_hash(session, str(third.seal_hash), ireland)[0].content)["items"]
    assert items["alpha.law"]["milestones"][law.reference]["continued_as"] == moved.reference
    assert items["beta.law"]["milestones"][moved.reference]["comes_from"] == law.reference
    assert "comes_from" not in items["alpha.law"]["milestones"][other.reference]


def test_what_was_sealed_stays_when_the_plan_moves_on(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor, clock_at: time_machine.Traveller
) -> None:
    first = get_submission(session, "IE", submit(session, view, "IE", PLAN, actor=ireland), ireland)
    again = get_submission(session, "IE", submit(session, view, "IE", PLAN, actor=ireland), ireland)
    assert first.seal_hash == again.seal_hash, "the same plan on the same day is kept once"
    update_milestone(session, view, "IE", law.reference, {"step_key": "adopted"}, actor=ireland, expected_version=None)
    third = get_submission(session, "IE", submit(session, view, "IE", PLAN, actor=ireland), ireland)
    assert third.seal_hash != first.seal_hash
    held, _ = list_under_hash(session, str(first.seal_hash), ireland)
    assert read_snapshot(held.content)["items"]["alpha.law"]["milestones"][law.reference]["progress"] == 2500


def test_the_sealed_items_give_the_sealed_figures(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    add_milestone(session, view, "IE", "beta.law", {"title": "Other", "step_key": "adopted"}, actor=ireland)
    sent = get_submission(session, "IE", submit(session, view, "IE", PLAN, actor=ireland), ireland)
    snapshot = read_snapshot(list_under_hash(session, str(sent.seal_hash), ireland)[0].content)
    figures = [item["figures"] for item in snapshot["items"].values()]
    told = [one for one in figures if one["counting"] == "counted" and one["has_information"]]
    weight = sum(one["weight"] for one in told)
    assert snapshot["figures"]["total"]["progress"] == half_up(
        sum(one["weight"] * one["progress"] for one in told), weight
    )
    assert {key: item["block"] for key, item in snapshot["items"].items()} == {
        item.key: item.block_key for item in view.items_of("IE")
    }


def test_sealed_figures_are_computed_anew_from_the_sealed_items(
    session: Session, view: CatalogueView, ireland: Actor, law: MilestoneRecord
) -> None:
    sent = get_submission(session, "IE", submit(session, view, "IE", PLAN, actor=ireland), ireland)
    snapshot = read_snapshot(list_under_hash(session, str(sent.seal_hash), ireland)[0].content)
    assert agreement_of(snapshot) is Agreement.AGREES
    assert agreement_of({**snapshot, "rule_version": 0}) is Agreement.NOT_KNOWN
    assert agreement_of({key: held for key, held in snapshot.items() if key != "blocks_in_sum"}) is Agreement.AGREES
    assert agreement_of({key: held for key, held in snapshot.items() if key != "items"}) is Agreement.DIFFERS
    figures = snapshot["figures"]
    total = {**figures["total"], "counted": figures["total"]["counted"] + 1}
    assert agreement_of({**snapshot, "figures": {**figures, "total": total}}) is Agreement.DIFFERS
    snapshot["items"]["alpha.law"]["figures"]["weight"] += 1
    assert agreement_of(snapshot) is Agreement.DIFFERS


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_seal SET content = 'other'",
        "DELETE FROM review_seal",
        "UPDATE review_submission SET note = 'other'",
        "UPDATE review_submission SET seal_hash = NULL, submitted_at = NULL",
        "DELETE FROM review_submission",
    ],
)
def test_the_database_refuses_to_change_what_was_submitted(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor, statement: str
) -> None:
    submit(session, view, "IE", PLAN, actor=ireland)
    with pytest.raises(DBAPIError, match="stays as it is"), session.begin_nested():
        session.execute(text(statement))


def test_a_part_shares_its_blocks_alone_and_words_share_nothing(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    add_milestone(session, view, "IE", "beta.law", {"title": "Other"}, actor=ireland)
    submit(session, view, "IE", {"kind": "position", "note": "We hold that …"}, actor=ireland)
    assert count_unshared(session, law.plan_id) == {"alpha": 1, "beta": 1}
    submit(session, view, "IE", {"kind": "partial", "blocks": ["beta"]}, actor=ireland)
    assert count_unshared(session, law.plan_id) == {"alpha": 1}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "else"}, "kind"),
        ({"kind": "partial"}, "blocks"),
        ({"kind": "partial", "blocks": ["gamma"]}, "blocks"),
        ({"kind": "withdrawn"}, "note"),
        ({"kind": "plan", "document_title": "NIP", "document_url": "javascript:alert(1)"}, "document_url"),
        ({"kind": "plan", "document_title": "NIP", "document_language": "English"}, "document_language"),
        ({"kind": "plan", "document_number": "12/2025"}, "document_title"),
        ({"kind": "plan", "round_id": 999_999}, "round_id"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        submit(session, view, "IE", values, actor=ireland)
    assert refused.value.field == field
    assert list_submissions(session, ireland, plan_id=law.plan_id) == []


def test_a_plan_of_which_nothing_was_said_cannot_be_sent(session: Session, view: CatalogueView) -> None:
    france = factory.coordinator(session, "FR")
    with pytest.raises(WrongState, match="Nothing has been said"):
        submit(session, view, "FR", PLAN, actor=france)


def test_only_the_own_coordinators_submit_and_others_read_what_counts(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    ministry = factory.authority(session, "IE", "Ministry")
    contributor, reviewer = factory.contributor(session, "IE", ministry), factory.reviewer(session)
    france = factory.coordinator(session, "FR")
    for actor, refusal in ((contributor, NotAllowed), (reviewer, NotAllowed), (france, NotFound)):
        with pytest.raises(refusal):
            submit(session, view, "IE", PLAN, actor=actor)
    key = submit(session, view, "IE", PLAN, actor=ireland)
    for actor in (contributor, reviewer, factory.observer(session, "IE"), factory.reviewer(session, "IE")):
        assert get_submission(session, "IE", key, actor).submission_id == key
    for actor in (france, factory.reviewer(session, "FR"), factory.observer(session), factory.administrator(session)):
        with pytest.raises(NotFound):
            get_submission(session, "IE", key, actor)


def test_a_round_takes_late_answers_and_says_so_and_none_once_it_is_closed(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor, clock_at: time_machine.Traveller
) -> None:
    reviewer = factory.reviewer(session, "x")
    with pytest.raises(NotAllowed):
        open_round(session, view, {}, actor=ireland)
    with pytest.raises(NotAllowed):
        open_round(session, view, {}, actor=reviewer)
    round_id = asked(session, view)
    on_the_day = clock.today() + timedelta(days=10)
    clock_at.shift(timedelta(days=10))
    assert clock.today() == on_the_day
    in_time = submit(session, view, "IE", {**PLAN, "round_id": round_id}, actor=ireland)
    clock_at.shift(timedelta(days=2))
    late = submit(session, view, "IE", {**PLAN, "round_id": round_id}, actor=ireland)
    assert [get_submission(session, "IE", key, ireland).days_late for key in (in_time, late)] == [0, 2]
    lead = factory.person(session, "lead", Held(Role.LEAD_REVIEWER))
    found = get_round(session, round_id, ireland)
    with pytest.raises(Conflict):
        close_round(session, round_id, actor=lead, expected_version=found.version + 1)
    close_round(session, round_id, actor=lead, expected_version=found.version)
    with pytest.raises(WrongState):
        submit(session, view, "IE", {**PLAN, "round_id": round_id}, actor=ireland)
    assert not list_rounds(session, ireland)[0].is_open
    with pytest.raises(NotFound):
        list_rounds(session, factory.administrator(session))


def test_an_open_round_says_when_milestones_are_to_be_confirmed(
    session: Session, view: CatalogueView, law: MilestoneRecord, clock_at: time_machine.Traveller
) -> None:
    assert confirmation_interval(session) == 60
    asked(session, view, interval_days=30)
    assert confirmation_interval(session) == 30
    clock_at.move_to(factory.NOON + timedelta(days=100))
    day = clock.today()
    for days in (6, 367):
        with pytest.raises(Invalid) as refused:
            asked(session, view, cut_off_on=day, interval_days=days)
        assert refused.value.field == "interval_days"


def test_four_eyes_are_two_people_and_both_are_recorded(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    second = factory.person(session, "second.ie", Held(Role.COORDINATOR, "IE"))
    reviewer = factory.reviewer(session)
    set_four_eyes(session, "IE", True, actor=ireland)
    key = submit(session, view, "IE", PLAN, actor=ireland)
    held = get_submission(session, "IE", key, second)
    assert (held.progress, held.seal_hash) == (Progress.WAITING, None)
    assert count_unshared(session, law.plan_id) == {"alpha": 1}, "nothing is shared before it counts"
    with pytest.raises(NotFound):
        get_submission(session, "IE", key, reviewer)
    with pytest.raises(NotAllowed):
        sign(session, view, "IE", key, actor=ireland, seen_stamp=None)
    for refused in (lambda: submit(session, view, "IE", PLAN, actor=second), lambda: _off(session, second)):
        with pytest.raises(WrongState):
            refused()
    head = find_head(session, "IE")
    assert head is not None
    with pytest.raises(Conflict):
        sign(session, view, "IE", key, actor=second, seen_stamp=head.working_stamp - 1)
    sign(session, view, "IE", key, actor=second, seen_stamp=head.working_stamp)
    sent = get_submission(session, "IE", key, reviewer)
    assert (sent.progress, sent.prepared_by, sent.signed_by) == (Progress.COUNTS, "coordinator.ie", "second.ie")
    with pytest.raises(WrongState):
        sign(session, view, "IE", key, actor=second, seen_stamp=None)
    deeds = [entry["deed"] for entry in pending(session) if str(entry["deed"]).startswith("review:")]
    assert deeds == ["review:submission:four-eyes-set", "review:submission:prepared", "review:submission:signed"]


def _off(session: Session, actor: Actor) -> None:
    set_four_eyes(session, "IE", False, actor=actor)


def test_what_waits_can_be_set_aside_and_then_one_is_enough_again(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Actor
) -> None:
    set_four_eyes(session, "IE", True, actor=ireland)
    key = submit(session, view, "IE", PLAN, actor=ireland)
    set_aside(session, "IE", key, actor=ireland)
    assert get_submission(session, "IE", key, ireland).progress is Progress.SET_ASIDE
    set_four_eyes(session, "IE", False, actor=ireland)
    sent = submit(session, view, "IE", PLAN, actor=ireland)
    assert get_submission(session, "IE", sent, ireland).progress is Progress.COUNTS
    with pytest.raises(WrongState):
        set_aside(session, "IE", sent, actor=ireland)


def test_the_command_line_may_submit_too(session: Session, view: CatalogueView, law: MilestoneRecord) -> None:
    key = submit(session, view, "IE", PLAN, actor=SYSTEM)
    assert get_submission(session, "IE", key, SYSTEM).progress is Progress.COUNTS
