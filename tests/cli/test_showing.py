"""`flask plans show` and `flask readiness show`: what pages show, by command; and its refusals."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import Result

from app.cli.plans import parts_told
from tests.guards.house import ITEM, OWN, SILENT, House


def run(house: House, *arguments: str) -> Result:
    return house.app.test_cli_runner().invoke(args=list(arguments))


def test_a_plan_is_shown_as_it_was_shared_and_as_its_country_sees_it(house: House) -> None:
    shared = run(house, "plans", "show", OWN.lower(), "--json")
    working = run(house, "plans", "show", OWN, "--working", "--json")
    assert (shared.exit_code, working.exit_code) == (0, 0)
    assert ITEM[OWN] in json.loads(shared.stdout)["items"]
    assert json.loads(shared.stdout)["state_of_plan"] == "shared"
    assert json.loads(working.stdout)["items"] != json.loads(shared.stdout)["items"]


def test_a_plan_is_told_in_words_with_its_milestones(house: House) -> None:
    said = run(house, "plans", "show", OWN).stdout
    assert said.startswith(f"{OWN} on 2026-11-22, shared state: ")
    assert f"\n{ITEM[OWN]}\n" in said
    assert "In place" in said


def test_parts_of_a_target_go_by_the_names_of_their_authorities() -> None:
    told = parts_told("12:100:40:2025-02-01;15:80::", {12: "Border Guard", 15: "Asylum Office"})
    assert told == [
        {"authority": "Border Guard", "target": 100, "value": 40, "value_on": date(2025, 2, 1)},
        {"authority": "Asylum Office", "target": 80, "value": None, "value_on": None},
    ]
    assert parts_told(None, {}) == []


def test_every_milestone_told_has_its_parts_as_a_list(house: House) -> None:
    items = json.loads(run(house, "plans", "show", OWN, "--json").stdout)["items"]
    assert all(step["parts"] == [] for item in items.values() for step in item["milestones"])


def test_a_past_day_shows_what_was_true_then(house: House) -> None:
    told = run(house, "plans", "show", OWN, "--as-of", "2024-07-01", "--json")
    assert json.loads(told.stdout)["items"] == {}


def test_the_matrix_has_every_plan_and_a_plan_every_block(house: House) -> None:
    plans = json.loads(run(house, "readiness", "show", "--json").stdout)["plans"]
    assert next(iter(plans)) == "EU"
    assert len(plans) == 28
    assert plans[SILENT]["total"]["progress"] is None
    own = json.loads(run(house, "readiness", "show", OWN, "--json").stdout)["plans"]
    assert own == {OWN: plans[OWN]}
    assert list(own[OWN]["blocks"]) == [str(number) for number in range(11)]


def test_the_matrix_in_words_says_a_dash_where_nothing_was_shared(house: House) -> None:
    lines = run(house, "readiness", "show").stdout.splitlines()
    silent = next(line for line in lines if line.startswith(SILENT))
    assert silent.split()[:3] == [SILENT, "no_information", "–"]


@pytest.mark.parametrize("command", ["plans", "readiness"])
@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["XX"], "There is no "),
        ([OWN, "--as-of", "2030-01-01"], "in the future"),
        ([OWN, "--as-of", "2020-01-01"], "before the programme began"),
    ],
)
def test_bad_input_is_told_on_standard_error_with_status_1(
    house: House, command: str, more: list[str], said: str
) -> None:
    result = run(house, command, "show", *more)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr


def test_codes_are_read_as_in_addresses(house: House) -> None:
    for code in ("gr", "GR", "el"):
        assert run(house, "plans", "show", code).stdout.startswith("EL on ")
        assert list(json.loads(run(house, "readiness", "show", code, "--json").stdout)["plans"]) == ["EL"]


def test_a_malformed_day_is_wrong_usage(house: House) -> None:
    assert run(house, "readiness", "show", "--as-of", "2026-02-30").exit_code == 2
