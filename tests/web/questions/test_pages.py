"""Questions through their pages: asked, answered, relied on, revised; each reader finds what reaches them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import time_machine

from app.accounts.actor import SYSTEM
from app.accounts.states import Role
from app.answers.services.answering import publish as answer
from app.answers.services.asking import ask as put
from app.answers.states import DISCLAIMER, HIDDEN
from app.catalogue.queries import view_in_force
from app.plans.services.authorities import add_authority
from app.plans.states import EU
from tests.guards.reading_pages import Page, faults
from tests.web.browsing import Browser, keep, make_person, writing
from tests.web.countries.conftest import CELL, ITEM, World

LIST = "/governance/questions"
CANARY = "Zaunkönig"


def version_on(browser: Browser, address: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', browser.get(address).text)
    assert found
    return found[1]


def ask(browser: Browser, code: str = "IE", query: str = f"?item={ITEM}", **differing: Any) -> str:
    """The address of a question that was asked; what the address ticks is sent as the form has it."""
    place = f"{LIST}/new/{code}{query}"
    page = browser.get(place).text
    ticked = re.findall(r'name="item_ids"[^>]*value="(\d+)" checked', page)
    values = {"title": f"Days {CANARY}", "text": f"From which day? {CANARY}", "item_ids": ticked}
    answer = browser.post(place, values | {"articles": "RCD 35(1)", "reach": "commission", **differing})
    assert answer.status_code == 303, answer.text
    browser.get(answer.location)
    return str(answer.location).partition("#")[0]


def publish(browser: Browser, address: str, text: str, reason: str = "", deed: str = "publish", draft: str = "") -> int:
    values = {"text": text, "reason": reason, "deed": deed, "draft_version": draft}
    return browser.post(f"{address}/answer", values | {"version": version_on(browser, f"{address}/answer")}).status_code


def reads(browser: Browser, address: str) -> set[str]:
    """Where the canary is read; what was asked for is said again and is no leak."""
    found = set()
    asked = quote(CANARY)
    for place in (
        address,
        LIST,
        f"{LIST}?q={asked}",
        f"{LIST}.csv",
        f"/search?q={asked}",
        f"/items/{ITEM}",
        "/notices",
        "/countries/IE",
        "/desk",
    ):
        answer = browser.get(place)
        said = answer.text.replace(f"“{CANARY}”", "").replace(f'value="{CANARY}"', "")
        if CANARY in re.sub(r'(href|title)="[^"]*"|<title>.*?</title>', "", said):
            found.add(place)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            assert faults(Page(answer.text)) == [], place
    return found


def test_a_question_is_asked_answered_relied_on_revised_and_who_relied_is_told(world: World) -> None:
    ireland, reviewer, helper = map(world.sign_in, ("ireland", "reviewer", "contributor"))
    assert "Ask the Commission about it for Ireland" in ireland.get(f"/items/{ITEM}").text
    address = ask(ireland)
    desk = reviewer.get("/desk").text
    assert address in desk
    assert "Questions that wait for an answer" in desk
    assert "RCD 35(1)" in re.sub(r"\s+Art\.\s+", " ", reviewer.get(address).text)
    assert publish(reviewer, address, "A draft of a Rotkehlchen", deed="draft") == 303
    assert "Rotkehlchen" in reviewer.get(f"{address}/answer").text
    assert "Rotkehlchen" not in ireland.get(address).text
    assert publish(reviewer, address, "Unseen", draft="") == 409
    assert publish(reviewer, address, "From the day of lodging. Days are counted.", draft="1") == 303
    page = ireland.get(address).text
    assert "From the day of lodging" in page
    assert DISCLAIMER[:60] in page
    assert "answered" in ireland.get("/notices").text
    assert address not in reviewer.get("/desk").text
    number = re.search(r"<option value=\"(\d+)\" selected>", page)
    assert number, "the item that the question is about comes first"
    late = ireland.post(f"{address}/rely/IE", {"item_id": number[1], "number": "0"})
    assert (late.status_code, "revised since you read it" in late.text) == (409, True)
    assert 'name="number" value="1"' in late.text
    chosen = {"item_id": number[1], "number": "1"}
    assert ireland.post(f"{address}/rely/IE", chosen).status_code == 303
    assert ireland.post(f"{address}/rely/IE", chosen).status_code == 409
    assert "Relies on answers of the Commission" in helper.get(f"{CELL}?open=all").text
    assert "Answers that changed" not in ireland.get("/countries/IE").text
    assert publish(reviewer, address, "From the day of registration. Days are counted.") == 422
    assert publish(reviewer, address, "From the day of registration. Days are counted.", "The Court said so.") == 303
    for name, browser in (("ireland", ireland), ("contributor", helper)):
        desk = browser.get("/countries/IE").text
        assert "Answers that changed" in desk, name
        assert "<del>" in desk
        assert "The Court said so." in desk
        assert "The answer changed" in browser.get(f"{CELL}?open=all").text
    assert "answer on which you rely" in ireland.get("/notices").text
    for name in ("france", "reviewer", "watcher"):
        assert "Answers that changed" not in world.sign_in(name).get("/countries/IE").text
        assert "Relies on answers" not in world.sign_in(name).get(f"{CELL}?open=all").text
    keep = re.search(r'action="([^"]*/reliances/\d+/keep)"', ireland.get("/countries/IE").text)
    assert keep
    stale = {"version": "1", "number": "1", "back": "desk"}
    assert ireland.post(keep[1], stale).status_code == 409
    assert ireland.post(keep[1], {"version": "1", "number": "2", "back": "desk"}).location.endswith("/countries/IE")
    assert "Answers that changed" not in ireland.get("/countries/IE").text
    version = version_on(reviewer, address)
    assert reviewer.post(f"{address}/take-back", {"version": version, "reason": ""}).status_code == 422
    assert reviewer.post(f"{address}/take-back", {"version": version, "reason": "Under review"}).status_code == 303
    desk = ireland.get("/countries/IE").text
    assert "Under review" in desk
    assert "Keep relying on it" not in desk
    stop = re.search(r'action="([^"]*/reliances/\d+/stop)"', desk)
    assert stop
    assert ireland.post(stop[1], {"version": "1", "back": "desk"}).status_code == 303
    assert "Answers that changed" not in ireland.get("/countries/IE").text
    assert faults(Page(ireland.get(address).text)) == []


def test_a_question_is_read_where_its_reach_says_and_its_asker_where_they_say_so(world: World) -> None:
    ireland, france, reviewer = map(world.sign_in, ("ireland", "france", "reviewer"))
    address = ask(ireland)
    everywhere = {address, LIST, f"{LIST}?q={quote(CANARY)}", f"{LIST}.csv", f"/search?q={quote(CANARY)}"}
    assert reads(ireland, address) >= everywhere
    assert reads(reviewer, address) == everywhere | {"/desk"}
    assert reads(france, address) == set()
    for name in ("observer", "watcher", "admin"):
        assert world.sign_in(name).get(address).status_code == 404, name
        assert reads(world.sign_in(name), address) == set()
    assert publish(reviewer, address, f"From lodging {CANARY}") == 303
    assert reviewer.post(f"{address}/offer", {"version": version_on(reviewer, address)}).status_code == 303
    assert "asks to share with the Member States" in ireland.get("/countries/IE").text
    assert reads(france, address) == set()
    assert ireland.post(f"{address}/widen", {"version": version_on(ireland, address)}).status_code == 303
    assert reads(france, address) == everywhere | {f"/items/{ITEM}"}
    page = france.get(address).text
    assert HIDDEN in page
    for place in (address, LIST, f"{LIST}.csv"):
        shown = france.get(place).text
        rows = re.findall(r"<td.*?</td>|<dd>.*?</dd>", shown, re.S) if place != f"{LIST}.csv" else [shown]
        assert "Ireland" not in "".join(rows)
        assert "IE" not in "".join(rows), place
    assert "No question that you may read" in france.get(f"{LIST}?country=IE").text
    assert "Days" in reviewer.get(f"{LIST}?country=IE").text
    named = {"version": version_on(ireland, address), "shows_asker": "y"}
    assert ireland.post(f"{address}/name", named).status_code == 303
    assert "Ireland" in france.get(address).text
    follow = france.get(address).text
    assert "Ask further for France" in follow
    further = ask(france, "FR", f"?follows={address.rsplit('/', 1)[1]}", title="Further", item_ids=[])
    assert "It follows" in france.get(further).text
    assert "Further" not in ireland.get(address).text
    merged = {"version": version_on(reviewer, further), "into": address.rsplit("/", 1)[1]}
    assert reviewer.post(f"{further}/merge", merged | {"into": "Q999"}).status_code == 422
    assert reviewer.post(f"{further}/merge", merged).status_code == 303
    assert "Answered by another question:" in france.get(further).text


def test_pages_of_another_day_tell_what_was_said_by_then(world: World) -> None:
    with world.app.app_context(), time_machine.travel(datetime(2026, 11, 20, 11, 0, tzinfo=UTC), tick=False):
        session = writing(world.app)
        view = view_in_force(session, date(2026, 11, 20))
        values = {"title": "Counted", "text": "?", "items": [view.items[ITEM].item_id], "reach": "member_states"}
        key = put(session, view, "IE", values, actor=SYSTEM)
        answer(session, key, "From lodging.", actor=SYSTEM, expected_version=None)
        keep(world.app, session)
    address = f"{LIST}/{key}"
    ireland, reviewer = map(world.sign_in, ("ireland", "reviewer"))
    assert publish(reviewer, address, "From registration.", "Read anew") == 303
    for query in ("as_of=2026-11-19", "as_of=2026-11-23&known=2026-11-19"):
        assert ireland.get(f"{address}?{query}").status_code == 404, query
        for place in (LIST, f"{LIST}.csv"):
            assert "Counted" not in ireland.get(f"{place}?{query}").text, place
    for browser in (ireland, reviewer):
        then = browser.get(f"{address}?as_of=2026-11-21").text
        assert faults(Page(then)) == []
        assert ("From lodging." in then, "From registration." in then) == (True, False)
        assert 'method="post"' not in then.partition("<main")[2].partition("</main")[0]
        assert "From registration." in browser.get(address).text
        assert "From lodging." in browser.get(f"{LIST}.csv?as_of=2026-11-21").text
        listed = browser.get(f"{LIST}?as_of=2026-11-21").text
        assert faults(Page(listed)) == []
        assert f"{address}?as_of=2026-11-21" in listed
        assert "Ask for" not in listed


def test_what_is_asked_for_and_is_not_there_is_said(world: World) -> None:
    ireland = world.sign_in("ireland")
    assert "There is no question that you may read" in ireland.get(LIST).text
    answer = ireland.post(f"{LIST}/new/IE", {"title": "A", "text": "B", "articles": "RCD 4711", "reach": "commission"})
    assert answer.status_code == 422
    assert "The catalogue has no article" in answer.text
    for place in (f"{LIST}/new/FR", f"{LIST}/new/EU", f"{LIST}/99", f"{LIST}.csv?article=XYZ+1"):
        assert ireland.get(place).status_code == 404, place
    address = ask(ireland)
    assert ireland.post(f"{address}/withdraw", {"version": "7", "reason": ""}).status_code == 409
    assert ireland.post(f"{address}/withdraw", {"version": "1", "reason": "Found it"}).status_code == 303
    assert "withdrawn before it was answered" in ireland.get(address).text
    assert "1 question" in ireland.get(f"{LIST}?article=RCD+35").text


def test_who_works_for_two_agencies_says_for_which_one_they_ask(world: World) -> None:
    with world.app.app_context():
        session = writing(world.app)
        both = [add_authority(session, EU, name, actor=SYSTEM).authority_id for name in ("EUAA", "Frontex")]
        keep(world.app, session)
    for name, authorities in (("both", both), ("border", both[1:])):
        email = f"{name}@ministry.example.org"
        make_person(world.app, email, Role.CONTRIBUTOR, country=EU, authorities=frozenset(authorities))
    two, border = map(world.sign_in, ("both", "border"))
    page = two.get(f"{LIST}/new/EU?item={ITEM}").text
    assert faults(Page(page)) == []
    assert ("EUAA" in page, "Frontex" in page) == (True, True)
    address = ask(two, EU, authority=str(both[0]))
    assert two.get(address).status_code == 200
    assert border.get(address).status_code == 404
    assert border.get(ask(border, EU)).status_code == 200
