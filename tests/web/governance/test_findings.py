"""The pages of findings: verbatim, without colour and readiness, with what follows at once; who records; files."""

from __future__ import annotations

import json
import re

from tests.guards.reading_pages import Page, faults
from tests.queries import queries
from tests.web.browsing import Browser
from tests.web.countries.conftest import World
from tests.web.governance.test_pages import recorded, words

FRANCE = "/governance/findings/FR"
CELL, ITEM = "/countries/FR/blocks/2", "/items/borders.land-crossings"
LAND = "France applies"
BASIS = (
    "The condition holds since 20 November 2026, until 31 December 2027, by (EU) 2026/7; recorded on 23 November 2026."
)
SAID = {
    "year": "2026",
    "kind": "pressure",
    "reference": "(EU) 2026/7",
    "decided_on": "2026-11-20",
    "valid_until": "2027-12-31",
}


def test_the_findings_of_a_year(cycles: World) -> None:
    reader = cycles.sign_in("observer")
    page = reader.get("/governance/findings").text
    assert faults(Page(page)) == []
    said = words(page)
    assert "Cycle of the report of 2025" in said
    assert "Belgium “under migratory pressure” (EU) 2025/8 11 November 2025" in said
    assert "confidence: medium" in said
    assert "France no finding known" in said
    assert "Not bound by these rules: Denmark" in said
    assert "May use the pool (AMMR Art. 58(1))" in said
    assert "/items/borders.yearly-report" in page
    assert 'class="state' not in page
    assert "%" not in said, "no readiness"
    own = reader.get("/governance/findings/IE")
    assert faults(Page(own.text)) == []
    assert "“facing a significant migratory situation”" in words(own.text)
    assert '<form class="narrow" method="post"' not in own.text
    assert (
        "IE,facing a significant migratory situation,(EU) 2025/8"
        in reader.get("/governance/findings/findings.csv").text
    )
    assert reader.get("/governance/findings/DK").status_code == 404
    assert cycles.sign_in("admin").get("/governance/findings").status_code == 404
    assert "“under migratory pressure”" not in reader.get("/governance/findings/BE?as_of=2025-11-10").text


