"""Guidance through its pages: found by agency, block and kind, named on items and blocks, its use recorded."""

from __future__ import annotations

import re

from tests.guards.reading_pages import Page, faults
from tests.web.countries.conftest import World

LIST = "/governance/guidance"
ENTRY = f"{LIST}/reception-standards"


def test_guidance_is_found_and_named_where_it_belongs(world: World) -> None:
    ireland = world.sign_in("ireland")
    page = ireland.get(LIST).text
    assert faults(Page(page)) == []
    assert ("Standards on reception" in page, "Course on the system" in page) == (True, True)
    assert "A rumoured tool" not in page, "low confidence is not shown"
    assert "spring 2025" in page
    assert "medium confidence" in page
    for query, found in (("by=COM", "Course"), ("block=reception", "Standards"), ("kind=training", "Course")):
        shown = ireland.get(f"{LIST}?{query}").text
        assert (f"{found} on" in shown, "1 publication" in shown) == (True, True), query
    assert "Course on the system" in ireland.get(f"{LIST}.csv?by=COM").text
    assert ireland.get(f"{LIST}.csv?by=NOBODY").status_code == 404
    assert ireland.get(f"{LIST}/rumoured-tool").status_code == 404
    assert "Course on the system" in ireland.get("/items/borders.screening").text
    assert "Standards on reception" in ireland.get("/blocks/1").text
    assert "Attach the record or number to the plan of Ireland" in ireland.get("/items/reception.staff-trained").text
    assert faults(Page(ireland.get(ENTRY).text)) == []


def test_a_country_records_a_use_and_corrects_it(world: World) -> None:
    ireland, reviewer, france = map(world.sign_in, ("ireland", "reviewer", "france"))
    form = f"{ENTRY}/use/IE"
    assert "Numbers, never names" in ireland.get(form).text
    values = {"authority_id": str(world.ministry), "kind": "trained", "number": "4711", "as_on": "2026-11-01"}
    if ireland.get(form).status_code == 200:
        values["as_on"] = re.findall(r'name="as_on"[^>]*value="([^"]*)"', ireland.get(form).text)[0]
    assert ireland.post(form, values | {"reach": "commission", "number": ""}).status_code == 422
    assert ireland.post(form, values | {"reach": "internal"}).status_code == 303
    assert "4711" in ireland.get(ENTRY).text
    assert "4711" not in reviewer.get(ENTRY).text
    correct = re.search(r'href="([^"]*corrects=\d+)"', ireland.get(ENTRY).text)
    assert correct
    address = correct[1].replace("&amp;", "&")
    assert faults(Page(ireland.get(address).text)) == []
    assert ireland.post(address, values | {"number": "4712", "reach": "commission"}).status_code == 303
    stale = ireland.post(address, values | {"number": "4713", "reach": "commission"})
    assert (stale.status_code, "4713" in stale.text, "4712" in stale.text) == (409, True, True)
    assert faults(Page(stale.text)) == []
    assert ireland.get(address).status_code == 404
    assert reviewer.post(address, values).status_code == 404
    assert "4712" in reviewer.get(ENTRY).text
    assert "of 1 country" in reviewer.get(ENTRY).text
    assert "4712" not in france.get(ENTRY).text
    again = re.search(r'action="([^"]*corrects=\d+)"', stale.text)
    assert again
    assert again[1] != correct[1]
    assert ireland.post(again[1], values | {"number": "4713", "reach": "commission"}).status_code == 303
    assert "4713" in reviewer.get(ENTRY).text
    gone = values | {"number": "4713", "reach": "commission", "is_nothing": "y"}
    last = re.search(r'href="([^"]*corrects=\d+)"', ireland.get(ENTRY).text)
    assert last
    assert ireland.post(last[1], gone).status_code == 303
    withdrawn = ireland.post(last[1], gone)
    assert (withdrawn.status_code, f'action="{form}"' in withdrawn.text) == (409, True)
    for browser in (reviewer, france):
        assert browser.get(form).status_code == 404
