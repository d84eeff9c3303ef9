"""Computed gaps: those of plans that may be opened, counted as the matrix counts, filtered by the address."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from app.web.export import safe_cell
from app.web.gaps.listing import Filters, page_number
from tests.queries import queries
from tests.web.browsing import Browser
from tests.web.matrix_world import LAW, World
from tests.web.world import Step


def lines_of(browser: Browser, query: str = "") -> list[dict[str, str]]:
    """The file's lines by column."""
    answer = browser.get(f"/gaps.csv{query}")
    assert answer.status_code == 200
    *rows, disclaimer = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert "Article 258 TFEU" in disclaimer["as_of"]
    return rows


def number_of(page: str) -> int:
    """The number of gaps that a page names."""
    found = re.search(r'<h2 id="found"[^>]*>(\d+) gap', page)
    return int(found[1]) if found else 0


def test_page_and_file_agree(world: World) -> None:
    browser = world.sign_in("reviewer")
    page, lines = browser.get("/gaps").text, lines_of(browser)
    assert number_of(page) == len(lines) > 0
    assert {line["plan"] for line in lines} == {"EU", "BE", "BG", "CZ", "DK", "DE", "EE", "IE", "FR"}
    for query in ("?country=IE", "?block=2", "?severity=high", "?key=1", "?rule=not-yet-shown", f"?root={LAW}"):
        assert number_of(browser.get(f"/gaps{query}").text) == len(lines_of(browser, query)), query
        assert 0 < len(lines_of(browser, query)) < len(lines), query


def test_gaps_agree_with_the_matrix(world: World) -> None:
    browser = world.sign_in("reviewer")
    past = [line for line in lines_of(browser) if line["rule"] == "past-legal-date"]
    matrix = csv.DictReader(io.StringIO(browser.get("/matrix.csv").text.removeprefix("\ufeff")))
    counted = {
        (line["plan"], line["block"]): int(line["items_past_legal_date"])
        for line in matrix
        if line["plan"] and line["block"] != "all"
    }
    for place, number in counted.items():
        assert len([line for line in past if (line["plan"], line["block"]) == place]) == number, place


def test_a_gap_says_since_when_and_what_closes_it(world: World) -> None:
    browser = world.sign_in("reviewer")
    line = lines_of(browser, f"?country=IE&rule=past-legal-date&root={LAW}")[0]
    assert line["gap"] == "past its legal date since 12 June 2026 (164 days; RCD Art. 35(1))"
    assert line["since"] == "2026-06-12"
    assert line["remedy"].startswith("Report it in place")
    assert line["key_item"] == "yes"
    page = browser.get("/gaps?country=IE&rule=past-legal-date").text
    assert f'href="/countries/IE/blocks/1#item-{world.view.items[LAW].item_id}"' in page


def test_a_coordinator_reads_the_own_gaps_and_the_eu_levels(world: World) -> None:
    world.share_rows("FR", "BE")
    browser = world.sign_in("ireland")
    assert {line["plan"] for line in lines_of(browser)} == {"EU", "IE"}
    answer = browser.get("/gaps?country=FR&rule=nonsense")
    assert "(country: “FR”, rule: “nonsense”). This is shown without those filters." in answer.text
    assert browser.get("/gaps.csv?rule=nonsense").status_code == 404


def test_a_printed_page_says_what_was_chosen(world: World) -> None:
    browser = world.sign_in("reviewer")
    page = browser.get("/gaps?country=IE&block=1&rule=past-legal-date&severity=high&key=1").text
    assert "Shown here: Ireland; block 1; past its legal date; severity: high; key items only." in page
    assert "Shown here" not in browser.get("/gaps").text


def test_past_days_have_the_gaps_of_then(world: World) -> None:
    browser = world.sign_in("reviewer")
    assert "The rules find no gap" in browser.get("/gaps?as_of=2025-03-02").text
    then = lines_of(browser, "?as_of=2026-06-12")
    assert then
    assert not [line for line in then if line["rule"] == "past-legal-date"], "the day itself has not passed"
    assert browser.get("/gaps?as_of=2026-06-12").status_code == 200
    assert "No gap passes all" in browser.get("/gaps?as_of=2026-06-12&rule=past-legal-date").text


def test_pages_of_a_hundred() -> None:
    assert [page_number(asked, 250) for asked in ("", "1", "3", "4", "0", "-1", "x", "9" * 30, "²")] == [
        1,
        1,
        3,
        3,
        1,
        1,
        1,
        1,
        1,
    ]
    assert page_number("2", 0) == 1


