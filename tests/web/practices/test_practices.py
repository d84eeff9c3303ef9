"""Practices through their pages: proposed, consented to, found, adopted, adapted, withdrawn; nothing leaks before,
besides or after."""

from __future__ import annotations

import re
from urllib.parse import quote

from app.practices.states import NOT_SHARED
from tests.guards.reading_pages import Page, faults
from tests.web.browsing import Browser
from tests.web.countries.conftest import CELL, ITEM
from tests.web.practices.conftest import CANARY, Sharing, version_on

LIST = "/practices"


def words(said: str) -> dict[str, str]:
    """A practice that says one word."""
    return dict.fromkeys(("title", "what_done", "needed", "came_of_it", "contact_role"), said)


def places(address: str) -> list[str]:
    """Where a practice could be read."""
    asked = quote(CANARY)
    return [
        address,
        LIST,
        f"{LIST}?q={asked}",
        f"{LIST}.csv",
        f"{LIST}.csv?q={asked}",
        f"/search?q={asked}",
        f"/items/{ITEM}",
        "/notices",
        "/practices/adoptions",
    ]


def reads(browser: Browser, address: str) -> set[str]:
    """Where the canary is read; what was asked for is said again and is no leak, and neither is a count of nought."""
    found = set()
    for place in places(address):
        answer = browser.get(place)
        said = answer.text.replace(f"“{CANARY}”", "").replace(f'value="{CANARY}"', "").replace(f": {CANARY} –", "")
        said = re.sub(r'(href|title)="[^"]*"|<title>.*?</title>', "", said)
        if CANARY in said:
            found.add(place)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            assert faults(Page(answer.text)) == [], place
    return found


def test_a_practice_is_read_where_the_consent_says_and_at_once_nowhere_when_it_is_withdrawn(sharing: Sharing) -> None:
    ireland, france, belgium = map(sharing.sign_in, ("ireland", "france", "belgium"))
    address = sharing.propose(ireland)
    assert "waits for the country’s consent" in ireland.get(address).text
    assert reads(france, address) == set()
    assert sharing.consent(ireland, address, "FR") == 303
    shown = {address, *places(address)[1:7]}
    assert reads(france, address) == shown
    assert reads(belgium, address) == set()
    assert "1 practice" in france.get(LIST).text
    assert "1 good practice." in france.get(f"/search?q={quote(CANARY)}").text
    assert "Nothing was found" in belgium.get(f"/search?q={quote(CANARY)}").text
    assert sharing.consent(ireland, address, "BE") == 303
    assert (reads(france, address), reads(belgium, address)) == (set(), shown)
    assert sharing.withdraw(ireland, address) == 303
    assert reads(belgium, address) == set()
    page = ireland.get(address).text
    assert [word in page for word in ("consent withdrawn", "consent given: France", "Tried anew")] == [True] * 3
    for name in ("reviewer", "officer", "lead", "observer", "watcher", "admin"):
        assert sharing.sign_in(name).get(address).status_code == 404, name


def test_files_follow_the_consent_in_an_open_session(sharing: Sharing) -> None:
    officer, ireland, france = map(sharing.sign_in, ("officer", "ireland", "france"))
    deliverable = f"/support/deliverables/{sharing.deliverable_id}"
    assert "Propose it as a good practice" in officer.get(deliverable).text
    address = sharing.propose(officer, query=f"?deliverable={sharing.deliverable_id}", deliverable_version="1")
    assert "A proposal of a good practice waits for the consent of Ireland" in ireland.get("/notices").text
    assert sharing.consent(ireland, address, "FR", with_files="y") == 303
    file = re.search(rf'href="({re.escape(address)}/files/\d+)"', france.get(address).text)
    assert file
    saved = france.get(file[1])
    assert CANARY in saved.text
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert sharing.consent(ireland, address, "FR") == 303
    assert france.get(file[1]).status_code == 404
    assert "procedure.txt" not in france.get(address).text
    assert sharing.consent(ireland, address, "FR", with_files="y") == 303
    assert sharing.withdraw(ireland, address) == 303
    assert [france.get(place).status_code for place in (file[1], address)] == [404, 404]
    assert [ireland.get(file[1]).status_code, officer.get(file[1]).status_code] == [200, 200]
    assert "shares a good practice" in officer.get("/notices").text
    assert "withdrew its consent" in officer.get("/notices").text
    assert f"{address}" in ireland.get(deliverable).text


def test_one_country_shares_another_finds_and_adopts_and_the_first_sees_it_travelled(sharing: Sharing) -> None:
    ireland, france = map(sharing.sign_in, ("ireland", "france"))
    address = sharing.propose(ireland)
    sharing.consent(ireland, address)
    assert f'href="{address}"' in france.get(f"{LIST}?block=reception&theme=asylum-procedures&language=en").text
    france.get(address)
    said = {"adopted_on": "2026-05-04", "text": "For two sites", "tells_author": "y"}
    assert france.post(f"{address}/adopt/FR", {**said, "adopted_on": "2999-01-01"}).status_code == 422
    assert france.post(f"{address}/adopt/FR", said).status_code == 303
    assert france.post(f"{address}/adopt/FR", said).status_code == 409
    assert ireland.post(f"{address}/adopt/IE", said).status_code == 403
    for place in (address, "/practices/adoptions"):
        assert "4 May 2026" in france.get(place).text
    page = ireland.get(address).text
    assert "For two sites" in page
    assert "France adopted a good practice" in ireland.get("/notices").text
    adoptions = "/practices/adoptions"
    act = re.search(r'action="(/practices/adoptions/\d+)/hide"', france.get(adoptions).text)
    assert act
    version = version_on(france, adoptions)
    assert france.post(f"{act[1]}/hide", {"version": version}).status_code == 303
    assert "For two sites" not in ireland.get(address).text
    assert "France adopted" not in ireland.get("/notices").text
    assert france.post(f"{act[1]}/stop", {"version": version}).status_code == 409
    assert france.post(f"{act[1]}/stop", {"version": version_on(france, adoptions)}).status_code == 303
    assert "no longer, since" in france.get(adoptions).text
    assert ireland.post(f"{act[1]}/stop", {"version": "1"}).status_code == 404


