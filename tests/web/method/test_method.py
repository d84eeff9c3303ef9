"""The page of the method: open to everybody, true to the code, with an example that adds up."""

from __future__ import annotations

import pytest

from app.accounts.actor import NOBODY
from app.accounts.queries import find_user_by_email, load_actor
from app.http.context import services
from app.readiness.arithmetic import half_up
from app.readiness.gaps import RULES
from app.readiness.states import State
from app.web.method import wording
from app.web.method.example import WorkedExample, worked_example
from tests.guards.house import House


def test_everybody_reads_the_rule_with_its_lists(house: House) -> None:
    text = house.browser("nobody").get("/method").text
    for state in State:
        assert state.label in text
    for rule in RULES:
        assert rule.title in text
    for item in house.view.items.values():
        if item.is_key:
            assert item.title.in_("en") in text.replace("&#39;", "'")
    for stream in house.view.workstreams.values():
        for step in stream.ladder:
            assert f"{step.title.in_('en')} {step.value}" in text
    assert "Sign in to see an example" in text
    assert "/items/" not in text


def test_key_items_keep_their_written_rule(house: House) -> None:
    for block in house.view.blocks.values():
        keys = [item for item in block.items if item.is_key]
        own = [item for item in keys if item.level.value == "member_state"]
        assert all(item.obligation.value == "shall" for item in keys), block.key
        assert all(item.confidence.value == "high" for item in own), block.key
        assert 3 <= len(own) <= 5, block.key
        assert len(keys) - len(own) <= 3, block.key


@pytest.mark.parametrize("role", ["guest", "administrator"])
def test_who_reads_no_plan_gets_the_example_in_plain_numbers(house: House, role: str) -> None:
    text = house.browser(role).get("/method").text
    assert "Of 400 staff" in text
    assert "See the whole sum" not in text


def example_for(house: House, role: str) -> WorkedExample | None:
    with house.app.test_request_context(), services(house.app).database.reading() as session:
        user = find_user_by_email(session, house.people[role])
        assert user is not None
        actor = load_actor(session, user.id)
        assert actor is not None
        return worked_example(session, actor, house.view)


@pytest.mark.parametrize("role", ["coordinator", "contributor", "desk reviewer", "lead reviewer", "national observer"])
def test_the_example_is_from_a_plan_the_reader_may_open_and_adds_up(house: House, role: str) -> None:
    example = example_for(house, role)
    assert example is not None
    assert example.owner == "IE"
    assert example.is_working is (role in ("coordinator", "contributor"))
    assert len(example.milestones) == (4 if example.is_working else 3)
    assert example.total == 2500 + 4500
    assert example.reading.progress == half_up(9 * example.total, 10 * len(example.milestones))
    text = house.browser(role).get("/method").text
    assert "/countries/IE/blocks/3/why" in text
    assert f"= {exact(house, example.mean)} %" in text


def exact(house: House, figure: int) -> str:
    with house.app.test_request_context():
        return wording.exact(figure)


@pytest.mark.parametrize(
    ("figure", "shown"), [(0, "0"), (6000, "60"), (5875, "58.75"), (5870, "58.7"), (10_000, "100")]
)
def test_figures_are_shown_with_the_decimals_they_have(house: House, figure: int, shown: str) -> None:
    with house.app.test_request_context():
        assert wording.exact(figure) == shown


def test_every_state_has_its_words(house: House) -> None:
    with house.app.test_request_context():
        assert len({wording.state_words(state) for state in State}) == len(State)


def test_the_plain_example_is_right() -> None:
    assert half_up(9 * (4500 + 7500), 10 * 2) == 5400


def test_nobody_gets_no_example(house: House) -> None:
    with house.app.test_request_context(), services(house.app).database.reading() as session:
        assert worked_example(session, NOBODY, house.view) is None