def test_filters_go_into_an_address() -> None:
    assert Filters(country="IE", key="1").in_address() == {"country": "IE", "key": "1"}
    assert Filters().is_empty


def test_an_administrator_finds_nothing(world: World) -> None:
    browser = world.sign_in("admin")
    assert "Your role reads no plans" in browser.get("/gaps").text
    for address in ("/gaps", "/countries"):
        assert 'name="as_of"' not in browser.get(address).text
    assert lines_of(browser) == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_no_cell_runs_as_a_formula(text: str) -> None:
    assert str(safe_cell(text)).startswith("'")


def test_a_hostile_title_stays_text(world: World) -> None:
    """The EU level's milestone is called `=cmd|calc`; a country's milestone waits for nothing called so in a cell."""
    world.tell("IE", "reception.staff-trained", Step(100, date(2026, 1, 1), title="=HYPERLINK(1)"))
    text = world.sign_in("reviewer").get("/gaps.csv").text
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
        assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@")], row


def test_the_workbook_holds_what_the_file_holds_and_no_formula(world: World) -> None:
    world.tell("IE", "reception.staff-trained", Step(100, date(2026, 1, 1), title="=HYPERLINK(1)"))
    browser = world.sign_in("reviewer")
    for query in ("", "?country=IE"):
        content = browser.get(f"/gaps.xlsx{query}").data
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        head, *told = rows[3:]
        lines = lines_of(browser, query)
        assert [dict(zip(head, row, strict=True))["gap"] for row in told] == [line["gap"] for line in lines]
        with ZipFile(io.BytesIO(content)) as packed:
            assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_statements(world: World) -> None:
    browser = world.sign_in("ireland")
    browser.get("/gaps")
    for address in ("/gaps", "/gaps?key=1", "/gaps?page=2"):
        with queries(world.app, at_most=8):
            browser.get(address)


def note(browser: Browser, until: str, reason: str) -> TestResponse:
    """Note that the law of Ireland is past its legal date."""
    address = f"/countries/IE/items/{LAW}/gaps/past-legal-date/note"
    page = browser.get(address)
    assert page.status_code == 200
    found = re.search(r'name="substance"[^>]*value="([0-9a-f]+)"', page.text)
    assert found
    return browser.post(address, {"until_on": until, "reason": reason, "substance": found[1]})


def test_a_noted_gap_stands_apart_is_counted_and_returns(world: World) -> None:
    ireland, reviewer = world.sign_in("ireland"), world.sign_in("reviewer")
    before, others = number_of(ireland.get("/gaps").text), number_of(reviewer.get("/gaps").text)
    assert "Note it" in ireland.get("/gaps?country=IE").text
    assert "Note it" not in reviewer.get("/gaps?country=IE").text
    assert note(ireland, "2026-12-24", "The bill comes back in December").status_code == 303
    page = ireland.get("/gaps").text
    assert number_of(page) == before - 1
    assert "1 more is noted: known, and accepted until a day." in page
    for query, number in (("", before - 1), ("?noted=only", 1), ("?noted=also", before)):
        assert number_of(ireland.get(f"/gaps{query}").text) == len(lines_of(ireland, query)) == number, query
    (line,) = lines_of(ireland, "?noted=only")
    assert (line["noted_until"], line["noted_because"]) == ("2026-12-24", "The bill comes back in December")
    country = ireland.get("/countries/IE").text
    assert f"{number_of(ireland.get('/gaps?country=IE').text)} gaps" in country
    assert "1 noted" in country
    cell = ireland.get("/countries/IE/blocks/1?open=all").text
    assert "Noted until 24 December 2026:" in cell.replace("\xa0", " ")
    assert number_of(reviewer.get("/gaps").text) == others, "not shared yet"
    for address in (
        "/gaps?noted=also",
        "/gaps.csv?noted=also",
        "/countries/IE/blocks/1?open=all",
        "/countries/IE/history",
    ):
        assert "The bill comes back" not in reviewer.get(address).text, address
    history = ireland.get("/countries/IE/history").text.replace("\xa0", " ")
    assert "past its legal date, until 24 December 2026" in history


def test_a_day_that_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(world: World) -> None:
    answer = note(world.sign_in("ireland"), "2026-11-23", "Known to everybody")
    assert answer.status_code == 422
    assert "Choose a day after today" in answer.text
    assert "Known to everybody" in answer.text
    refused = world.sign_in("reviewer").get(f"/countries/IE/items/{LAW}/gaps/past-legal-date/note")
    assert refused.status_code == 403
