"""Flags on pages: made of a gap in one step, shown where their subject stands, to those who may read them."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.states import Role
from app.http.context import services
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
