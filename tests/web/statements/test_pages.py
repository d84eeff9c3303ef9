"""An agency opens the items it acts in and nothing else, states something, and who reads the item sees it."""

from __future__ import annotations

import html
import re

from tests.guards.reading_pages import Page, faults
from tests.web.browsing import Browser
from tests.web.countries.conftest import CELL, ITEM, World
from tests.web.statements.conftest import AGENCYS_ITEM

PAGE = f"/countries/IE/items/{AGENCYS_ITEM}/statements"
SAID = {"text": "The test campaign was passed", "about_on": "2026-01-05", "reference": "TC-4", "url": "https://x.eu/4"}


def stated(agency: Browser, **said: str) -> None:
    """A statement on the item."""
    agency.get(PAGE)
    answer = agency.post(PAGE, {**SAID, **said})
    assert answer.status_code == 303, answer.text


def test_the_agencys_pages_hold_its_items_as_shared_and_no_more(agencies: World) -> None:
    agency = agencies.sign_in("agency")
    assert 'href="/statements"' in agency.get("/").text
    listed = agency.get("/statements").text
    assert all(text in listed for text in ("Ireland", "France", "Staff trained", f"{CELL}#item-"))
    assert "Directive transposed" not in listed
    cell = agency.get(f"{CELL}?open=all").text
    assert "Courses shared" in cell
    for word in ("Courses kept", "Bill shared", "Bill kept", "Directive transposed", "key items in place"):
        assert word not in cell
    before = agency.get(f"{CELL}?as_of=2025-01-06&known=2025-01-06").text
    assert "Courses shared" not in before
    item = f"/countries/IE/items/{ITEM}/statements"
    stated(agency, url="")
    for address in ("/statements", f"{CELL}?open=all", PAGE):
        assert faults(Page(agency.get(address).text)) == [], address
    for address in ("/countries/IE", "/countries/IE/blocks/2", item, f"{CELL}/why", "/countries/IE/plan.docx"):
        assert agency.get(address).status_code == 404, address
    other = agencies.sign_in("other")
    assert "names no agency" in other.get("/statements").text
    assert [other.get(address).status_code for address in (CELL, PAGE)] == [404, 404]
    reviewer = agencies.sign_in("reviewer")
    assert reviewer.get("/statements").status_code == 404
    assert 'href="/statements"' not in reviewer.get("/").text


def test_who_reads_the_item_sees_the_statement_where_the_item_stands(agencies: World) -> None:
    agency = agencies.sign_in("agency")
    agency.get(PAGE)
    refused = agency.post(PAGE, {**SAID, "text": " "})
    assert refused.status_code == 422
    assert "TC-4" in refused.text
    stated(agency)
    for name in ("agency", "ireland", "reviewer", "watcher"):
        browser = agencies.sign_in(name)
        assert SAID["text"] in browser.get(f"{CELL}?open=all").text, name
        assert SAID["text"] in browser.get(PAGE).text, name
        assert SAID["text"] not in browser.get(f"{CELL}?open=all&as_of=2026-01-04").text, name
        assert ("Make a statement" in browser.get(PAGE).text) == (name == "agency"), name
    reviewer = agencies.sign_in("reviewer")
    assert SAID["text"] in reviewer.get(f"/countries/IE/reading/{AGENCYS_ITEM}").text
    assert agencies.sign_in("france").get(PAGE).status_code == 404
    assert "made a statement" in agencies.sign_in("ireland").get("/notices").text
    for name in ("ireland", "reviewer"):
        browser = agencies.sign_in(name)
        browser.get(PAGE)
        assert browser.post(PAGE, SAID).status_code == 403, name


def test_a_statement_is_withdrawn_with_its_reason_and_stays_readable(agencies: World) -> None:
    agency, reviewer = agencies.sign_in("agency"), agencies.sign_in("reviewer")
    stated(agency)
    page = agency.get(PAGE).text
    found = re.search(r'action="([^"]*/withdraw)"', page)
    assert found
    address = html.unescape(found[1])
    refused = agency.post(address, {"reason": " ", "version": "1"})
    assert refused.status_code == 422
    assert "<details" in refused.text
    reviewer.get(PAGE)
    assert reviewer.post(address, {"reason": "Not mine", "version": "1"}).status_code == 403
    assert agency.post(address, {"reason": "Wrong item", "version": "1"}).status_code == 303
    told = reviewer.get(PAGE).text
    assert all(text in told for text in ("Withdrawn on", "Wrong item", SAID["text"]))
    cell = reviewer.get(f"{CELL}?open=all").text
    assert SAID["text"] not in cell
    assert "1 was withdrawn" in cell


def test_the_eu_level_names_which_of_its_authorities_is_which_agency(agencies: World) -> None:
    lead = agencies.sign_in("ireland").get("/countries/IE/authorities").text
    assert 'value="MS_INT"' in lead
    assert 'value="EULISA"' not in lead


def test_a_statement_made_or_withdrawn_after_an_item_was_read_is_a_change_of_it(agencies: World) -> None:
    agency, reviewer = agencies.sign_in("agency"), agencies.sign_in("reviewer")
    page, changed = f"/countries/IE/reading/{AGENCYS_ITEM}", "changed since you read it"

    def mark() -> None:
        known = re.search(r'name="known" value="([^"]*)"', reviewer.get(page).text)
        assert known
        sent = {"state": "read", "line": "", "known": html.unescape(known[1])}
        assert reviewer.post(page, sent).status_code == 303
        assert changed not in reviewer.get(page).text, "what was read is no change"

    stated(agency)
    mark()
    stated(agency, text="A second campaign was passed")
    told = reviewer.get(page).text
    assert (told.count(f"<mark>{changed}"), "1 statement of an agency was made or withdrawn" in told) == (1, True)
    assert "1 changed since" in reviewer.get("/countries/IE/reading").text
    mark()
    found = re.search(r'action="([^"]*/withdraw)"', agency.get(PAGE).text)
    assert found
    gone = agency.post(html.unescape(found[1]), {"reason": "Wrong item", "version": "1"})
    assert gone.status_code == 303
    told = reviewer.get(page).text
    assert (told.count(f"<mark>{changed}"), "1 statement of an agency was made or withdrawn" in told) == (0, True)
