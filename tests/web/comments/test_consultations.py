"""Consultations on pages and in the plan's document: who was consulted in general, when, and what changed."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable

import pytest

from app.reports.parts import Document, Paragraph
from app.web.countries import brief
from tests.web.browsing import Browser
from tests.web.countries.conftest import CELL, ITEM, World

Add = Callable[..., str]
LIST = "/countries/IE/consultations"
SAID = {
    "with_whom": "Civil-society organisations",
    "held_on": "2026-10-01",
    "what_changed": "Two more places for families.",
    "url": "https://example.europa.eu/minutes",
    "reach": "internal",
}


def record(browser: Browser, item: str = "", **differing: str) -> None:
    """Record a consultation on the plan, or on an item."""
    answer = browser.post(f"{LIST}/record{'?item=' + item if item else ''}", {**SAID, **differing})
    assert answer.status_code == 303, answer.text


def words(text: str) -> str:
    """A page's words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def document(browser: Browser) -> str:
    """The words of the plan's document."""
    with zipfile.ZipFile(io.BytesIO(browser.get("/countries/IE/plan.docx").data)) as archive:
        return words(archive.read("word/document.xml").decode())


def shared(world: World, add: Add) -> Browser:
    """Ireland's browser, once it has shared something."""
    ireland = world.sign_in("ireland")
    add(ireland)
    assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    return ireland


@pytest.mark.parametrize(
    ("reach", "readers"),
    [
        ("internal", {"second", "contributor"}),
        ("commission", {"second", "contributor", "reviewer"}),
        ("member_states", {"second", "contributor", "reviewer", "france"}),
    ],
)
def test_a_consultation_is_read_by_those_whom_it_reaches(world: World, add: Add, reach: str, readers: set[str]) -> None:
    ireland = shared(world, add)
    record(ireland, reach=reach)
    record(ireland, ITEM, with_whom="UNHCR", reach=reach)
    for name in ("second", "contributor", "reviewer", "france", "watcher", "admin"):
        browser = world.sign_in(name)
        read = browser.get(LIST).text
        for whom in ("Civil-society organisations", "UNHCR"):
            assert (whom in read) == (name in readers), name
        in_plan = name in readers and name != "france"
        if name not in ("france", "admin"):
            assert ("UNHCR (1 October 2026)" in words(browser.get("/countries/IE/brief").text)) == in_plan, name
        assert ("Two more places" in browser.get("/countries/IE").text) == in_plan, name
        assert ("UNHCR" in browser.get(f"{CELL}?open=all").text) == in_plan, name
        if name not in ("france", "admin"):
            assert ("Two more places" in document(browser)) == in_plan, name


def test_the_brief_names_the_two_latest_in_short_and_how_many_more(
    world: World, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    ireland = shared(world, add)
    record(ireland, with_whom="Social partners", held_on="2026-01-01")
    record(ireland, with_whom=f"Cities and regions {'of all kinds ' * 30}", held_on="2026-10-02")
    record(ireland, ITEM, with_whom="UNHCR")
    record(ireland, with_whom="Nobody", held_on="2026-10-03")
    assert ireland.post(f"{LIST}/4/withdraw", {"version": "1", "reason": "Held twice"}).status_code == 303
    printed: list[Document] = []
    monkeypatch.setattr(brief, "as_pdf", lambda document, _: printed.append(document) or "")
    assert ireland.get("/countries/IE/brief.pdf").status_code == 200
    lines = [part for part in printed[0].parts if isinstance(part, Paragraph) and part.label == "Consulted"]
    long = "Cities and regions of all kinds of all kinds of all kinds o… (2 October 2026)"
    said = f"{long}; UNHCR (1 October 2026) and 1 more"
    assert [line.text for line in lines] == [said]
    assert f"Consulted: {said}" in words(ireland.get("/countries/IE/brief").text)
    assert "Consulted" not in ireland.get("/countries/IE/brief?as_of=2025-12-01").text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("held_on", "2031-01-01", "cannot lie in the future"),
        ("with_whom", " ", "required"),
        ("what_changed", "", "required"),
        ("url", "javascript:alert(1)", "begins with http"),
        ("reach", "public", "Choose who may read it"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    world: World, add: Add, field: str, value: str, sentence: str
) -> None:
    ireland = shared(world, add)
    answer = ireland.post(f"{LIST}/record", {**SAID, field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Civil-society" in answer.text or field == "with_whom"


def test_it_is_corrected_with_what_it_said_before_and_reaches_no_less_far(world: World, add: Add) -> None:
    ireland = shared(world, add)
    record(ireland, reach="commission")
    page = f"{LIST}/1"
    narrowed = ireland.post(page, {**SAID, "reach": "internal", "version": "1"})
    assert narrowed.status_code == 422
    assert "cannot reach less far" in narrowed.text
    changed = {**SAID, "reach": "member_states", "what_changed": "Four more places.", "version": "1"}
    assert ireland.post(page, changed).status_code == 303
    assert ireland.post(page, changed | {"what_changed": "None"}).status_code == 409
    read = words(ireland.get(page).text)
    assert "What it said before" in read
    assert "Two more places for families." in read
    assert "Four more places." in world.sign_in("reviewer").get("/countries/IE").text


def test_it_is_withdrawn_with_a_reason(world: World, add: Add) -> None:
    ireland = shared(world, add)
    record(ireland, reach="commission")
    assert ireland.post(f"{LIST}/1/withdraw", {"version": "1", "reason": ""}).status_code == 422
    assert ireland.post(f"{LIST}/1/withdraw", {"version": "1", "reason": "Held twice"}).status_code == 303
    reviewer = world.sign_in("reviewer")
    read = words(reviewer.get(LIST).text)
    assert "Held twice" in read
    assert "Two more places" not in read
    assert "Two more places" not in reviewer.get("/countries/IE").text
    assert ireland.post(f"{LIST}/1", {**SAID, "version": "2"}).status_code == 409


def test_a_past_day_lists_what_had_been_held_and_can_be_known_as_it_was_then(world: World, add: Add) -> None:
    ireland = shared(world, add)
    record(ireland)
    assert "Two more places" in words(ireland.get(f"{LIST}?as_of=2026-10-01").text)
    for day in ("as_of=2026-09-30", "as_of=2026-10-01&known=2026-10-01"):
        page = ireland.get(f"{LIST}?{day}").text
        assert "Two more places" not in words(page)
        assert "had been recorded by then" in words(page)
        assert "/consultations/record" not in page


def test_a_contributor_records_for_their_own_items_alone(world: World, add: Add) -> None:
    ireland = shared(world, add)
    contributor = world.sign_in("contributor")
    assert contributor.post(f"{LIST}/record", SAID).status_code == 403
    assert contributor.post(f"{LIST}/record?item={ITEM}", SAID).status_code == 403
    lead = {"version": "1", "lead_authority_id": str(world.agency)}
    assert ireland.post(f"/countries/IE/items/{ITEM}", lead).status_code == 303
    record(contributor, ITEM)
    assert "Civil-society" in contributor.get(f"{CELL}?open=all").text
    assert f"{LIST}/1" in contributor.get(LIST).text
    for name in ("reviewer", "france"):
        assert world.sign_in(name).post(f"{LIST}/record", SAID).status_code in (403, 404)
        assert world.sign_in(name).get(f"{LIST}/1").status_code == 404


def test_the_same_recorded_twice_is_one(world: World, add: Add) -> None:
    ireland = shared(world, add)
    record(ireland)
    record(ireland)
    assert "1 consultation" in words(ireland.get(LIST).text)