def test_a_finding_is_recorded_and_withdrawn_and_what_follows_is_said(cycles: World) -> None:
    keeper, reader = cycles.sign_in("keeper"), cycles.sign_in("ireland")
    assert "France no finding known" in words(reader.get("/governance/findings?year=2026").text)
    france = cycles.sign_in("france")
    cell, asked, counted = france.get(CELL), _statements(cycles, france), _counted(cycles)
    assert "Land crossings equipped: voluntary" not in words(cell.text)
    assert f"{LAND} to be confirmed" in words(france.get(ITEM).text)
    page = recorded(keeper, FRANCE, **SAID)
    assert faults(Page(page)) == []
    assert "from 20 November 2026 to 31 December 2027, these conditions hold: Under migratory pressure" in words(page)
    assert "these items count for the country, in every sum: Land crossings equipped" in words(page)
    assert "Recorded by a coordinator of the EU level on 23 November 2026" in words(page)
    _counts_at_once(france, cell.headers["ETag"])
    admin = cycles.sign_in("admin")
    assert f"{LAND} to be confirmed" in words(admin.get(ITEM).text), "who reads no findings reads the release alone"
    assert "(EU) 2026/7" not in admin.get("/catalogue/conditions").text
    assert _counted(cycles) == counted + 1, "the command line reads the same law"
    assert _statements(cycles, france) == asked, "what is recorded costs no further statement"
    assert "France “under migratory pressure”" in words(reader.get("/governance/findings?year=2026").text)
    assert "Cycle of the report of 2025" in words(reader.get("/governance/findings").text), "more of them hold today"
    assert "What ended early is recorded anew with its last day." in words(page), "withdrawn, it counts on no past day"
    refused = keeper.post(FRANCE, {**SAID, "version": "0", "note": "Typed by another", "reference": "x"})
    assert refused.status_code == 409
    assert "Typed by another" in refused.text
    assert (
        keeper.post(
            "/governance/findings/IE", {**SAID, "year": "2025", "kind": "situation", "version": "0"}
        ).status_code
        == 409
    )
    empty = keeper.post(FRANCE, {**SAID, "version": "1", "reference": "", "decided_on": "", "valid_until": ""})
    assert empty.status_code == 422
    assert words(empty.text).count("This field is required.") >= 3, "all that is missing is said at once"
    year = reader.get("/governance/findings/findings.csv?year=2026").text
    assert "2026,FR,under migratory pressure,(EU) 2026/7" in year
    assert "2025,IE" not in year
    assert "2025,IE" in reader.get("/governance/findings/findings.csv").text, "all years"
    assert reader.get("/governance/findings/findings.csv?year=2019").status_code == 404
    link = re.search(r'href="([^"]*entry=\d+)#record"', keeper.get(FRANCE).text)
    assert link is not None
    assert 'value="(EU) 2026/7"' in keeper.get(link[1]).text, "to be corrected, not typed again"
    assert "entry=" not in reader.get(FRANCE).text
    assert "nothing has changed" in words(recorded(keeper, FRANCE, **SAID, valid_from="2026-11-20"))
    page = recorded(keeper, FRANCE, **SAID, is_withdrawn="y", note="Recorded by mistake")
    assert f"{LAND} to be confirmed" in words(france.get(ITEM).text)
    assert "was withdrawn, (EU) 2026/7; these items no longer count by it: Land crossings equipped" in words(
        france.get("/notices").text
    )
    assert "No finding is known." in page
    assert "withdrawn" in page
    assert "France no finding known" in words(reader.get("/governance/findings?year=2026").text)
    assert reader.post(FRANCE, {**SAID, "version": "0"}).status_code == 403
    assert cycles.sign_in("reviewer").post("/governance/findings/BE", {**SAID, "version": "0"}).status_code == 303


def _counted(cycles: World) -> int:
    """How many items count for France, as `flask readiness show` says."""
    said = cycles.app.test_cli_runner().invoke(args=["readiness", "show", "FR", "--json"])
    assert said.exit_code == 0, said.output
    return int(json.loads(said.output)["plans"]["FR"]["total"]["items_counted"])


def _statements(cycles: World, browser: Browser) -> int:
    """How many statements the cell asks once readings are kept, and the page itself is made anew."""
    browser.get(CELL)
    cycles.app.extensions.pop("kept_pages", None)
    with queries(cycles.app) as asked:
        browser.get(CELL)
    return asked.count


def _counts_at_once(france: Browser, tag: str) -> None:
    """The pages of the country and of the item say that it counts, and by what; nobody keeps an old one."""
    after = france.get(CELL, headers={"If-None-Match": tag})
    assert after.status_code == 200
    assert france.get(CELL, headers={"If-None-Match": after.headers["ETag"]}).status_code == 304
    line = re.search(r'id="item-(\d+)-line"[^>]*data-news="Land crossings equipped', after.text)
    assert line
    assert BASIS in words(france.get(f"{CELL}?open={line[1]}").text)
    assert BASIS in words(france.get(f"{CELL}/why").text)
    item = france.get(ITEM)
    assert faults(Page(item.text)) == []
    assert f"{LAND} {BASIS}" in words(item.text)
    said = words(france.get("/catalogue/conditions").text)
    assert "France holds from 20 November 2026 to 31 December 2027 (EU) 2026/7, recorded in the tracker on" in said
    then = words(france.get(f"{ITEM}?known=2026-11-22").text)
    assert f"{LAND} to be confirmed" in then, "before it was recorded nobody saw it"
    assert f"{LAND} to be confirmed" in words(france.get(f"{ITEM}?as_of=2026-11-19").text)
    assert "was recorded, (EU) 2026/7; by it these items count from 20 November 2026: Land crossings equipped" in words(
        france.get("/notices").text
    )
