"""The pages of findings: verbatim, without colour and readiness, with what follows; who records; files."""

from __future__ import annotations

from tests.guards.reading_pages import Page, faults
from tests.web.countries.conftest import World
from tests.web.governance.test_pages import recorded, words

FRANCE = "/governance/findings/FR"
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
    page = recorded(keeper, FRANCE, **SAID)
    assert faults(Page(page)) == []
    assert "does not say yet that these conditions hold: Under migratory pressure" in words(page)
    assert "France “under migratory pressure”" in words(reader.get("/governance/findings?year=2026").text)
    assert "Cycle of the report of 2025" in words(reader.get("/governance/findings").text), "more of them hold today"
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
    page = recorded(keeper, FRANCE, **SAID, is_withdrawn="y", note="Recorded by mistake")
    assert "No finding is known." in page
    assert "withdrawn" in page
    assert "France no finding known" in words(reader.get("/governance/findings?year=2026").text)
    assert reader.post(FRANCE, {**SAID, "version": "0"}).status_code == 403
    assert cycles.sign_in("reviewer").post("/governance/findings/BE", {**SAID, "version": "0"}).status_code == 303
