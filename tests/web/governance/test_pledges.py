"""The page on which a country prepares its pledge: for it alone, in words before the act, beside its share after."""

from __future__ import annotations

from tests.guards.reading_pages import Page, faults
from tests.web.countries.conftest import World
from tests.web.governance.test_pages import recorded, words

NEXT, RUNNING = "/countries/IE/pledge/2027", "/countries/IE/pledge/2026"
WORD = "quietly"


def test_it_is_prepared_in_words_and_nobody_else_finds_it(cycles: World) -> None:
    ireland = cycles.sign_in("ireland")
    page = ireland.get(NEXT).text
    assert faults(Page(page)) == []
    assert "The preparation is not begun." in page
    assert "not accredited for EU classified information" in page
    assert 'name="relocations"' not in page
    said = {
        "version": "0",
        "considered": ["financial"],
        "decides": f"The government, {WORD}",
        "due_day_0": "2026-12-01",
    }
    refused = ireland.post(NEXT, said)
    assert refused.status_code == 422, "a day without words"
    said |= {"due_what_0": "Paper to the government"}
    warned = ireland.post(NEXT, {**said, "steps": "We think of 500 relocations"})
    assert warned.status_code == 422
    assert "500 relocations" in words(warned.text)
    assert "confirm so below" in warned.text
    assert ireland.post(NEXT, {**said, "steps": "Room 500", "is_checked": "y"}).status_code == 303
    page = ireland.get(NEXT).text
    assert faults(Page(page)) == []
    assert f"The government, {WORD}" in page
    assert "1 December 2026: Paper to the government" in words(page)
    stale = ireland.post(NEXT, {**said, "questions": "Typed by another"})
    assert stale.status_code == 409
    assert "Typed by another" in stale.text
    assert ireland.post(NEXT, {**said, "version": "1", "steps": "", "questions": "None"}).status_code == 303
    assert "Earlier versions" in ireland.get(NEXT).text
    assert "Earlier versions" not in ireland.get(f"{NEXT}?as_of=2026-11-22").text
    assert NEXT in ireland.get("/governance/2026").text
    assert "/pledge/" not in cycles.sign_in("reviewer").get("/governance/2026").text
    for name in ("france", "reviewer", "observer", "watcher", "keeper", "admin"):
        stranger = cycles.sign_in(name)
        assert stranger.get(NEXT).status_code == 404, name
        assert stranger.post(NEXT, said).status_code == 404, name
    assert ireland.get("/countries/FR/pledge/2027").status_code == 404
    assert ireland.get("/countries/IE/pledge/2031").status_code == 404


def test_after_the_act_the_share_stands_beside_what_is_planned(cycles: World) -> None:
    ireland = cycles.sign_in("ireland")
    page = ireland.get(RUNNING).text
    assert faults(Page(page)) == []
    assert "Fair share, by the computed share of" in words(page)
    assert "12 relocations" in words(page), "what was pledged publicly"
    answer = ireland.post(RUNNING, {"version": "0", "relocations": "2", "financial": "10 000"})
    assert answer.status_code == 303, answer.text
    said = words(ireland.get(RUNNING).text)
    assert "Planned, as far as it is said: EUR 50,000" in said
    assert "Remains: EUR" in said
    assert ireland.post(RUNNING, {"version": "1", "financial": "much"}).status_code == 422
    assert "/countries/IE/pledge/2026" in ireland.get("/governance/2025/pool/IE").text
    assert "/countries/IE/pledge/2026" in ireland.get("/governance/2025/key").text
    assert "/pledge/" not in cycles.sign_in("reviewer").get("/governance/2025/pool/IE").text


def test_the_desk_of_the_coordinator_says_that_it_is_not_begun(cycles: World) -> None:
    ireland = cycles.sign_in("ireland")
    told = "the preparation of your pledge to the pool of 2027 is not begun"
    page = ireland.get("/countries/IE").text
    assert told in page, "the report has not come, and so the forum is ahead"
    assert "on a day that is not known yet" in page
    recorded(cycles.sign_in("keeper"), "/governance/2026/steps/forum", planned_on="2026-12-10")
    assert told in ireland.get("/countries/IE").text
    assert told not in cycles.sign_in("reviewer").get("/countries/IE").text
    ireland.post(NEXT, {"version": "0", "decides": "The government"})
    assert told not in ireland.get("/countries/IE").text
