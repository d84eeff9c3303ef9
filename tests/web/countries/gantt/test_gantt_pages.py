"""The Gantt's pages: what they say, to whom, and of which day."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest

from tests.web.browsing import Browser
from tests.web.countries.conftest import CELL, World

Add = Callable[..., str]
GANTT, PLAN = f"{CELL}/gantt", "/countries/IE/gantt"
CAUSE = {"cause": "elections", "reason": "Parliament was dissolved"}


def words_of(part: str) -> str:
    """The words of a part of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def words(page: str) -> str:
    """What a page says, without its elements."""
    return words_of(page.split("<main")[1].split("</main>")[0])


def share(browser: Browser) -> None:
    assert browser.post("/countries/IE/share", {"what": "plan"}).status_code == 303


@pytest.fixture
def ireland(world: World) -> Browser:
    return world.sign_in("ireland")


def test_the_sentence_tells_how_many_have_moved_and_how_far(ireland: Browser, add: Add) -> None:
    add(ireland, "Bill drafted", baseline_on="2026-02-28", forecast_on="2026-06-02")
    add(ireland, "Bill adopted", baseline_on="2026-12-31", forecast_on="")
    for address in (GANTT, PLAN):
        said = words(ireland.get(address).text)
        assert "1 of 2 open milestones has moved; the largest slip is 94 days (IE-0002 Bill drafted)." in said


def test_a_row_says_in_words_what_is_drawn(ireland: Browser, add: Add) -> None:
    reference = add(ireland, "Bill drafted", baseline_on="2026-02-28", forecast_on="2026-06-02")
    page = ireland.get(GANTT).text
    row = page.split(f'id="gantt-{reference}"')[1].split("</tr>")[0]
    assert f'href="/countries/IE/milestones/{reference}"' in row
    assert (
        "from 1 January 2025, baseline 28 February 2026, forecast 2 June 2026; 94 days after the baseline"
        in words_of(row)
    )
    assert 'href="#gantt-forecast"' in row


def test_who_waits_for_whom_is_a_line_and_words(ireland: Browser, add: Add) -> None:
    first = add(ireland, "Bill drafted")
    second = add(ireland, "Bill adopted")
    answer = ireland.post(f"/countries/IE/milestones/{second}/predecessors", {"predecessor": first})
    assert answer.status_code == 303, answer.status_code
    page = ireland.get(GANTT).text
    row = page.split(f'id="gantt-{second}"')[1].split("</tr>")[0]
    assert "gantt__link" in row
    assert f"After {first} Bill drafted." in words_of(row)


def test_others_see_the_shared_state_alone(world: World, ireland: Browser, add: Add) -> None:
    add(ireland, "Not yet shared")
    reviewer = world.sign_in("reviewer")
    said = words(reviewer.get(GANTT).text)
    assert "Not yet shared" not in said
    assert "There are no milestones in this block yet" in said
    assert "Not yet shared" not in reviewer.get(f"{GANTT}.csv").text
    assert world.sign_in("france").get(GANTT).status_code == 404


def test_an_empty_plan_says_what_to_do(ireland: Browser) -> None:
    assert "There are no milestones in this plan yet" in words(ireland.get(PLAN).text)
    assert "To the block and its items" in words(ireland.get(GANTT).text)


def test_a_day_that_is_none_is_said_beside_its_field_and_kept(ireland: Browser, add: Add) -> None:
    add(ireland)
    page = ireland.get(f"{GANTT}?from=2026-13-01&to=2027-01-01").text
    assert "“2026-13-01” is not a day." in page
    assert 'value="2026-13-01"' in page
    assert 'value="2027-01-01"' in page
    assert "coordinator, Ireland" in page


def test_steps_lead_to_other_days_and_keep_the_day_looked_at(ireland: Browser, add: Add) -> None:
    add(ireland)
    page = ireland.get(f"{GANTT}?from=2026-01-01&to=2026-12-31").text
    later = page.split('data-gantt-step="later"')[1].split('href="')[1].split('"')[0]
    assert later == f"{GANTT}?from=2026-07-02&amp;to=2027-07-01"
    assert ireland.get(later.replace("&amp;", "&")).status_code == 200


def test_the_file_has_a_line_a_milestone_with_both_slips(ireland: Browser, add: Add) -> None:
    reference = add(ireland, "Bill drafted", baseline_on="2026-02-28", forecast_on="2026-06-02")
    for address in (GANTT, PLAN):
        rows = list(csv.DictReader(io.StringIO(ireland.get(f"{address}.csv").text.lstrip("\ufeff"))))
        row = next(row for row in rows if row["milestone"] == reference)
        assert (row["latest_baseline"], row["forecast"]) == ("2026-02-28", "2026-06-02")
        assert (row["first_baseline"], row["slip_days_against_first_baseline"]) == ("", "")
        assert row["slip_days_against_latest_baseline"] == "94"


def test_slip_is_told_against_the_first_and_the_latest_baseline(world: World, ireland: Browser, add: Add) -> None:
    reference = add(ireland, "Bill drafted", baseline_on="2026-02-28", forecast_on="2026-03-10")
    share(ireland)
    fields = {"baseline_on": "2026-03-30", "forecast_on": "2026-04-10", "version": "1", **CAUSE}
    whole = {"title": "Bill drafted", "workstream_key": "legal", "measured_by": "steps", "step_key": "analysed"}
    answer = ireland.post(f"/countries/IE/milestones/{reference}", {**whole, "start_on": "2025-01-01", **fields})
    assert answer.status_code == 303, words(answer.text)[:600]
    both = "41 days after the first baseline of 28 February 2026, 11 days after the latest baseline"
    assert both in words(ireland.get(f"/countries/IE/milestones/{reference}").text)
    assert both in words(ireland.get(GANTT).text)
    row = ireland.get(f"{CELL}?open=all").text.split(f'id="{reference}"')[1].split("</tr>")[0]
    assert "+11 d" in row
    assert "+41 d against the first baseline" in row
    assert "10 days after the baseline" in words(world.sign_in("reviewer").get(GANTT).text)
