"""Blocks across all plans: key items, steps reached, EU-level measures, who waits for whom."""

from __future__ import annotations

import re

import pytest

from app.plans.queries.across import StepTaken
from app.web.blocks.ladders import _least_advanced
from tests.queries import queries
from tests.web.matrix_world import LAW, World
from tests.web.world import Step


def rows(page: str, caption: str) -> list[list[str]]:
    """The words of a table's body, row by row."""
    table = next(part for part in re.findall(r"<table.*?</table>", page, re.S) if caption in part)
    body = table[table.index("<tbody>") :]
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]
        for row in re.findall(r"<tr.*?</tr>", body, re.S)
    ]


def test_the_list_counts_as_the_matrix_does(world: World) -> None:
    page = world.sign_in("reviewer").get("/blocks").text
    listed = {row[0]: row for row in rows(page, "Blocks on 23 November 2026")}
    reception = listed["1 Reception"]
    assert reception[2] == "1", "one key item"
    assert reception[4] == "7", "Denmark is not bound, Italy shared nothing"
    assert reception[6] == "in place 1 past its legal date 6 no information 1 not applicable 1"


def test_key_items_stand_by_country(world: World) -> None:
    page = world.sign_in("reviewer").get("/blocks/1").text
    assert "Ireland, Directive transposed: past its legal date; 47 %" in page
    assert "Belgium, Directive transposed: in place, reported" in page
    assert "Italy, Directive transposed: no information" in page
    item_id = world.view.items[LAW].item_id
    assert f'href="/countries/IE/blocks/1#item-{item_id}"' in page


def test_items_that_are_not_shared_are_no_items_that_do_not_apply(world: World) -> None:
    world.share_rows("FR")
    ireland = world.sign_in("ireland")
    page = ireland.get("/blocks/1").text
    assert [row[2] for row in rows(page, "Key items of block 1") if row[0] == "France"] == ["not shared with you"]
    assert "shares its row of the matrix with you, and not its items" in page
    assert "and not its items" not in world.sign_in("reviewer").get("/blocks/1").text
    france = next(row for row in rows(ireland.get("/countries").text, "In protocol order") if row[0] == "France")
    assert france[-1] == "not told"


def test_steps_are_counted_of_those_that_shared(world: World) -> None:
    page = world.sign_in("reviewer").get("/blocks/1").text
    assert rows(page, "Legislation: Member States that reached each step") == [
        ["key item Directive transposed", "7", "1", "1", "of 7"]
    ]
    world.change("FR", 4500)
    page = world.sign_in("reviewer").get("/blocks/1").text
    assert rows(page, "Legislation: Member States that reached each step") == [
        ["key item Directive transposed", "7", "2", "1", "of 7"]
    ]


def test_a_step_of_another_ladder_says_nothing(world: World) -> None:
    item_id = world.view.items[LAW].item_id
    taken = [
        StepTaken(1, item_id, "legal", "analysed"),
        StepTaken(1, item_id, "legal", "by-government"),
        StepTaken(2, item_id, "it", "running"),
        StepTaken(3, item_id, "legal", "of-another-release"),
        StepTaken(4, 999_999, "legal", "notified"),
    ]
    assert dict(_least_advanced(world.view, taken)) == {1: {item_id: 0}}


def test_the_least_advanced_milestone_decides(world: World) -> None:
    """The act is in force, its implementing decree has not begun, another act's is adopted: nothing is reached yet."""
    item_id = world.view.items[LAW].item_id
    act, decree = StepTaken(1, item_id, "legal", "notified"), StepTaken(1, item_id, "legal", None)
    other = StepTaken(1, item_id, "legal", "by-government")
    assert dict(_least_advanced(world.view, [act])) == {1: {item_id: 2}}
    assert dict(_least_advanced(world.view, [act, other])) == {1: {item_id: 1}}
    assert dict(_least_advanced(world.view, [act, other, decree])) == {1: {item_id: -1}}


def steps_of_law(world: World) -> list[str]:
    """In how many Member States each step is reached, and of how many."""
    page = world.sign_in("reviewer").get("/blocks/1").text
    return rows(page, "Legislation: Member States that reached each step")[0][1:]


@pytest.mark.parametrize(
    ("decree", "counts"),
    [
        (Step(0, title="Decree"), ["7", "1", "1", "of 8"]),
        (Step(4500, step="by-government", title="Decree"), ["8", "2", "1", "of 8"]),
        (Step(0, title="Decree", is_cancelled=True), ["8", "2", "1", "of 8"]),
        (Step(10_000, step="notified", title="Decree"), ["8", "2", "1", "of 8"]),
    ],
)
def test_a_finished_act_is_not_in_force_before_it_is_reported(world: World, decree: Step, counts: list[str]) -> None:
    """Italy's act is finished; how far its decree is decides, and the last step waits for the report."""
    assert steps_of_law(world) == ["7", "1", "1", "of 7"]
    world.tell("IT", LAW, Step(10_000, step="notified", title="Act"), decree)
    assert steps_of_law(world) == counts


def test_eu_level_measures_name_who_waits(world: World) -> None:
    page = world.sign_in("reviewer").get("/blocks/2").text
    measures = rows(page, "EU-level measures of block 2")
    assert measures[0][0] == "IT system ready"
    assert measures[0][2] == "expected on 1 December 2026"
    assert "Whoever was screened needs a place" in page


def test_what_was_known_then_has_no_steps(world: World) -> None:
    answer = world.sign_in("reviewer").get("/blocks/1?as_of=2026-11-01&known=2026-11-05")
    assert answer.status_code == 200
    assert "is shown as known now only" in answer.text


def test_no_block_of_that_number(world: World) -> None:
    browser = world.sign_in("reviewer")
    for number in ("7", "x", "01"):
        assert browser.get(f"/blocks/{number}").status_code == 404, number


def test_an_administrator_sees_what_is_asked_and_no_figure(world: World) -> None:
    browser = world.sign_in("admin")
    page = browser.get("/blocks/1").text
    assert "Directive transposed" in page
    assert "matrix__cell" not in page
    assert "shown without figures" in page
    assert "shown without figures" in browser.get("/blocks").text


def test_statements(world: World) -> None:
    browser = world.sign_in("ireland")
    for address in ("/blocks", "/blocks/1"):
        browser.get(address)
        with queries(world.app, at_most=8):
            browser.get(address)
