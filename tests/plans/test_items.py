"""Items, their closing milestone, evidence, prose and authorities."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.plans.queries.heads import find_head, get_plan, list_authorities
from app.plans.queries.history import count_unshared, list_history
from app.plans.queries.milestones import get_milestone, search_milestones
from app.plans.queries.state import list_evidence, list_items, list_milestones
from app.plans.services.authorities import (
    add_authority,
    deactivate_authority,
    reactivate_authority,
    rename_authority,
)
from app.plans.services.closing import reopen_item, report_in_place
from app.plans.services.evidence import attach_evidence, update_evidence, withdraw_evidence
from app.plans.services.items import set_applicability, update_item
from app.plans.services.milestone_status import (
    cancel_milestone,
    confirm_milestones,
    offer_milestone,
    uncancel_milestone,
)
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.prose import update_prose
from app.plans.services.releases import share
from app.plans.states import Scope
from tests.factories import plans as factory

TODAY = factory.NOON.date()


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Actor:
    return factory.coordinator(session, "IE")


def closing_on(session: Session, view: CatalogueView, ireland: Actor, day: date) -> list[int]:
    plan = get_plan(session, "IE", ireland)
    item = {view.items["alpha.law"].item_id}
    return [m.progress for m in list_milestones(session, plan.plan_id, Scope.WORKING, day, item) if m.is_closing]


# --- reported in place -----------------------------------------------------------------------------------


def test_an_untouched_item_can_be_reported_in_place_since_an_earlier_day(
    session: Session, view: CatalogueView, ireland: Actor
) -> None:
    since = date(2025, 1, 15)
    closing = report_in_place(session, view, "IE", "alpha.law", actor=ireland, day=since, expected_version=None)
    assert (closing.progress, closing.actual_on, closing.is_closing) == (10000, since, True)
    assert [closing_on(session, view, ireland, day) for day in (since - timedelta(days=1), since, TODAY)] == [
        [],
        [10000],
        [10000],
    ]
    plan = get_plan(session, "IE", ireland)
    assert [item.item_id for item in list_items(session, plan.plan_id, Scope.WORKING, since)] == [closing.item_id]


def test_an_item_touched_later_is_known_from_the_day_since_which_it_is_in_place(
    session: Session, view: CatalogueView, ireland: Actor
) -> None:
    add_milestone(session, view, "IE", "alpha.law", {"title": "x"}, actor=ireland)
    report_in_place(session, view, "IE", "alpha.law", actor=ireland, day=date(2025, 1, 15), expected_version=None)
    plan = get_plan(session, "IE", ireland)
    assert len(list_items(session, plan.plan_id, Scope.WORKING, date(2025, 1, 15))) == 1
    assert list_items(session, plan.plan_id, Scope.WORKING, date(2025, 1, 14)) == []


def test_the_day_of_being_in_place_can_be_corrected_and_taken_back(
    session: Session, view: CatalogueView, ireland: Actor, clock_at: time_machine.Traveller
) -> None:
    report_in_place(session, view, "IE", "alpha.law", actor=ireland, expected_version=None)
    clock_at.shift(timedelta(days=5))
    corrected = report_in_place(
        session, view, "IE", "alpha.law", actor=ireland, day=date(2025, 2, 1), expected_version=None
    )
    assert corrected.actual_on == date(2025, 2, 1)
    assert closing_on(session, view, ireland, date(2025, 2, 1)) == [10000]
    with pytest.raises(Invalid):
        reopen_item(session, view, "IE", "alpha.law", actor=ireland, reason=" ", expected_version=None)
    reopened = reopen_item(
        session, view, "IE", "alpha.law", actor=ireland, reason="The court struck it down", expected_version=None
    )
    assert (reopened.progress, reopened.actual_on) == (0, None)
    clock_at.shift(timedelta(days=5))
    again = report_in_place(
        session, view, "IE", "alpha.law", actor=ireland, day=date(2025, 3, 1), expected_version=None
    )
    assert (again.progress, again.actual_on) == (10000, date(2025, 3, 1))
    with pytest.raises(WrongState):
        reopen_item(session, view, "IE", "beta.law", actor=ireland, reason="never", expected_version=None)


def test_an_item_is_not_in_place_in_the_future_and_not_over_a_stale_version(
    session: Session, view: CatalogueView, ireland: Actor
) -> None:
    with pytest.raises(Invalid):
        report_in_place(
            session, view, "IE", "alpha.law", actor=ireland, day=TODAY + timedelta(days=1), expected_version=None
        )
    closing = report_in_place(session, view, "IE", "alpha.law", actor=ireland, expected_version=None)
    with pytest.raises(Conflict):
        report_in_place(
            session, view, "IE", "alpha.law", actor=ireland, day=date(2025, 1, 1), expected_version=closing.version + 1
        )


def test_the_closing_milestone_cannot_be_cancelled_or_given_steps(
    session: Session, view: CatalogueView, ireland: Actor
) -> None:
    closing = report_in_place(session, view, "IE", "alpha.law", actor=ireland, expected_version=None)
    arguments: dict[str, Any] = {"actor": ireland, "expected_version": None}
    with pytest.raises(WrongState):
        cancel_milestone(session, "IE", closing.reference, reason="no", **arguments)
    for refused in ({"step_key": "draft"}, {"title": "Other"}, {"measured_by": "target"}):
        with pytest.raises(Invalid):
            update_milestone(session, view, "IE", closing.reference, refused, **arguments)
    given = {"forecast_on": date(2025, 9, 1)}
    assert update_milestone(session, view, "IE", closing.reference, given, **arguments).forecast_on is not None


# --- standing of milestones ------------------------------------------------------------------------------


def test_cancelling_takes_a_reason_and_can_be_taken_back(session: Session, view: CatalogueView, ireland: Actor) -> None:
    law = add_milestone(session, view, "IE", "alpha.law", {"title": "x"}, actor=ireland)
    arguments: dict[str, Any] = {"actor": ireland, "expected_version": law.version}
    with pytest.raises(Invalid):
        cancel_milestone(session, "IE", law.reference, reason="", **arguments)
    with pytest.raises(WrongState):
        uncancel_milestone(session, "IE", law.reference, **arguments)
    gone = cancel_milestone(session, "IE", law.reference, reason="Done by another law", **arguments)
    assert (gone.is_cancelled, gone.cancel_reason) == (True, "Done by another law")
    with pytest.raises(Conflict):
        uncancel_milestone(session, "IE", law.reference, **arguments)
    back = uncancel_milestone(session, "IE", law.reference, actor=ireland, expected_version=gone.version)
    assert not back.is_cancelled


def test_confirming_is_counted_and_all_or_nothing(
    session: Session, view: CatalogueView, ireland: Actor, clock_at: time_machine.Traveller
) -> None:
    ministry = add_authority(session, "IE", "Ministry", actor=ireland).authority_id
    values = {"title": "x", "authority_id": ministry}
    mine = add_milestone(session, view, "IE", "alpha.law", values, actor=ireland)
    other = add_milestone(session, view, "IE", "alpha.law", {"title": "y"}, actor=ireland)
    clock_at.shift(timedelta(days=1))
    actor = factory.contributor(session, "IE", ministry)
    with pytest.raises(NotAllowed):
        confirm_milestones(session, "IE", {mine.reference: None, other.reference: None}, actor=actor)
    with pytest.raises(NotFound):
        confirm_milestones(session, "IE", {mine.reference: None, "IE-9999": None}, actor=actor)
    assert get_milestone(session, "IE", mine.reference, ireland)[1].confirmed_on == TODAY
    assert confirm_milestones(session, "IE", {mine.reference: None}, actor=actor) == 1
    assert confirm_milestones(session, "IE", {mine.reference: None, other.reference: None}, actor=ireland) == 1


def test_only_a_shared_milestone_is_offered(session: Session, view: CatalogueView, ireland: Actor) -> None:
    law = add_milestone(session, view, "IE", "alpha.law", {"title": "x"}, actor=ireland)
    with pytest.raises(WrongState):
        offer_milestone(session, "IE", law.reference, True, actor=ireland, expected_version=law.version)
    share(session, "IE", actor=ireland)
    offered = offer_milestone(session, "IE", law.reference, True, actor=ireland, expected_version=law.version)
    assert offered.is_offered


# --- items -----------------------------------------------------------------------------------------------


def test_an_item_that_does_not_apply_takes_a_reason_of_the_coordinator(
    session: Session, view: CatalogueView, ireland: Actor
) -> None:
    arguments: dict[str, Any] = {"expected_version": None}
    with pytest.raises(Invalid) as refused:
        set_applicability(session, view, "IE", "alpha.law", "not_applicable", actor=ireland, reason="", **arguments)
    assert refused.value.field == "reason"
    with pytest.raises(Invalid):
        set_applicability(session, view, "IE", "alpha.law", "perhaps", actor=ireland, reason="x", **arguments)
    ministry = factory.authority(session, "IE", "Ministry")
    actor = factory.contributor(session, "IE", ministry)
    with pytest.raises(NotAllowed):
        set_applicability(session, view, "IE", "alpha.law", "not_applicable", actor=actor, reason="x", **arguments)
    item = set_applicability(
        session, view, "IE", "alpha.law", "not_applicable", actor=ireland, reason="No sea border", **arguments
    )
    assert (item.applicability, item.applicability_reason) == ("not_applicable", "No sea border")
    with pytest.raises(WrongState):
        report_in_place(session, view, "IE", "alpha.law", actor=ireland, expected_version=None)
    back = set_applicability(session, view, "IE", "alpha.law", "applies", actor=ireland, reason="", **arguments)
    assert back.applicability_reason == ""


def test_update_item_and_who_may(session: Session, view: CatalogueView, ireland: Actor) -> None:
    mine, other = (factory.authority(session, "IE", name) for name in ("Mine", "Other"))
    actor = factory.contributor(session, "IE", mine)
    values = {"current_state": "Two offices\r\nopen"}
    with pytest.raises(NotAllowed):
        update_item(session, view, "IE", "alpha.law", values, actor=actor, expected_version=0)
    assert count_unshared(session, get_plan(session, "IE", ireland).plan_id) == {}
    first = update_item(
        session, view, "IE", "alpha.law", {"lead_authority_id": mine}, actor=ireland, expected_version=0
    )
    with pytest.raises(Conflict):
        update_item(session, view, "IE", "alpha.law", values, actor=actor, expected_version=0)
    item = update_item(session, view, "IE", "alpha.law", values, actor=actor, expected_version=first.version)
    assert item.current_state == "Two offices\nopen"
    for refused in ({"lead_authority_id": other}, {"contributing": [mine]}):
        with pytest.raises(NotAllowed):
            update_item(session, view, "IE", "alpha.law", refused, actor=actor, expected_version=item.version)
    with pytest.raises(Invalid):
        update_item(session, view, "IE", "alpha.law", {"applicability": "x"}, actor=ireland, expected_version=None)
    both = update_item(
        session, view, "IE", "alpha.law", {"contributing": [other, mine]}, actor=ireland, expected_version=None
    )
    assert both.contributing == (mine, other)
    entry = list_history(session, get_plan(session, "IE", ireland))[0]
    assert [(change.field, change.old, change.new) for change in entry.changes] == [("contributing", [], [mine, other])]
    with pytest.raises(Invalid):
        update_item(session, view, "IE", "alpha.law", {"contributing": [999_999]}, actor=ireland, expected_version=None)


# --- evidence --------------------------------------------------------------------------------------------

GOOD: dict[str, dict[str, Any]] = {
    "legal_reference": {"title": "Act 5", "reference": "Act No 5 of 2025"},
    "notification": {"title": "Sent", "about_on": date(2025, 3, 1)},
    "link": {"title": "Page", "url": "https://law.example/5"},
    "number": {"title": "Places", "number": 400, "unit": "places", "about_on": date(2025, 3, 1)},
    "statement": {"title": "Held by the ministry"},
}


@pytest.mark.parametrize("kind", GOOD)
def test_every_kind_of_evidence_can_be_attached(
    session: Session, view: CatalogueView, ireland: Actor, kind: str
) -> None:
    evidence = attach_evidence(session, view, "IE", "alpha.law", {"kind": kind, **GOOD[kind]}, actor=ireland)
    plan = get_plan(session, "IE", ireland)
    assert list_evidence(session, plan.plan_id, Scope.WORKING, TODAY) == [evidence]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "rumour", "title": "x"}, "kind"),
        ({"title": "x"}, "kind"),
        ({"kind": "statement"}, "title"),
        ({"kind": "legal_reference", "title": "x"}, "reference"),
        ({"kind": "notification", "title": "x"}, "reference"),
        ({"kind": "link", "title": "x"}, "url"),
        ({"kind": "link", "title": "x", "url": "javascript:alert(1)"}, "url"),
        ({"kind": "link", "title": "x", "url": "https://"}, "url"),
        ({"kind": "link", "title": "x", "url": "https://user:secret@host.example/"}, "url"),
        ({"kind": "link", "title": "x", "url": "https://[broken"}, "url"),
        ({"kind": "number", "title": "x", "unit": "places", "about_on": date(2025, 1, 1)}, "number"),
        ({"kind": "number", "title": "x", "number": 1, "about_on": date(2025, 1, 1)}, "unit"),
        ({"kind": "number", "title": "x", "number": 1, "unit": "places"}, "about_on"),
        ({"kind": "statement", "title": "x", "about_on": date(2025, 3, 11)}, "about_on"),
        ({"kind": "statement", "title": "x", "about_on": TODAY, "expires_on": date(2025, 3, 9)}, "expires_on"),
        ({"kind": "statement", "title": "x", "is_withdrawn": True}, "is_withdrawn"),
    ],
)
def test_evidence_names_what_it_lacks(
    session: Session, view: CatalogueView, ireland: Actor, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        attach_evidence(session, view, "IE", "alpha.law", values, actor=ireland)
    assert refused.value.field == field
    assert count_unshared(session, get_plan(session, "IE", ireland).plan_id) == {}


def test_a_sensitive_item_takes_no_link(session: Session, view: CatalogueView, ireland: Actor) -> None:
    for kind, values in GOOD.items():
        given = {"kind": kind, **values}
        if kind == "link":
            with pytest.raises(Invalid):
                attach_evidence(session, view, "IE", "alpha.secret", given, actor=ireland)
        else:
            attach_evidence(session, view, "IE", "alpha.secret", given, actor=ireland)
    statement = {"kind": "statement", "title": "x", "url": "https://law.example"}
    with pytest.raises(Invalid) as refused:
        attach_evidence(session, view, "IE", "alpha.secret", statement, actor=ireland)
    assert refused.value.field == "url"


def test_withdrawn_evidence_is_gone_from_that_day_on(
    session: Session, view: CatalogueView, ireland: Actor, clock_at: time_machine.Traveller
) -> None:
    evidence = attach_evidence(session, view, "IE", "alpha.law", {"kind": "statement", "title": "x"}, actor=ireland)
    clock_at.shift(timedelta(days=2))
    plan = get_plan(session, "IE", ireland)
    arguments: dict[str, Any] = {"actor": ireland, "expected_version": evidence.version}
    with pytest.raises(Invalid):
        withdraw_evidence(session, "IE", evidence.evidence_id, reason="", **arguments)
    withdraw_evidence(session, "IE", evidence.evidence_id, reason="Out of date", **arguments)
    days = [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=2)]
    assert [len(list_evidence(session, plan.plan_id, Scope.WORKING, day)) for day in days] == [1, 1, 0]
    with pytest.raises(WrongState):
        update_evidence(session, view, "IE", evidence.evidence_id, {"title": "y"}, actor=ireland, expected_version=None)


def test_update_evidence_checks_what_its_kind_needs(session: Session, view: CatalogueView, ireland: Actor) -> None:
    values = {"kind": "link", "title": "x", "url": "https://law.example"}
    evidence = attach_evidence(session, view, "IE", "alpha.law", values, actor=ireland)
    with pytest.raises(Invalid):
        update_evidence(session, view, "IE", evidence.evidence_id, {"url": ""}, actor=ireland, expected_version=None)
    changed = update_evidence(
        session, view, "IE", evidence.evidence_id, {"url": "http://law.example/2"}, actor=ireland, expected_version=1
    )
    assert (changed.url, changed.version) == ("http://law.example/2", 2)
    with pytest.raises(NotFound):
        update_evidence(
            session,
            view,
            "FR",
            evidence.evidence_id,
            {"title": "y"},
            actor=factory.coordinator(session, "FR"),
            expected_version=None,
        )


# --- prose and authorities -------------------------------------------------------------------------------


def test_prose_is_written_by_the_coordinator_in_sections_of_the_catalogue(
    session: Session, view: CatalogueView, ireland: Actor
) -> None:
    prose = update_prose(session, view, "IE", "alpha", "state-of-play", "A", "en", actor=ireland, expected_version=0)
    with pytest.raises(Conflict):
        update_prose(session, view, "IE", "alpha", "state-of-play", "B", "en", actor=ireland, expected_version=0)
    arguments: dict[str, Any] = {"actor": ireland, "expected_version": None}
    with pytest.raises(NotFound):
        update_prose(session, view, "IE", "alpha", "unknown", "B", "en", **arguments)
    with pytest.raises(NotFound):
        update_prose(session, view, "IE", "gamma", "state-of-play", "B", "en", **arguments)
    with pytest.raises(Invalid):
        update_prose(session, view, "IE", "alpha", "state-of-play", "B", "english", **arguments)
    with pytest.raises(Invalid):
        update_prose(session, view, "IE", "alpha", "state-of-play", "x" * 20_001, "en", **arguments)
    changed = update_prose(session, view, "IE", "alpha", "state-of-play", "B", "ga", **arguments)
    assert (changed.text, changed.language, changed.version) == ("B", "ga", prose.version + 1)


def test_an_authority_with_open_milestones_stays(session: Session, view: CatalogueView, ireland: Actor) -> None:
    ministry = add_authority(session, "IE", "Ministry of Justice", actor=ireland)
    with pytest.raises(Invalid):
        add_authority(session, "IE", "ministry of justice", actor=ireland)
    law = add_milestone(
        session, view, "IE", "alpha.law", {"title": "x", "authority_id": ministry.authority_id}, actor=ireland
    )
    arguments: dict[str, Any] = {"actor": ireland, "expected_version": None}
    with pytest.raises(WrongState) as refused:
        deactivate_authority(session, "IE", ministry.authority_id, **arguments)
    assert refused.value.values == {"count": 1}
    update_milestone(session, view, "IE", law.reference, {"step_key": "notified"}, **arguments)
    assert not deactivate_authority(session, "IE", ministry.authority_id, **arguments).is_active
    values = {"title": "y", "authority_id": ministry.authority_id}
    with pytest.raises(Invalid):
        add_milestone(session, view, "IE", "alpha.law", values, actor=ireland)
    reactivate_authority(session, "IE", ministry.authority_id, **arguments)
    renamed = rename_authority(session, "IE", ministry.authority_id, "Ministry", short_name="M", **arguments)
    assert (renamed.name, renamed.short_name) == ("Ministry", "M")
    with pytest.raises(Conflict):
        rename_authority(session, "IE", ministry.authority_id, "Other", actor=ireland, expected_version=1)
    with pytest.raises(NotFound):
        rename_authority(
            session,
            "FR",
            ministry.authority_id,
            "Mine",
            actor=factory.coordinator(session, "FR"),
            expected_version=None,
        )
    head = find_head(session, "IE")
    assert head is not None
    assert [authority.name for authority in list_authorities(session, head.plan_id)] == ["Ministry"]


def test_search_finds_own_milestones_only_and_takes_signs_literally(
    session: Session, view: CatalogueView, ireland: Actor
) -> None:
    france = factory.coordinator(session, "FR")
    add_milestone(session, view, "IE", "alpha.law", {"title": "Bill 100 % adopted"}, actor=ireland)
    add_milestone(session, view, "FR", "alpha.law", {"title": "Bill adopted"}, actor=france)
    assert [hit.reference for hit in search_milestones(session, ireland, "bill")] == ["IE-0002"]
    assert [hit.reference for hit in search_milestones(session, ireland, "100 %")] == ["IE-0002"]
    assert [hit.reference for hit in search_milestones(session, france, "%")] == []
    assert [hit.reference for hit in search_milestones(session, france, "fr-0002")] == ["FR-0002"]
    assert search_milestones(session, factory.reviewer(session), "Bill") == []
    assert search_milestones(session, ireland, "  ") == []


def test_contributing_authorities_are_part_of_what_a_version_stands_for(
    session: Session, view: CatalogueView, ireland: Actor
) -> None:
    first, second = (factory.authority(session, "IE", name) for name in ("First", "Second"))
    seen = update_item(session, view, "IE", "alpha.law", {"current_state": "x"}, actor=ireland, expected_version=0)
    same: dict[str, Any] = {"actor": ireland, "expected_version": seen.version}
    both = update_item(session, view, "IE", "alpha.law", {"contributing": [first, second]}, **same)
    assert both.version == seen.version + 1
    with pytest.raises(Conflict) as refused:
        update_item(session, view, "IE", "alpha.law", {"contributing": [first]}, **same)
    assert refused.value.theirs["contributing"] == [first, second]
