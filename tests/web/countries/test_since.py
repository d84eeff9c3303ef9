"""The brief since a meeting: for who may read the plan, what they may know, from the day that is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine

from tests.reports.pdf import needs_pango, says
from tests.web.browsing import Browser
from tests.web.countries.conftest import ITEM, World

SINCE = "/countries/IE/since?from=2026-11-02"
REASON = "the second bidder went to court"


@pytest.fixture
def in_november() -> Iterator[None]:
    with time_machine.travel("2026-11-02 08:00", tick=True):
        yield


@pytest.fixture
def later(in_november: None, world: World, add: Callable[..., str]) -> Iterator[tuple[World, str]]:
    """Ireland submits on 2 November. On the 20th a milestone slips, one is new, one cancelled; a flag is contested."""
    ireland = world.sign_in("ireland")
    slips, goes = add(ireland), add(ireland, "Tender published")
    sent = {"kind": "update", "round_id": "", "note": "", "document_language": ""}
    assert ireland.post("/countries/IE/submit", sent).status_code == 303
    with time_machine.travel("2026-11-20 09:00", tick=True):
        ireland, reviewer = world.sign_in("ireland"), world.sign_in("reviewer")
        changed = {"form": "row", "version": "1", "step_key": "analysed", "forecast_on": "2027-06-30"}
        why = {"cause": "tender_challenged", "reason": REASON, "keeps_cause": "y"}
        assert ireland.post(f"/countries/IE/milestones/{slips}", changed | why).status_code == 303
        gone = {"version": "1", "reason": "overtaken"}
        assert ireland.post(f"/countries/IE/milestones/{goes}/cancel", gone).status_code == 303
        add(ireland, "Act published")
        assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
        contest(reviewer, ireland)
        yield world, slips


def contest(reviewer: Browser, ireland: Browser) -> None:
    """The Commission asks about an item, and Ireland contests it."""
    asked = {"about": "item", "item_key": ITEM, "asked": "Is the tender in time?", "severity": "minor"}
    more = {"severity_reason": "It can wait", "category": "timeline", "due_on": "2026-12-18", "send": "now"}
    answer = reviewer.post(f"/flags/write/IE?item={ITEM}", asked | more)
    assert answer.status_code == 303, answer.text
    said = {"deed": "answer", "answer": "contested", "text": "It is in time.", "version": "2"}
    assert ireland.post("/flags/IE-1/steps", said).status_code == 303


def section(page: str, title: str) -> str:
    """A section's words."""
    found = re.search(rf"<h2>{title}</h2>(.*?)(?=<h2>|</div>)", page, re.DOTALL)
    assert found, title
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).replace("\xa0", " ").split())


def test_it_says_what_became_of_the_plan_since_it_was_submitted(later: tuple[World, str]) -> None:
    world, slips = later
    ireland, reviewer = world.sign_in("ireland"), world.sign_in("reviewer")
    page = reviewer.get("/countries/IE/since").text
    assert "Brief since 2" in page, "from the last submission, where no day is asked for"
    slipped = section(page, "Slipped, and why")
    assert slips in slipped
    assert "30 September 2026 → 30 June 2027, 273 days later; other" in slipped
    assert f"tender challenged: {REASON}" in section(ireland.get(SINCE).text, "Slipped, and why")
    assert "Act published" in section(page, "New")
    assert "Flag IE-1 (minor): Is the tender in time?" in section(page, "New")
    assert "Tender published" in section(page, "Closed")
    assert "contested, 20 November 2026" in section(page, "Contested")
    assert section(page, "Evidence expired") == "No evidence expired."
    assert "Nothing is new." in reviewer.get("/countries/IE/since?from=2026-11-20").text


def test_to_others_it_begins_before_what_was_shared_last(
    in_november: None, world: World, add: Callable[..., str]
) -> None:
    for day in ("2026-11-02 09:00", "2026-11-20 09:00"):
        with time_machine.travel(day, tick=True):
            ireland = world.sign_in("ireland")
            add(ireland, f"Step of {day}")
            assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    with time_machine.travel("2026-11-25 09:00", tick=True):
        page = world.sign_in("reviewer").get("/countries/IE/since").text.replace("\xa0", " ")
        assert "Brief since 2 November 2026" in page
        assert "Step of 2026-11-20" in section(page, "New")
        own = world.sign_in("ireland").get("/countries/IE/since").text.replace("\xa0", " ")
        assert "Brief since 20 November 2026" in own


def test_flags_are_told_to_the_country_and_the_commission_alone(later: tuple[World, str]) -> None:
    world, _ = later
    watcher = world.sign_in("watcher").get(SINCE).text
    assert "Slipped, and why" in watcher
    for word in ("Contested", "Flag", "in time"):
        assert word not in watcher.partition("<main")[2]
    assert world.sign_in("france").get(SINCE).status_code == 404
    assert world.sign_in("reviewer").get("/countries/IE/since?from=2026-11-21").status_code == 400


@needs_pango
def test_it_is_a_file_that_says_the_same(later: tuple[World, str]) -> None:
    world, slips = later
    answer = world.sign_in("reviewer").get("/countries/IE/since.pdf?from=2026-11-02")
    assert answer.status_code == 200
    assert says(answer.data, slips) or says(answer.data, "Slipped")
