"""A request from the first word to what became of it eighteen months later, and who may take which step."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.notices.queries.gathering import gather
from app.notices.records import Window
from app.support import services
from app.support.life import MOVES, deeds_of, follow_up_due, next_state
from app.support.queries.requests import get_request, list_requests
from app.support.states import Deed, PartKind, Side, State
from tests.factories.plans import NOON
from tests.support.conftest import PERIOD, TODAY, World


def test_every_step_of_the_table_leads_somewhere_and_ends_end() -> None:
    for move in MOVES:
        for state in move.since:
            for side in move.sides:
                assert next_state(state, move.deed, side) is not None
    for state in (State.DECLINED, State.WITHDRAWN, State.CLOSED, State.ENDED):
        assert deeds_of(state, Side) == []
    assert follow_up_due(State.REPORTED, date(2025, 8, 31)) == date(2026, 2, 28)
    assert follow_up_due(State.FOLLOWED_UP, date(2025, 8, 31)) == date(2027, 2, 28)
    assert follow_up_due(State.CLOSED, date(2025, 8, 31)) is None


def test_a_request_lives_from_the_first_word_to_what_became_of_it(world: World) -> None:
    asked = world.ask()
    assert (asked.name, asked.state, asked.parts[PartKind.BLOCK]) == ("IE-S1", State.REQUESTED, ("alpha",))
    services.add_link(
        world.session, asked, {"kind": "amif", "text": "Trainers", "reference": "A-1"}, actor=world.ireland
    )
    for early in (Deed.SIGN, Deed.START, Deed.REPORT, Deed.FOLLOW_UP):
        with pytest.raises(WrongState):
            world.step(asked, early, on_day=TODAY, text="Early", **PERIOD, blocks=["alpha"])
    assert world.step(asked, Deed.SELECT) is State.SELECTED
    for wrong in ({}, {"on_day": date(2025, 3, 11)}):
        with pytest.raises(Invalid):
            world.step(asked, Deed.SIGN, **PERIOD, blocks=["alpha"], **wrong)
    with pytest.raises(Invalid):
        world.step(asked, Deed.SIGN, on_day=TODAY, **PERIOD)
    assert world.step(asked, Deed.SIGN, on_day=TODAY, **PERIOD, blocks=["alpha"]) is State.PLANNED
    assert world.step(asked, Deed.START, on_day=TODAY) is State.RUNNING
    for text in ("First meeting", "Second meeting"):
        assert world.step(asked, Deed.MEET, on_day=TODAY, text=text) is State.RUNNING
    assert world.step(asked, Deed.REPORT, on_day=TODAY) is State.REPORTED
    found = get_request(world.session, asked.request_id, world.officer)
    assert found.follow_up_due_on == date(2025, 9, 10)
    assert world.step(asked, Deed.FOLLOW_UP, world.ireland, on_day=TODAY, text="In use") is State.FOLLOWED_UP
    assert world.step(asked, Deed.FOLLOW_UP, on_day=TODAY, text="Still in use") is State.CLOSED
    found = get_request(world.session, asked.request_id, world.ireland)
    assert [one.text for one in found.steps if one.deed is Deed.MEET] == ["First meeting", "Second meeting"]
    assert [(one.text, one.reference) for one in found.links] == [("Trainers", "A-1")]
    with pytest.raises(WrongState):
        world.step(asked, Deed.FOLLOW_UP, on_day=TODAY, text="Again")


def test_what_is_not_selected_or_withdrawn_says_why_and_stays(world: World) -> None:
    declined, withdrawn = world.ask(), world.ask(title="Another")
    assert withdrawn.name == "IE-S2"
    with pytest.raises(Invalid):
        world.step(declined, Deed.DECLINE)
    with pytest.raises(NotAllowed):
        world.step(declined, Deed.DECLINE, world.ireland, text="Not needed")
    with pytest.raises(NotAllowed):
        world.step(withdrawn, Deed.WITHDRAW, text="Not needed")
    assert world.step(declined, Deed.DECLINE, text="Asked for too much") is State.DECLINED
    assert world.step(withdrawn, Deed.WITHDRAW, world.ireland, text="Done alone") is State.WITHDRAWN
    found = list_requests(world.session, world.officer)
    assert {one.name: one.state for one in found} == {"IE-S1": State.DECLINED, "IE-S2": State.WITHDRAWN}


def test_a_request_can_be_corrected_until_it_is_decided_and_not_over_somebody_elses_words(world: World) -> None:
    asked = world.ask()
    values = {
        "call_key": "call",
        "title": "Help with the law",
        "beneficiary_id": world.authority_id,
        "expected_results": "A bill",
        "items": [world.view.items["beta.law"].item_id],
        "measures": ["digital"],
        **PERIOD,
    }
    correct = services.correct_request
    assert correct(world.session, world.view, asked, values, actor=world.ireland, expected_version=asked.version)
    with pytest.raises(Conflict):
        correct(world.session, world.view, asked, values, actor=world.ireland, expected_version=asked.version)
    found = get_request(world.session, asked.request_id, world.ireland)
    assert (found.title, found.parts[PartKind.MEASURE]) == ("Help with the law", ("digital",))
    assert PartKind.BLOCK not in found.parts
    assert not correct(world.session, world.view, found, values, actor=world.ireland, expected_version=None)
    world.step(found, Deed.SELECT)
    found = get_request(world.session, asked.request_id, world.ireland)
    with pytest.raises(WrongState):
        correct(world.session, world.view, found, values, actor=world.ireland, expected_version=None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("call_key", "none"),
        ("beneficiary_id", 999_999),
        ("blocks", ["gamma"]),
        ("blocks", []),
        ("measures", []),
        ("themes", ["other"]),
        ("expected_results", " "),
        ("ends_on", date(2025, 2, 1)),
    ],
)
def test_a_request_is_whole_or_refused(world: World, field: str, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        world.ask(**{field: value})
    assert refused.value.field == field


def test_other_countries_and_contributors_cannot_ask_and_others_do_not_find_it(world: World) -> None:
    asked = world.ask()
    with pytest.raises(NotAllowed):
        services.make_request(world.session, world.view, "IE", {}, actor=world.contributor)
    for other in (world.france, world.officer):
        with pytest.raises(NotFound):
            services.make_request(world.session, world.view, "IE", {}, actor=other)
    assert get_request(world.session, asked.request_id, world.reviewer).name == "IE-S1"
    with pytest.raises(NotFound):
        get_request(world.session, asked.request_id, world.france)
    with pytest.raises(NotAllowed):
        world.step(asked, Deed.SELECT, world.reviewer)


def test_notices_tell_both_sides_and_when_it_is_time_to_look_again(
    world: World, clock_at: time_machine.Traveller
) -> None:
    request = world.running()
    clock_at.shift(60)
    window = Window(NOON.replace(hour=0), NOON.replace(hour=23))
    said = {
        name: {one.said for one in gather(world.session, world.view, actor, window)}
        for name, actor in (("officer", world.officer), ("ireland", world.ireland), ("france", world.france))
    }
    assert "%(country)s requested technical support: %(name)s" in said["officer"]
    assert "The support plan was signed: %(name)s" in said["ireland"]
    assert "The support plan was signed: %(name)s" not in said["officer"] | said["france"]
    world.step(request, Deed.REPORT, on_day=TODAY)
    later = Window(NOON.replace(month=9, day=1), NOON.replace(month=9, day=20))
    for actor in (world.officer, world.ireland):
        told = [one for one in gather(world.session, world.view, actor, later) if one.on == date(2025, 9, 10)]
        assert [one.path for one in told] == [f"/support/requests/{request.request_id}"]
