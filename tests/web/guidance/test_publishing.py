"""What an agency records is read beside the catalogue's: in the list, on items and blocks, by the search, as a file."""

from __future__ import annotations

import re
from typing import Any

from app.accounts.actor import SYSTEM
from app.accounts.states import Role
from app.plans.services.authorities import add_authority
from app.plans.states import EU
from tests.guards.reading_pages import Page, faults
from tests.web.browsing import Browser, keep, make_person, writing
from tests.web.countries.conftest import World

LIST = "/governance/guidance"
SAID: dict[str, Any] = {
    "kind": "training",
    "title": "Course on Zaunkönige",
    "said_on": "2026-11-01",
    "languages": ["en", "fr"],
    "reference": "C-1",
    "url": "https://agency.europa.eu/course",
    "purpose": "How screening is done.",
    "blocks": ["borders"],
    "item_keys": ["borders.screening", "reception.staff-trained"],
    "length": "two days",
    "audience": "border guards",
    "maker": "EULISA",
}


def agency(world: World) -> Browser:
    """Somebody who writes for an agency."""
    with world.app.app_context():
        session = writing(world.app)
        key = add_authority(session, EU, "eu-LISA", actor=SYSTEM, actor_code="EULISA").authority_id
        keep(world.app, session)
    scope = {"country": EU, "authorities": frozenset({key})}
    make_person(world.app, "agency@ministry.example.org", Role.CONTRIBUTOR, **scope)
    return world.sign_in("agency")


def test_a_publication_is_recorded_found_corrected_and_withdrawn(world: World) -> None:
    writer, ireland, reviewer, admin = (agency(world), *map(world.sign_in, ("ireland", "reviewer", "admin")))
    assert "Record a publication" in writer.get(LIST).text
    assert "Record a publication" not in ireland.get(LIST).text
    assert ireland.get(f"{LIST}/new").status_code == 403
    for place in ("/items/reception.directive-transposed", "/blocks/1"):
        offered = [f"{LIST}/new?" in browser.get(place).text for browser in (writer, ireland, reviewer)]
        assert offered == [True, False, False], place
    form = writer.get(f"{LIST}/new?item=borders.screening")
    assert faults(Page(form.text)) == []
    assert re.search(r'value="borders.screening" checked', form.text)
    refused = writer.post(f"{LIST}/new", SAID | {"url": "http://agency.europa.eu/course"})
    assert (refused.status_code, "Zaunkönige" in refused.text) == (422, True)
    made = writer.post(f"{LIST}/new", SAID)
    assert made.status_code == 303
    entry = str(made.location)
    for browser in (writer, ireland, reviewer, admin):
        for place in (LIST, f"{LIST}?by=EULISA&block=borders&kind=training", entry, "/blocks/2", "/actors/EULISA"):
            page = browser.get(place).text
            assert "Zaunkönige" in page, place
            assert "recorded by eu-LISA on" in page, place
            assert faults(Page(page)) == [], place
        assert "recorded by eu-LISA on" in browser.get("/items/borders.screening").text
        assert "recorded by eu-LISA on" in browser.get("/search?q=zaunkonige").text
        assert "1 publication." in browser.get("/search?q=zaunkonige").text
    assert "border guards" in ireland.get(f"{LIST}.csv?kind=training").text
    assert "eu-LISA published guidance or training for an item of Ireland: G1" in ireland.get("/notices").text
    assert 'href="https://agency.europa.eu/course" rel="noopener noreferrer nofollow"' in ireland.get(entry).text
    use = {"authority_id": str(world.ministry), "kind": "trained", "number": "4711", "as_on": "2026-11-02"}
    assert ireland.post(f"{entry}/use/IE", use | {"reach": "commission"}).status_code == 303
    assert "4711" in writer.get(entry).text
    assert ireland.get(f"{entry}?as_of=2026-10-01").status_code == 404, "it was not recorded yet"

    assert ireland.get(f"{entry}/correct").status_code == 403
    page = writer.get(f"{entry}/correct").text
    assert faults(Page(page)) == []
    corrected = SAID | {"version": "1", "title": "Course on Zaunkönige, anew", "reason": "A new edition"}
    assert writer.post(f"{entry}/correct", corrected | {"reason": ""}).status_code == 422
    assert writer.post(f"{entry}/correct", corrected).status_code == 303
    stale = writer.post(f"{entry}/correct", corrected | {"title": "Course on Rotkehlchen"})
    assert (stale.status_code, "Rotkehlchen" in stale.text, "anew" in stale.text) == (409, True, True)
    assert 'name="version" type="hidden" value="2"' in stale.text
    assert faults(Page(stale.text)) == []
    shown = ireland.get(entry).text
    assert ("A new edition" in shown, "Earlier versions" in shown) == (True, True)
    assert faults(Page(shown)) == []

    gone = f"{entry}/withdraw"
    assert ireland.post(gone, {"version": "2", "reason": "No"}).status_code == 403
    assert writer.post(gone, {"version": "2", "reason": ""}).status_code == 422
    assert writer.post(gone, {"version": "1", "reason": "Out of date"}).status_code == 409
    assert writer.post(gone, {"version": "2", "reason": "Out of date"}).status_code == 303
    assert writer.post(gone, {"version": "3", "reason": "Again"}).status_code == 409
    assert "Zaunkönige" not in ireland.get(LIST).text
    assert "Zaunkönige" not in ireland.get("/items/borders.screening").text
    page = ireland.get(entry).text
    assert ("Withdrawn on" in page, "Out of date" in page, "4711" in page) == (True, True, True)
    assert "published guidance" not in ireland.get("/notices").text
    correct = re.search(r'href="([^"]*corrects=\d+)"', page)
    assert correct
    again = use | {"number": "4712", "reach": "internal"}
    assert ireland.post(correct[1].replace("&amp;", "&"), again).status_code == 303
    assert ireland.post(f"{entry}/use/IE", use | {"reach": "internal"}).status_code == 404
