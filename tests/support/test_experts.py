"""What an assignment opens, from its first to its last day and no longer; what becomes of what experts suggest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.notices.queries.gathering import gather
from app.notices.records import Window
from app.plans.policy import row_scope_for, scope_for
from app.plans.queries.history import list_history
from app.plans.queries.milestones import get_milestone
from app.plans.states import Scope
from app.support import services
from app.support.areas import get_milestone_in_area, opened_items
from app.support.queries.requests import get_request, list_requests
from app.support.queries.suggestions import get_suggestion, list_suggestions
from app.support.states import Deed, SuggestionState
from tests.factories.plans import NOON
from tests.support.conftest import World


def keys_of(world: World, *keys: str) -> set[int]:
    return {world.view.items[key].item_id for key in keys}


ALPHA = ("alpha.law", "alpha.training", "alpha.secret")


def test_an_expert_reads_the_blocks_and_items_of_the_assignment_as_shared_and_no_plan(world: World) -> None:
    request = world.running(blocks=["alpha"], items=keys_of(world, "beta.law"))
    expert = world.assign(request)
    assert opened_items(world.session, world.view, "IE", expert) == dict.fromkeys(keys_of(world, *ALPHA), Scope.SHARED)
    assert opened_items(world.session, world.view, "FR", expert) == {}
    for owner in ("IE", "FR", "EU"):
        assert scope_for(expert, owner) is None
        assert row_scope_for(expert, owner, True) is None
    assert get_milestone_in_area(world.session, world.view, "IE", world.bill, expert)[1].title == "Bill adopted"
    for hidden in (world.kept, world.other):
        with pytest.raises(NotFound):
            get_milestone_in_area(world.session, world.view, "IE", hidden, expert)
    single = world.assign(
        request, email="single@demo.example", blocks=[], items=sorted(keys_of(world, "alpha.training", "beta.law"))
    )
    assert set(opened_items(world.session, world.view, "IE", single)) == keys_of(world, "alpha.training", "beta.law")


def test_what_is_not_shared_is_opened_by_the_country_alone_and_closed_again(world: World) -> None:
    request = world.running()
    expert = world.assign(request)
    request = get_request(world.session, request.request_id, world.officer)
    (one,) = request.assignments
    tick = services.open_working_state
    for actor in (world.officer, world.contributor, expert):
        with pytest.raises(NotAllowed):
            tick(world.session, request, one.assignment_id, True, actor=actor, expected=False)
    tick(world.session, request, one.assignment_id, True, actor=world.ireland, expected=False)
    opened = world.again()
    assert get_milestone_in_area(world.session, world.view, "IE", world.kept, opened)[1].reference == world.kept
    with pytest.raises(NotFound):
        get_milestone_in_area(world.session, world.view, "IE", world.other, opened)
    tick(world.session, request, one.assignment_id, False, actor=world.ireland, expected=True)
    assert set(opened_items(world.session, world.view, "IE", world.again()).values()) == {Scope.SHARED}


def test_an_assignment_opens_nothing_before_its_first_and_after_its_last_day(
    world: World, clock_at: time_machine.Traveller
) -> None:
    request = world.running()
    later = world.assign(request, starts_on=date(2025, 4, 1), ends_on=date(2025, 5, 31))
    assert opened_items(world.session, world.view, "IE", later) == {}
    assert list_requests(world.session, later) == []
    clock_at.move_to(NOON.replace(month=5, day=31, hour=21, minute=30))  # 23.30 in Brussels
    expert = world.again()
    assert opened_items(world.session, world.view, "IE", expert)
    assert [one.name for one in list_requests(world.session, expert)] == ["IE-S1"]
    clock_at.shift(timedelta(hours=1))
    expert = world.again()
    assert opened_items(world.session, world.view, "IE", expert) == {}
    assert list_requests(world.session, expert) == []
    assert list_suggestions(world.session, expert) == []


def test_an_assignment_that_was_ended_an_hour_ago_opens_nothing(world: World, clock_at: time_machine.Traveller) -> None:
    request = world.running()
    world.assign(request)
    request = get_request(world.session, request.request_id, world.officer)
    (one,) = request.assignments
    with pytest.raises(NotAllowed):
        services.end_assignment(world.session, request, one.assignment_id, "Enough", actor=world.ireland)
    services.end_assignment(world.session, request, one.assignment_id, "Enough", actor=world.officer)
    clock_at.shift(3600)
    expert = world.again()
    assert expert.held == ()
    with pytest.raises(NotFound):
        get_milestone_in_area(world.session, world.view, "IE", world.bill, expert)
    with pytest.raises(NotFound):
        services.suggest(world.session, world.view, "IE", world.bill, {"note": "x"}, "Why", actor=expert)
    found = get_request(world.session, request.request_id, world.officer).assignments[0]
    assert (found.end_reason, found.holds_on(NOON.date())) == ("Enough", False)


def test_a_project_that_is_ended_early_ends_its_assignments(world: World) -> None:
    request = world.running()
    world.assign(request)
    world.step(request, Deed.END, text="No money")
    assert world.again().held == ()
    with pytest.raises(WrongState):
        world.assign(get_request(world.session, request.request_id, world.officer), email="late@demo.example")


def test_the_support_plan_is_the_most_that_an_assignment_can_open(world: World) -> None:
    request = world.running(items=sorted(keys_of(world, "alpha.law")))
    for areas in (
        {"blocks": ["alpha"]},
        {"blocks": [], "items": sorted(keys_of(world, "alpha.training"))},
        {"blocks": []},
    ):
        with pytest.raises(Invalid):
            world.assign(request, **areas)
    with pytest.raises(Invalid):
        world.assign(request, blocks=[], items=sorted(keys_of(world, "alpha.law")), ends_on=date(2026, 1, 1))
    with pytest.raises(Invalid):  # who reviews or writes plans is no expert on one
        world.assign(request, email=world.reviewer.email, blocks=[], items=sorted(keys_of(world, "alpha.law")))
    assert world.assign(request, blocks=[], items=sorted(keys_of(world, "alpha.law")))


def test_the_officer_reads_what_support_plans_of_open_projects_cover_and_no_more(world: World) -> None:
    assert opened_items(world.session, world.view, "IE", world.officer) == {}
    request = world.running()
    opened = opened_items(world.session, world.view, "IE", world.officer)
    assert opened == dict.fromkeys(keys_of(world, *ALPHA), Scope.SHARED)
    assert scope_for(world.officer, "IE") is None
    assert scope_for(world.officer, "EU") is None
    with pytest.raises(NotAllowed):
        services.suggest(world.session, world.view, "IE", world.bill, {"note": "x"}, "Why", actor=world.officer)
    world.step(request, Deed.REPORT, on_day=NOON.date())
    assert opened_items(world.session, world.view, "IE", world.officer) == {}


def suggested(world: World, **wanted: object) -> int:
    expert = world.assign(world.running())
    values = wanted or {"forecast_on": date(2025, 9, 10)}
    return services.suggest(world.session, world.view, "IE", world.bill, values, "Too early", actor=expert).id


def test_nothing_moves_before_the_coordinator_accepts_and_then_in_their_name(world: World) -> None:
    key = suggested(world, forecast_on=date(2025, 9, 10), step_key="draft")
    plan, before = get_milestone(world.session, "IE", world.bill, world.ireland)
    assert (before.forecast_on, before.step_key) == (date(2025, 9, 1), None)
    accept = services.accept
    for actor in (world.contributor, world.again()):
        with pytest.raises(NotAllowed):
            accept(world.session, world.view, key, None, actor=actor, expected_version=None, milestone_version=None)
    with pytest.raises(NotFound):
        accept(world.session, world.view, key, None, actor=world.france, expected_version=None, milestone_version=None)
    with pytest.raises(Conflict):  # the milestone has changed since the page was shown
        accept(world.session, world.view, key, None, actor=world.ireland, expected_version=None, milestone_version=99)
    became = accept(
        world.session,
        world.view,
        key,
        None,
        actor=world.ireland,
        expected_version=None,
        milestone_version=before.version,
    )
    assert became is SuggestionState.ACCEPTED
    after = get_milestone(world.session, "IE", world.bill, world.ireland)[1]
    assert (after.forecast_on, after.step_key) == (date(2025, 9, 10), "draft")
    newest = list_history(world.session, plan)[0]
    assert newest.author_name == "ireland"
    assert newest.reason == f"Suggestion {key} of Expert, as suggested"
    with pytest.raises(WrongState):
        services.decline(world.session, key, "No", actor=world.ireland, expected_version=None)


def test_a_coordinator_can_change_decline_and_an_expert_take_back(
    world: World, clock_at: time_machine.Traveller
) -> None:
    request = world.running()
    expert = world.assign(request)
    made = [
        services.suggest(world.session, world.view, "IE", world.bill, {"note": f"Note {n}"}, "Why", actor=expert).id
        for n in range(3)
    ]
    version = get_milestone(world.session, "IE", world.bill, world.ireland)[1].version
    changed = services.accept(
        world.session,
        world.view,
        made[0],
        {"note": "Another note"},
        actor=world.ireland,
        expected_version=None,
        milestone_version=version,
    )
    with pytest.raises(Invalid):
        services.decline(world.session, made[1], " ", actor=world.ireland, expected_version=None)
    services.decline(world.session, made[1], "Said already", actor=world.ireland, expected_version=None)
    with pytest.raises(NotAllowed):
        services.withdraw_suggestion(world.session, made[2], actor=world.ireland, expected_version=None)
    services.withdraw_suggestion(world.session, made[2], actor=expert, expected_version=None)
    found = [get_suggestion(world.session, key, expert) for key in made]
    assert changed is SuggestionState.CHANGED
    assert [one.state.value for one in found] == ["changed", "declined", "withdrawn"]
    assert found[0].done == {"note": "Another note"}
    assert get_milestone(world.session, "IE", world.bill, world.ireland)[1].note == "Another note"
    clock_at.shift(60)
    window = Window(NOON.replace(hour=0), NOON.replace(hour=23))
    told = {one.said for one in gather(world.session, world.view, expert, window)}
    assert {
        "A suggested change was declined: %(about)s",
        "A suggested change was accepted with changes: %(about)s",
    } <= told
    assert "An expert suggested a change of a milestone: %(about)s" in {
        one.said for one in gather(world.session, world.view, world.ireland, window)
    }


@pytest.mark.parametrize("wanted", [{"title": "Bill adopted"}, {"title": " "}, {"step_key": "nonsense"}])
def test_a_suggestion_changes_something_that_there_is(world: World, wanted: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        suggested(world, **wanted)


def test_a_suggestion_names_fields_of_a_milestone_and_nothing_else(world: World) -> None:
    with pytest.raises(NotFound):
        suggested(world, authority_id=1)
