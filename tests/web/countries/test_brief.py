"""The brief: a plan on one page, for who may read the plan, in the state they read."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.reports.pdf import needs_pango, says
from tests.web.countries.conftest import ITEM, World

BRIEF = "/countries/IE/brief"


def test_it_says_what_is_in_place_and_what_is_open_with_whom(world: World, add: Callable[..., str]) -> None:
    browser = world.sign_in("ireland")
    add(browser)
    answer = browser.post(f"/countries/IE/items/{ITEM}", {"lead_authority_id": str(world.ministry), "version": "1"})
    assert answer.status_code == 303, answer.text
    page = browser.get(BRIEF).text
    assert "Key items in place: 0 of" in page
    assert "is open:" in page or "are open:" in page
    assert "Department of Justice" in page
    assert "working state" in page
    assert "Nothing has been shared yet." in page
    assert 'href="/countries/IE/brief"' in browser.get("/countries/IE").text


def test_others_read_what_was_shared_and_as_it_was_known(world: World, add: Callable[..., str]) -> None:
    browser, reviewer = world.sign_in("ireland"), world.sign_in("reviewer")
    add(browser)
    before = reviewer.get(BRIEF).text
    assert "Nothing that counts has been shared." in before
    assert "shared state" in before
    browser.post("/countries/IE/share", {"what": "plan", "note": ""})
    after = reviewer.get(BRIEF).text
    assert "Key items in place: 0 of" in after
    assert "whole plan" in after
    assert "Nothing that counts has been shared." in reviewer.get(f"{BRIEF}?as_of=2025-06-01&known=2025-06-01").text
    assert world.sign_in("france").get(BRIEF).status_code == 404


def test_key_items_outside_the_sum_are_told_beside_it(world: World, add: Callable[..., str]) -> None:
    browser = world.sign_in("ireland")
    add(browser)
    lead = browser.get(BRIEF).text.split('class="brief-lead"')[1].split("</p>")[0]
    assert re.search(r"[.]\s+Open in blocks outside the sum: [^.]+[.]\s+Over all items", lead)


@needs_pango
def test_it_is_also_a_pdf(world: World, add: Callable[..., str]) -> None:
    browser = world.sign_in("ireland")
    add(browser)
    assert 'href="/countries/IE/brief.pdf"' in browser.get(BRIEF).text
    answer = browser.get("/countries/IE/brief.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert says(answer.data, "What is open")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert world.sign_in("france").get("/countries/IE/brief.pdf").status_code == 404
