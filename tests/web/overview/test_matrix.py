"""The matrix: its rows, cells, sentences, averages and files agree with each other."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from app.readiness.states import State
from tests.queries import queries
from tests.web.browsing import Browser
from tests.web.matrix_world import World

CELL = re.compile(
    r'<td class="matrix__cell (?:matrix__total )?state--(\w+)" data-column="([^"]+)">'
    r'<a href="([^"]+)" aria-label="([^"]+)"'
)
LEGEND = re.compile(r"<span>([^<]+)</span></span> <span class=\"number\">(\d+)</span>")


def rows_of_file(browser: Browser, url: str) -> list[dict[str, str]]:
    """A file's lines by column."""
    answer = browser.get(url)
    assert answer.status_code == 200
    assert answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))[:-1]  # the last is the disclaimer


def test_the_eu_level_stands_first_then_protocol_order(world: World) -> None:
    page = world.sign_in("reviewer").get("/").text
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    heads = re.findall(r'<th scope="row"><a href="/countries/(\w+)"', body)
    assert heads == ["EU", "BE", "BG", "CZ", "DK", "DE", "EE", "IE", "FR", "IT"]


def test_a_cell_is_named_by_a_sentence(world: World) -> None:
    page = world.sign_in("reviewer").get("/").text
    names = {url: name for _state, _column, url, name in CELL.findall(page)}
    assert names["/countries/IE/blocks/1"] == (
        "Ireland, block 1, Reception: past its legal date; 47 % on 1 of 2 items; 0 of 1 key item in place; "
        "open since 12 June 2026: Directive transposed"
    )
    assert names["/countries/IT/blocks/1"] == "Italy, block 1, Reception: no information"
    assert names["/countries/BE/blocks/1"].startswith("Belgium, block 1, Reception: in place, reported; 99 % on 1 of 2")
    assert names["/countries/DK/blocks/1"] == "Denmark, block 1, Reception: not applicable"


def test_legend_matrix_and_file_count_alike(world: World) -> None:
    browser = world.sign_in("reviewer")
    page = browser.get("/").text
    cells = Counter(
        state
        for state, column, url, _name in CELL.findall(page)
        if column in ("1", "2") and not url.startswith("/countries/EU")
    )
    words = {state.label: state.value for state in State}
    legend = {words[label]: int(number) for label, number in LEGEND.findall(page)}
    assert {state: number for state, number in legend.items() if number} == dict(cells)
    assert sum(cells.values()) == 9 * 2
    lines = [line for line in rows_of_file(browser, "/matrix.csv") if line["plan"] not in ("", "EU")]
    assert Counter(line["state"] for line in lines if line["block"] in ("1", "2")) == cells


def test_averages_count_each_that_shared_once(world: World) -> None:
    browser = world.sign_in("reviewer")
    lines = rows_of_file(browser, "/matrix.csv")
    average = next(line for line in lines if not line["plan"] and line["block"] == "all")
    totals = [
        int(line["progress_percent"])
        for line in lines
        if line["block"] == "all" and line["plan"] not in ("", "EU") and line["progress_percent"]
    ]
    assert average["member_states_in_average"] == str(len(totals)) == "8"
    assert abs(int(average["progress_percent"]) - sum(totals) / 8) < 1
    page = browser.get("/").text
    assert "is the average of the 8 Member States that shared something that counts" in page
    assert "1 shared nothing that counts" in page
    law = next(line for line in lines if not line["plan"] and line["block"] == "1")
    assert law["member_states_in_average"] == "7", "Denmark is not bound, Italy shared nothing"


def test_what_is_asked_for_in_the_address(world: World) -> None:
    browser = world.sign_in("reviewer")
    by_name = browser.get("/?order=name").text
    heads = re.findall(r'<th scope="row"><a href="/countries/(\w+)"', by_name)
    assert heads == ["EU", "BE", "BG", "CZ", "DK", "EE", "FR", "DE", "IE", "IT"]
    furthest = re.findall(r'<th scope="row"><a href="/countries/(\w+)"', browser.get("/?order=furthest").text)
    assert furthest[-1] in ("IT", "BE")
    filtered = browser.get("/?state=in_place&show=key").text
    assert re.findall(r'<th scope="row"><a href="/countries/(\w+)"', filtered) == ["EU", "BE"]
    assert "8 Member States have no block that is in place" in filtered
    assert "ramp--" in browser.get("/?show=progress").text
    asked = browser.get("/?state=nonsense&show=&order=worst").text
    assert "(state: “nonsense”, order: “worst”). This is shown without those filters." in asked


def test_past_days_show_what_was_true_then(world: World) -> None:
    browser = world.sign_in("reviewer")
    before = browser.get("/?as_of=2025-03-02").text
    assert "No Member State has shared a plan yet." in before
    assert "467 days" in before
    assert "to application, on 12 June 2026" in before
    after = browser.get("/?as_of=2025-03-03").text
    assert "is the average of the 8 Member States" in after
    assert 'href="/countries/IE/blocks/1?as_of=2025-03-03"' in after
    assert browser.get("/?as_of=2024-06-10").status_code == 400
    assert "“2025-03-03, 2025-03-04” is not a day" in browser.get("/?as_of=2025-03-03&as_of=2025-03-04").text
    known = browser.get("/?as_of=2026-11-01&known=2026-11-05")
    assert known.status_code == 200
    assert "The trend is shown as known now only." in known.text


def test_an_unchanged_page_is_answered_without_content(world: World) -> None:
    browser = world.sign_in("reviewer")
    browser.get("/")
    answer = browser.get("/")
    again = browser.get("/", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    world.change("FR", 9000)
    assert browser.get("/", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200


def test_the_number_of_statements_does_not_grow(world: World) -> None:
    browser = world.sign_in("ireland")
    with queries(world.app) as first:
        browser.get("/")
    for _ in range(2):
        with queries(world.app, at_most=8):
            browser.get("/")
    world.change("IE", 3000)
    with queries(world.app) as changed:
        browser.get("/")
    world.change("IE", 4000)
    world.change("FR", 4000)
    with queries(world.app, at_most=changed.count):
        browser.get("/")
    assert first.count <= 14


def test_a_coordinator_sees_the_own_row_and_who_shares_theirs(world: World) -> None:
    world.share_rows("FR")
    page = world.sign_in("ireland").get("/").text
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    assert re.findall(r'<th scope="row">(?:<a href="/countries/(\w+)">)?', body) == ["EU", "IE", ""]
    assert "(working state)" in body
    assert '<span class="visually-hidden">France, block 1, Reception: past its legal date' in body
    assert "/countries/FR" not in page


def test_an_administrator_is_told_what_to_do(world: World) -> None:
    browser = world.sign_in("admin")
    page = browser.get("/").text
    assert "Administrators see no plan" in page
    assert "matrix__cell" not in page
    assert "%" not in re.sub(r"<[^>]+>", "", page)
    for shown in (page, browser.get("/?as_of=2026-06-01").text):  # they are shown nothing of any day
        assert 'name="as_of"' not in shown
        assert "You are looking at" not in shown
    for url in ("/matrix.csv", "/trend.json", "/trend.csv"):
        assert browser.get(url).status_code == 403, url
