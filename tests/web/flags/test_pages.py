"""Flags on pages: made of a gap in one step, shown where their subject stands, to those who may read them."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from datetime import timedelta

from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.states import Role
from app.core import clock
from app.http.context import services
from tests.guards.reading_pages import Page, faults
from tests.web.browsing import Browser, make_person
from tests.web.countries.conftest import CELL, ITEM, World

Add = Callable[..., str]
WRITE = f"/flags/write/IE?item={ITEM}"
SAID = {
    "about": "item",
    "item_key": ITEM,
    "asked": "When is the vote?",
    "severity": "minor",
    "severity_reason": "Little hangs on it",
    "category": "timeline",
    "send": "now",
}


def shared(world: World, add: Add) -> str:
    """A milestone that Ireland has shared, long past."""
    ireland = world.sign_in("ireland")
    reference = add(ireland, baseline_on="2026-01-05")
    assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    return reference


def flagged(reviewer: Browser, **said: str) -> None:
    """A flag on the item, sent."""
    answer = reviewer.post(WRITE, {**SAID, **said})
    assert answer.status_code == 303, answer.text


def key_of(world: World, name: str) -> str:
    """The key of a person."""
    with services(world.app).database.reading() as session:
        return str(session.scalar(select(User.id).where(User.email == f"{name}@ministry.example.org")))


def test_gaps_lead_to_a_flag_for_reviewers_of_the_country_alone(world: World, add: Add) -> None:
    shared(world, add)
    make_person(world.app, "elsewhere@ministry.example.org", Role.REVIEWER, desk=frozenset({"FR"}))
    for name, leads in {"reviewer": True, "elsewhere": False, "ireland": False, "lead": True, "watcher": False}.items():
        browser = world.sign_in(name)
        pages = (browser.get("/gaps?country=IE").text, browser.get(f"{CELL}?open=all").text)
        assert ["Flag this" in page for page in pages] == [leads, leads], name
    assert "Ask about this" in world.sign_in("ireland").get("/countries/EU/blocks/1?open=all").text


def test_a_flag_stands_where_its_subject_stands_for_both_sides_alone(world: World, add: Add) -> None:
    reference = shared(world, add)
    reviewer = world.sign_in("reviewer")
    flagged(reviewer)
    flagged(reviewer, about="milestone", item_key="", reference=reference, asked="By which act?")
    make_person(world.app, "elsewhere@ministry.example.org", Role.REVIEWER, desk=frozenset({"FR"}))
    for name, reads in {"reviewer": True, "ireland": True, "watcher": False, "elsewhere": False}.items():
        browser = world.sign_in(name)
        cell = browser.get(f"{CELL}?open=all").text
        assert [words in cell for words in ("When is the vote?", "By which act?")] == [reads, reads], name
        milestone = browser.get(f"/countries/IE/milestones/{reference}").text
        assert ["When is the vote?" in milestone, "By which act?" in milestone] == [False, reads], name
        assert ("When is the vote?" in browser.get("/countries/IE").text) == reads, name
    assert "Flags waiting for your answer" in world.sign_in("ireland").get("/countries/IE").text
    assert "Flags on this plan" in reviewer.get("/countries/IE").text


def test_pages_that_are_kept_follow_the_exchange(world: World, add: Add) -> None:
    shared(world, add)
    reviewer, ireland = world.sign_in("reviewer"), world.sign_in("ireland")
    flagged(reviewer)
    assert "sent" in reviewer.get(f"{CELL}?open=all").text
    answer = {"deed": "answer", "answer": "contested", "text": "The law says it.", "version": "2"}
    assert ireland.post("/flags/IE-1/steps", answer).status_code == 303
    assert "answered, your turn" in reviewer.get(f"{CELL}?open=all").text
    assert "Flags waiting for your answer" not in ireland.get("/countries/IE").text


def test_who_is_mentioned_on_a_flag_hears_of_it_until_they_open_it(world: World, add: Add) -> None:
    shared(world, add)
    reviewer, ireland = world.sign_in("reviewer"), world.sign_in("ireland")
    flagged(reviewer)
    said = {"note-text": "Please call us", "note-reach": "both", "note-mentions": key_of(world, "ireland")}
    assert reviewer.post("/flags/IE-1/notes", said).status_code == 303
    assert "1 mention<" in ireland.get("/").text
    for page in ("/countries/IE", "/account/mentions"):
        assert "Please call us" in ireland.get(page).text, page
    assert "Please call us" not in world.sign_in("second").get("/account/mentions").text
    assert ireland.post("/flags/IE-1/seen").headers["Location"] == "/flags/IE-1"
    assert "1 mention<" not in ireland.get("/").text
    assert "Please call us" not in ireland.get("/countries/IE").text
    assert "seen on" in ireland.get("/account/mentions").text


def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_lost(world: World, add: Add) -> None:
    shared(world, add)
    reviewer = world.sign_in("reviewer")
    answer = reviewer.post(WRITE, {**SAID, "severity_reason": "", "due_on": "2020-01-01"})
    assert answer.status_code == 422
    assert "When is the vote?" in answer.text
    flagged(reviewer)
    ireland = world.sign_in("ireland")
    answer = ireland.post("/flags/IE-1/steps", {"deed": "answer", "text": "The law says it.", "version": "2"})
    assert answer.status_code == 422
    assert "Say what the answer consists of." in answer.text
    assert "The law says it." in answer.text
    assert ireland.post("/flags/IE-1/steps", {"deed": "acknowledge", "version": "1"}).status_code == 409
    assert ireland.post("/flags/IE-1/steps", {"deed": "close", "version": "2"}).status_code == 403


def test_flags_stand_in_the_menu_of_those_who_can_see_any(world: World) -> None:
    for name in ("reviewer", "ireland", "observer", "watcher", "admin"):
        is_offered = 'href="/flags"' in world.sign_in(name).get("/account").text
        assert is_offered == (name in ("reviewer", "ireland")), name
    asked = world.sign_in("reviewer").get("/flags?severity=huge&country=ie").text
    assert "(severity: “huge”). This is shown without that filter." in asked
    assert world.sign_in("reviewer").get("/flags.csv?severity=huge").status_code == 404


def test_all_that_was_said_in_a_period_is_taken_away_with_whose_it_is(world: World, add: Add) -> None:
    shared(world, add)
    reviewer, ireland = world.sign_in("reviewer"), world.sign_in("ireland")
    flagged(reviewer)
    answer = {"deed": "answer", "answer": "contested", "text": "=The law says it.", "version": "2"}
    assert ireland.post("/flags/IE-1/steps", answer).status_code == 303
    for browser, text, reach in ((reviewer, "Ask unit B", "own"), (ireland, "Ask the minister", "own")):
        assert browser.post("/flags/IE-1/notes", {"note-text": text, "note-reach": reach}).status_code == 303
    day = clock.today().isoformat()
    period = f"country=IE&first={day}&last={day}"
    before = f"country=IE&first=2025-01-01&last={(clock.today() - timedelta(days=1)).isoformat()}"

    def said(browser: Browser) -> list[list[str]]:
        page = browser.get(f"/flags/record?{period}").text
        lines = list(csv.reader(io.StringIO(browser.get(f"/flags/record.csv?{period}").text.lstrip("\ufeff"))))[1:-1]
        assert all(html.escape(line[5].lstrip("'"), quote=False).split("\n")[0] in page for line in lines)
        book = CalamineWorkbook.from_filelike(io.BytesIO(browser.get(f"/flags/record.xlsx?{period}").data))
        assert [row[5] for row in book.get_sheet_by_index(0).to_python()[4:]] == [line[5] for line in lines]
        return lines

    asked, contested, internal = said(reviewer)
    assert asked[3:7] == ["Commission", "send", "When is the vote?\n\nLittle hangs on it", "Own text"]
    assert contested[3:6] == ["Ireland", "answer: contested", "'=The law says it."]
    assert contested[6].startswith("Third party: Ireland. It is consulted first (Regulation (EC) No 1049/2001, Art. 4")
    assert internal[4:6] == ["internal message", "Ask unit B"]
    asked, contested, internal = said(ireland)
    assert asked[6] == "Third party: Commission. It is consulted first (Regulation (EC) No 1049/2001, Art. 5)"
    assert (contested[6], internal[5]) == ("Own text", "Ask the minister")
    assert "Nothing was said in this period" in reviewer.get(f"/flags/record?{before}").text
    wrong = reviewer.get(f"/flags/record?country=IE&first={day}&last=2025-01-01")
    assert (wrong.status_code, "The period ends before it begins." in wrong.text) == (422, True)
    assert reviewer.get("/flags/record.csv?country=ZZ&first=x&last=").status_code == 422
    for stranger in ("watcher", "observer", "admin"):
        assert world.sign_in(stranger).get(f"/flags/record?{period}").status_code == 404


def test_the_menu_counts_the_flags_that_wait_for_the_readers_side_as_their_page_does(world: World, add: Add) -> None:
    def counted(browser: Browser, page: str = "/") -> tuple[int, int]:
        found = re.search(r'href="/flags[^"]*"[^>]*>Flags (\d+)<', browser.get(page).text)
        turn = re.search(r'Your turn <span class="quiet">(\d+)<', browser.get("/flags").text)
        return int(found[1]) if found else 0, int(turn[1]) if turn else 0

    shared(world, add)
    reviewer, ireland = world.sign_in("reviewer"), world.sign_in("ireland")
    assert counted(ireland) == counted(reviewer) == (0, 0)
    flagged(reviewer)
    flagged(reviewer, asked="By which act?")
    assert counted(ireland) == counted(ireland, CELL) == (2, 2)
    assert counted(reviewer) == (0, 0)
    ireland.get("/flags/IE-1")
    answer = {"deed": "answer", "answer": "contested", "text": "The law says it.", "version": "2"}
    assert ireland.post("/flags/IE-1/steps", answer).status_code == 303
    assert (counted(ireland), counted(reviewer)) == ((1, 1), (1, 1))
    assert counted(world.sign_in("watcher"))[0] == counted(world.sign_in("france"))[0] == 0
    assert "Flags 1<" not in ireland.get("/?as_of=2026-01-04").text


def test_internal_notes_on_a_draft_are_written_on_its_page_and_are_not_sent(world: World, add: Add) -> None:
    shared(world, add)
    reviewer, ireland = world.sign_in("reviewer"), world.sign_in("ireland")
    assert reviewer.post(WRITE, {**SAID, "send": ""}).status_code == 303
    listed = reviewer.get("/flags/drafts").text
    assert "Internal notes (not sent)" in listed
    found = re.search(r"/flags/drafts/\d+", listed)
    assert found
    page = found[0]
    assert "What will be sent" in reviewer.get(page).text
    assert reviewer.post(f"{page}/notes", {"note-text": " "}).status_code == 422
    answer = reviewer.post(f"{page}/notes", {"note-text": "Ask the lead first", "note-reach": "both"})
    assert answer.status_code == 303
    lead = world.sign_in("lead")
    assert "Ask the lead first" in lead.get(page).text
    assert faults(Page(reviewer.get(page).text)) == []
    assert f'href="{page}#notes">1<' in lead.get("/flags/drafts").text
    assert "Ask the lead first" not in lead.get("/flags/drafts").text
    ireland.get("/flags")
    assert ireland.post(f"{page}/notes", {"note-text": "Mine"}).status_code == 404
    reviewer.get("/flags/drafts")
    assert reviewer.post("/flags/drafts/send", {"flag": page.rpartition("/")[2]}).status_code == 303
    assert "Ask the lead first" in reviewer.get("/flags/IE-1").text
    sent = ireland.get("/flags/IE-1").text
    assert "When is the vote?" in sent
    assert "Ask the lead first" not in sent
