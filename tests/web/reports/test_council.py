"""The version for Parliament and Council: counts of shared states, no name, nothing that can be worked out."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict

from tests.reports.pdf import needs_pango, says
from tests.web.browsing import Browser
from tests.web.matrix_world import COUNTRIES, FURTHER, World

COUNCIL = "/reports/council"
NAMES = ("Belgium", "Denmark", "Ireland", "France", *(name for _, _, name in FURTHER))


def told(browser: Browser, query: str = "") -> dict[str, list[tuple[str, int]]]:
    """The groups of each block."""
    answer = browser.get(f"{COUNCIL}.csv{query}")
    assert answer.status_code == 200
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for line in list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))[:-1]:
        found[line["block"]].append((line["stages"], int(line["member_states"])))
    return found


def test_it_counts_what_was_shared_and_names_nobody(world: World) -> None:
    browser = world.sign_in("reviewer")
    page = browser.get(COUNCIL).text.partition("<main")[2]
    for name in NAMES:
        assert name not in page
    assert not re.search(r"\b(" + "|".join(COUNTRIES) + r")\b", page)
    groups = told(browser)
    assert set(groups) == {*(block.code for block in world.view.blocks.values()), "all"}
    for block, listed in groups.items():
        assert min(number for _, number in listed) >= 3
        assert sum(number for _, number in listed) == len(COUNTRIES), block
        for stages, number in listed:
            assert f"{stages} in {number}" in page.lower()
    assert "in 0" not in page
    before = told(browser, "?as_of=2025-03-02")
    assert {number for listed in before.values() for _, number in listed} == {len(COUNTRIES)}
    assert browser.get(f"{COUNCIL}?as_of=2030-01-01").status_code == 400


def test_withheld_rows_are_left_out_as_everywhere(world: World) -> None:
    browser = world.sign_in("observer")
    assert sum(number for _, number in told(browser)["all"]) == len(COUNTRIES)
    world.share_rows("BE", "BG", "CZ", "DE", "EE", "FR")
    assert sum(number for _, number in told(browser)["all"]) == 6, "three withheld rows could be had by subtraction"


def test_it_is_for_reviewers_of_all_countries_and_observers_of_the_eu_level(world: World) -> None:
    for name, status in (("reviewer", 200), ("observer", 200), ("ireland", 403), ("desk", 403), ("admin", 403)):
        browser = world.sign_in(name)
        assert browser.get(COUNCIL).status_code == status, name
        assert ('href="/reports/council"' in browser.get("/method").text) == (status == 200)


@needs_pango
def test_the_document_says_the_same(world: World) -> None:
    answer = world.sign_in("reviewer").get(f"{COUNCIL}.pdf")
    assert answer.status_code == 200
    assert says(answer.data, "Implementation of the Pact: how many Member States are how far")
