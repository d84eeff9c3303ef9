"""What a country's pages say where nothing counts, nothing was said, or another day is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from app.web.countries import cell_cards
from tests.web.countries.conftest import CELL, ITEM, World

Add = Callable[..., str]


def test_a_cell_in_which_nothing_counts_says_so_and_why(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    content = {"applicability": "not_applicable", "reason": "no coast & no border", "version": "1"}
    assert ireland.post(f"/countries/IE/items/{ITEM}/applicability", content).status_code == 303
    page = ireland.get(f"{CELL}?open=all").text
    line = page.split("Items that do not count here")[1].split("</summary>")[0]
    assert "not applicable, as the plan states: no coast &amp; no border" in line
    assert "No item has this state" not in page
    for key in re.findall(r"/items/([a-z.-]+)/edit", page):
        ireland.post(f"/countries/IE/items/{key}/applicability", {**content, "version": "0"})
    page = ireland.get(CELL).text
    head = page.split('id="cell-figures"')[1].split("</p>")[0]
    assert "No item counts here" in head
    assert "no coast &amp; no border" in head
    assert "of 0" not in head
    assert "Items that count" not in page
    assert "No item has this state" not in page


def test_a_basis_is_named_by_its_first_sentence() -> None:
    text = "Not bound under Protocol 22 (Art. 3). The 2006 Agreement lets it take part."
    assert cell_cards._SENTENCE_ENDS.split(text)[0] == "Not bound under Protocol 22 (Art. 3)."


def test_the_law_that_keeps_items_out_is_named_once(world: World) -> None:
    head = world.sign_in("reviewer").get("/countries/DK/blocks/1").text.split('id="cell-figures"')[1].split("</p>")[0]
    if "No item counts here" in head:
        assert head.count("Protocol 22") <= 1


def test_the_filter_of_what_does_not_apply_finds_it(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    content = {"applicability": "not_applicable", "reason": "no coast", "version": "1"}
    assert ireland.post(f"/countries/IE/items/{ITEM}/applicability", content).status_code == 303
    page = ireland.get(f"{CELL}?show=not_applicable").text
    number = re.search(r"not applicable (\d+)</a>", page)
    assert number is not None
    assert page.count('<details class="item"') == int(number[1]) > 0
    assert "Items with this state" in page
    assert "No item has this state" not in page


def test_the_filter_says_when_it_finds_nothing_and_leads_back(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    page = ireland.get(f"{CELL}?show=in_place").text
    assert "No item has this state." in page
    assert "Show all items" in page


def test_an_empty_plan_says_what_to_do_next(world: World) -> None:
    ireland = world.sign_in("ireland")
    assert "Begin with block 1" in ireland.get("/countries/IE").text
    assert "Describe the first item" in ireland.get(CELL).text
    share = ireland.get("/countries/IE/share").text
    assert "Everything is shared" not in share
    assert "others see dashes" in share
    assert "Describe the first item" not in world.sign_in("reviewer").get(CELL).text


def test_what_was_expected_stands_beside_the_progress_until_the_day_of_application(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    for address in ("/countries/IE", CELL):
        assert "Expected by this day" not in ireland.get(address).text
        past = ireland.get(f"{address}?as_of=2026-03-01").text
        assert "by own plan" in past
        assert "by law" in past
    assert 'href="/countries/IE/why"' in ireland.get("/countries/IE").text


def test_a_past_day_has_nothing_that_is_not_yet_shared(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    assert "Not yet shared" in ireland.get("/countries/IE").text
    assert "Not yet shared" not in ireland.get("/countries/IE?as_of=2026-03-01").text


def test_an_item_in_place_is_in_place_since_a_day(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    ireland.post(f"/countries/IE/items/{ITEM}/in-place", {"effective_on": "2026-08-22", "version": "1"})
    row = ireland.get(f"{CELL}?open=all").text
    assert "in place since 22 August 2026" in row
    assert "done 22 August 2026" not in row
    assert "Done on" not in ireland.get("/countries/IE/milestones/IE-0001").text


@pytest.mark.parametrize("page", ["authorities", "share", "share/row", f"items/{ITEM}/edit", "milestones/IE-0001/edit"])
def test_forms_are_those_of_today_and_say_so(world: World, add: Add, page: str) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    answer = ireland.get(f"/countries/IE/{page}?as_of=2026-03-01&known=2026-03-01")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/countries/IE/{page}"
    assert "Pages of another day are read-only" in ireland.get(f"/countries/IE/{page}").text


def test_a_day_in_a_sentence_is_written_in_full(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    content = {"form": "row", "version": "1", "effective_on": "2020-01-01", "step_key": "by-government"}
    said = ireland.post(f"/countries/IE/milestones/{reference}", content).text
    assert "11 June 2024" in said
    assert "2024-06-11" not in said


def test_a_day_stays_on_one_line_of_a_page_and_has_plain_spaces_in_files(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland, "Bill drafted", forecast_on="2027-03-01", baseline_on="2026-02-28")
    for page in (f"/countries/IE/milestones/{reference}", "/countries/IE/gantt", "/countries/IE", CELL):
        said = ireland.get(page).data.decode()
        assert not re.findall(r"\d{1,2} (?:January|February|March|June|November) 20\d\d", said), page
        assert re.search(r"\d{1,2}\u00a0\w+\u00a020\d\d", said), page
    for file in ("/gaps.csv?country=IE", "/countries/IE/gantt.csv", "/compare.csv"):
        assert "\u00a0" not in ireland.get(file).data.decode(), file