def test_a_tree_names_nothing_that_its_reader_may_not_see(sharing: Sharing) -> None:
    ireland, france, belgium = map(sharing.sign_in, ("ireland", "france", "belgium"))
    first = sharing.propose(ireland)
    sharing.consent(ireland, first, "FR")
    made_from = f"?from={first.rpartition('/')[2]}"
    second = sharing.propose(france, "FR", made_from, adapted_from="IE-P1", **words("Voisins"))
    sharing.consent(france, second, "BE")
    third = sharing.propose(belgium, "BE", adapted_from="FR-P1", **words("Buren"))
    sharing.consent(belgium, third)
    page = belgium.get(third).text
    assert NOT_SHARED in page
    assert [word in page for word in (CANARY, "IE-P1", "Voisins")] == [False, False, True]
    assert "Ireland" not in page.split("<h1>")[1].split("<footer")[0].split("Consent</h2>")[0]
    seen = ireland.get(first).text
    assert "Voisins" not in seen
    assert "France: " in seen
    assert "Buren" in seen
    assert "France adapted a good practice" in ireland.get("/notices").text
    belgium.get(f"{second}/edit")
    refused = belgium.post(f"{third}/edit", {"title": "Buren", "adapted_from": "IE-P1", "language": "nl"})
    assert refused.status_code == 422
    sharing.withdraw(france, second)
    assert "Voisins" not in belgium.get(third).text
    assert NOT_SHARED in belgium.get(f"{third}/edit").text
    for page in (belgium.get(third).text, belgium.get(f"{third}/edit").text, ireland.get(first).text):
        assert faults(Page(page)) == []


def test_a_deliverable_says_what_it_was_adapted_from(sharing: Sharing) -> None:
    ireland, france = map(sharing.sign_in, ("ireland", "france"))
    source = sharing.propose(france, "FR", title="Voisins")
    sharing.consent(france, source, "IE")
    deliverable = f"/support/deliverables/{sharing.deliverable_id}"
    ireland.get(deliverable)
    place = f"/practices/deliverables/{sharing.deliverable_id}/source"
    refused = ireland.post(place, {"adapted_from": "FR-P9"})
    assert refused.status_code == 422
    assert "There is no practice of this name" in refused.text
    assert faults(Page(refused.text)) == []
    assert ireland.post(place, {"adapted_from": "fr-P1", "tells_author": "y"}).status_code == 303
    assert "FR-P1: Voisins" in ireland.get(deliverable).text
    assert "Ireland: " in france.get(source).text
    sharing.withdraw(france, source)
    assert NOT_SHARED in ireland.get(deliverable).text


def test_unknown_filters_are_named_on_the_page_and_refused_in_the_file(sharing: Sharing) -> None:
    ireland = sharing.sign_in("ireland")
    address = sharing.propose(ireland)
    page = ireland.get(f"{LIST}?measure=none&theme=asylum-procedures&item={ITEM}&country=ie").text
    assert "not among what you read" in page
    assert f'href="{address}"' in page
    assert faults(Page(page)) == []
    for wanted in ("country=FR", "language=fr", "q=nowhere", "block=strategy"):
        assert f'href="{address}"' not in ireland.get(f"{LIST}?{wanted}").text, wanted
    assert ireland.get(f"{LIST}.csv?theme=none").status_code == 404
    assert CANARY in ireland.get(f"{LIST}.csv?item={ITEM}").text


def test_an_item_names_the_practices_on_it(sharing: Sharing) -> None:
    ireland, reviewer, observer = map(sharing.sign_in, ("ireland", "reviewer", "observer"))
    address = sharing.propose(ireland)
    for place in (f"/items/{ITEM}", f"{CELL}?open=all"):
        assert address not in reviewer.get(place).text
    sharing.consent(ireland, address, "FR")
    for place in (f"/items/{ITEM}", f"{CELL}?open=all"):
        assert f'href="{address}"' in reviewer.get(place).text, place
    assert address not in observer.get(f"/items/{ITEM}").text
    assert address not in reviewer.get(f"/items/{ITEM}?as_of=2026-01-05").text


def test_who_was_where_one_is_is_told_of_those_that_consent_and_previewed_before(sharing: Sharing) -> None:
    ireland, france, reviewer = map(sharing.sign_in, ("ireland", "france", "reviewer"))
    place, consent = "/practices/where-we-are/IE/1", "/practices/where-we-are/FR"
    assert place in ireland.get(CELL).text
    page = ireland.get(place).text
    assert "lets others read how it came along" in page
    assert faults(Page(page)) == []
    assert "You do not consent" in france.get(consent).text
    assert faults(Page(france.get(f"{consent}?block=reception").text)) == []
    assert france.post(consent, {"is_on": "yes"}).status_code == 303
    assert "1 Member State that let others read" in ireland.get(place).text
    assert reviewer.get(place).status_code == 200
    for name in ("france", "officer", "observer", "watcher", "admin"):
        assert sharing.sign_in(name).get(place).status_code == 404, name
    assert [browser.post(consent, {"is_on": "no"}).status_code for browser in (ireland, reviewer)] == [404, 403]
    assert france.post(consent, {"is_on": "no"}).status_code == 303
    assert "lets others read how it came along" in ireland.get(place).text
