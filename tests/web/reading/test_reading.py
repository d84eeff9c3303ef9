"""A reviewer reads a plan item by item: marks are their own, and what was shared anew since is shown."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.web.browsing import Browser
from tests.web.countries.conftest import ITEM, World

Add = Callable[..., str]
READING = "/countries/IE/reading"
PAGE = f"{READING}/{ITEM}"
KNOWN = re.compile(r'name="known" value="([^"]*)"')
CHANGED = "changed since you read it"


def known(browser: Browser) -> str:
    """The release that the page shows."""
    found = KNOWN.search(browser.get(PAGE).text)
    assert found
    return found[1]


def mark(browser: Browser, state: str = "read", line: str = "", **sent: str) -> str:
    """Mark the item; where the answer leads."""
    answer = browser.post(PAGE, {"state": state, "line": line, "known": known(browser), **sent})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def share(ireland: Browser) -> None:
    """Ireland shares what it wrote."""
    assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303


def test_a_reading_is_interrupted_and_resumed(world: World, add: Add) -> None:
    add(ireland := world.sign_in("ireland"))
    share(ireland)
    reviewer = world.sign_in("reviewer")
    assert "Begin" in reviewer.get(READING).text
    following = mark(reviewer, line="Ask about page 4")
    assert following.startswith(READING + "/")
    assert following != PAGE
    again = world.sign_in("reviewer")
    listed = again.get(READING).text
    assert re.search(r"You were at item \d+ of \d+; \d+ to go, 0 changed since you read them\.", listed)
    assert "Ask about page 4" in listed
    assert f'href="{following}">Go on' in listed
    assert "Nothing of it was shared or stated anew" in again.get(PAGE).text


def test_what_was_shared_since_is_told_and_what_was_not_is_not(world: World, add: Add) -> None:
    ireland, reviewer = world.sign_in("ireland"), world.sign_in("reviewer")
    reference = add(ireland)
    share(ireland)
    mark(reviewer)
    moved = {"form": "row", "version": "1", "forecast_on": "2026-11-30", "cause": "other", "reason": "Elections"}
    assert ireland.post(f"/countries/IE/milestones/{reference}", moved).status_code == 303
    assert CHANGED not in reviewer.get(PAGE).text
    assert "0 changed since" in reviewer.get(READING).text
    share(ireland)
    page = reviewer.get(PAGE).text
    assert CHANGED in page
    assert "What changed since you read it" in page
    assert "30 September 2026 → 30 November 2026" in page
    assert "1 changed since" in reviewer.get(READING).text
    mark(reviewer)
    assert CHANGED not in reviewer.get(PAGE).text


def test_what_is_shared_while_one_reads_counts_as_changed(world: World, add: Add) -> None:
    ireland, reviewer = world.sign_in("ireland"), world.sign_in("reviewer")
    add(ireland)
    share(ireland)
    read = known(reviewer)
    add(ireland, title="Act notified")
    share(ireland)
    mark(reviewer, known=read)
    page = reviewer.get(PAGE).text
    assert CHANGED in page
    assert "Act notified" in page


def test_marks_and_lines_are_shown_to_nobody_else(world: World, add: Add) -> None:
    add(ireland := world.sign_in("ireland"))
    share(ireland)
    mark(world.sign_in("reviewer"), "come_back", "CANARY of the reviewer")
    for name in ("lead", "ireland", "watcher", "observer", "admin"):
        browser = world.sign_in(name)
        for page in (READING, PAGE, "/countries/IE", "/countries/IE/blocks/1?open=all", "/countries/IE/history"):
            assert "CANARY" not in browser.get(page).text, (name, page)
    assert "CANARY" not in world.sign_in("admin").get("/admin/audit").text
    assert "1 to come back to" in world.sign_in("reviewer").get(READING).text


def test_a_mark_is_taken_away_with_its_line(world: World) -> None:
    reviewer = world.sign_in("reviewer")
    mark(reviewer, line="For later")
    assert mark(reviewer, "none").endswith(PAGE)
    page = reviewer.get(PAGE).text
    assert "Not marked yet." in page
    assert "For later" not in page


def test_a_bad_line_is_said_beside_its_field_and_kept(world: World) -> None:
    reviewer = world.sign_in("reviewer")
    known(reviewer)
    answer = reviewer.post(PAGE, {"state": "read", "line": "x" * 501})
    assert answer.status_code == 422
    assert "x" * 501 in answer.text
    assert reviewer.post(PAGE, {"state": "done", "line": "Mine"}).status_code == 422
    assert "Not marked yet." in reviewer.get(PAGE).text


def test_a_block_is_read_alone_and_keys_are_switched_off(world: World) -> None:
    reviewer = world.sign_in("reviewer")
    page = reviewer.get(f"{PAGE}?block=1&keys=off").text
    assert 'data-keys="off"' in page
    assert "Item 1 of " in page
    assert reviewer.get(f"{PAGE}?block=2").status_code == 404
    assert reviewer.get(f"{PAGE}?block=99").status_code == 404
