"""What is withheld cannot be had: not from a row, an average, a count, a trend, a file, another day or another block.

From fewer than five withheld rows nothing may reach the reader, so that every answer stays the same, to the letter,
whatever such a country does. From five on they are in the averages.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.web.browsing import Browser
from tests.web.matrix_world import COUNTRIES, LAW, SILENT, World, cleaned
from tests.web.world import Step

ADDRESSES = (
    "/",
    "/?show=progress",
    "/?show=key&order=furthest",
    "/?state=past_legal_date",
    "/?as_of=2026-03-31",
    "/?as_of=2026-11-01&known=2026-11-15",
    "/why",
    "/why?block=1",
    "/why?block=2&as_of=2026-03-31",
    "/matrix.csv",
    "/matrix.xlsx",
    "/trend.json",
    "/trend.csv",
    "/blocks",
    "/blocks/1",
    "/blocks/2",
    "/blocks/1?as_of=2026-03-31",
    "/gaps",
    "/gaps.csv",
)


def answers(browser: Browser) -> dict[str, str]:
    """Everything these pages tell a person."""
    told = {}
    for address in ADDRESSES:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        told[address] = answer.data.hex() if address.endswith("xlsx") else cleaned(answer.text)
    return told


def share_all_but(world: World, *withheld: str) -> None:
    world.share_rows(*(code for code in COUNTRIES if code not in withheld))


def test_four_withheld_rows_are_in_nothing(world: World) -> None:
    share_all_but(world, "IE", "BE", "BG", "FR", "DE")
    browser = world.sign_in("ireland")
    before = answers(browser)
    assert "is the average of the 4 Member States that shared something that counts" in before["/"]
    assert "They are left out of every average and count on this page." in before["/"]
    world.change("FR", 9900)
    world.change("BE", 100)
    world.tell("DE", "reception.staff-trained", Step(7777, date(2026, 1, 1)), in_place_on=date(2026, 2, 2))
    after = answers(browser)
    for address in ADDRESSES:
        assert after[address] == before[address], address


def test_rows_that_shared_nothing_do_not_hide_those_that_did(world: World) -> None:
    """Five withheld rows of which four shared something: the fifth would hide nobody."""
    share_all_but(world, "IE", "BE", "BG", "FR", "DE", SILENT)
    browser = world.sign_in("ireland")
    before = answers(browser)
    world.change("FR", 9900)
    after = answers(browser)
    for address in ADDRESSES:
        assert after[address] == before[address], address


def test_five_withheld_rows_are_in_the_averages(world: World) -> None:
    share_all_but(world, "IE", "BE", "BG", "CZ", "FR", "DE")
    browser = world.sign_in("ireland")
    before = answers(browser)
    assert "is the average of the 8 Member States that shared something that counts" in before["/"]
    assert "They are in averages and counts where at least five of them shared something." in before["/"]
    world.change("FR", 9900)
    after = answers(browser)
    assert after["/"] != before["/"]
    assert after["/trend.json"] != before["/trend.json"]
    assert after["/gaps"] == before["/gaps"], "gaps are those of plans that may be opened"


def test_a_block_that_four_withheld_rows_share_has_them_not(world: World) -> None:
    """Denmark is not bound in block 1: of five withheld rows four have a figure there, and five in block 2."""
    share_all_but(world, "IE", "DK", "BE", "BG", "FR", "DE")
    browser = world.sign_in("ireland")
    lines = browser.get("/matrix.csv").text.splitlines()
    averages = {line.split(",")[4]: line.split(",")[-1] for line in lines if "Average of Member States" in line}
    assert averages == {"0": "8", "1": "3", "2": "7", "all": "8"}
    before = cleaned(browser.get("/blocks/1").text)
    world.change("FR", 9900)
    assert cleaned(browser.get("/blocks/1").text) == before


@pytest.mark.parametrize(("name", "own"), [("observer", set()), ("desk", {"IE", "FR"}), ("ireland", {"IE"})])
def test_only_rows_of_whom_the_reader_may_see(world: World, name: str, own: set[str]) -> None:
    browser = world.sign_in(name)
    lines = browser.get("/matrix.csv").text.splitlines()
    assert {line.split(",")[1] for line in lines[1:-1]} == {"EU", "", *own}
    page = browser.get("/").text
    for code in COUNTRIES:
        assert (f'href="/countries/{code}' in page) == (code in own), code
    gaps = browser.get("/gaps.csv").text.splitlines()
    assert {line.split(",")[1] for line in gaps[1:-1]} <= {"EU", *own}
    items = browser.get(f"/blocks/1#{LAW}").text
    for code in COUNTRIES:
        assert (f'href="/countries/{code}/blocks/1#' in items) == (code in own), code


def test_a_shared_row_shows_the_row_and_no_item(world: World) -> None:
    world.share_rows("FR")
    browser = world.sign_in("ireland")
    page = browser.get("/blocks/1").text
    assert "France, all items: past its legal date" in page
    assert "France, Directive transposed" not in page
    assert "France" not in browser.get("/gaps").text
    assert "/countries/FR" not in browser.get("/").text


def test_the_own_row_is_the_working_state_and_sums_the_shared_one(world: World) -> None:
    world.share_rows(*COUNTRIES)
    reviewer = world.sign_in("reviewer").get("/matrix.csv").text.splitlines()
    ireland = world.sign_in("ireland").get("/matrix.csv").text.splitlines()
    assert [line for line in reviewer if "Average" in line] == [line for line in ireland if "Average" in line]
    assert all(",working," in line for line in ireland[:-1] if line.split(",")[1] == "IE")
    assert all(",shared," in line for line in ireland[1:-1] if line.split(",")[1] not in ("IE", ""))
