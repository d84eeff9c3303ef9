"""Who does what: steps, items and documents of each actor; for civil society, consultations and where to write to."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from app.accounts.states import Role
from app.http.context import services
from app.plans.states import EU
from tests.guards.reading_pages import Page, faults
from tests.web.browsing import Browser, make_person
from tests.web.countries.conftest import World

CONSULTED = {
    "with_whom": "Organisations that give legal aid",
    "held_on": "2026-10-01",
    "what_changed": "Counselling begins earlier.",
    "url": "",
    "reach": "commission",
}


def words(page: str) -> str:
    """A page without its tags, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_everybody_finds_what_an_actor_has_to_do(world: World) -> None:
    reader = world.sign_in("observer")
    listed = reader.get("/actors")
    assert faults(Page(listed.text)) == []
    assert 'href="/actors/COM"' in listed.text
    assert "Ireland now 1 July 2026 31 December 2026" in words(listed.text)
    page = reader.get("/actors/COM")
    assert faults(Page(page.text)) == []
    said = words(page.text)
    assert "Annual report" in said
    assert "responsible" in said
    assert "COM(2025) 1" in said
    assert "11 November 2025" in said
    assert "Guidance and training it published" in words(reader.get("/actors/EULISA").text)
    assert reader.get("/actors/NOBODY").status_code == 404
    assert "COM(2025) 1" not in reader.get("/actors/COM?as_of=2025-11-01").text, "it was not there yet"
    assert reader.get("/actors.csv").text.count("\n") > 2
    assert world.sign_in("admin").get("/actors/COM").status_code == 200, "the catalogue is everybody's"


def test_what_was_recorded_of_a_step_is_among_the_documents_of_who_is_responsible(world: World) -> None:
    make_person(world.app, "keeper@ministry.example.org", Role.COORDINATOR, country=EU)
    keeper = Browser(world.app)
    assert keeper.sign_in("keeper@ministry.example.org").status_code == 303
    said = {"version": "0", "happened_on": "2026-11-12", "reference": "COM(2026) 9"}
    assert keeper.post("/governance/2026/steps/report", said).status_code == 303
    page = words(world.sign_in("observer").get("/actors/COM").text)
    assert "COM(2026) 9 Annual report (2026) 12 November 2026 recorded in the tracker" in page
    assert "COM(2025) 1 Annual report (2025) 11 November 2025 public sources" in page


def test_consultations_stand_beside_civil_society_as_far_as_they_reach(world: World) -> None:
    ireland = world.sign_in("ireland")
    assert ireland.post("/countries/IE/consultations/record", CONSULTED).status_code == 303
    for name, reads in (
        ("ireland", True),
        ("reviewer", True),
        ("france", False),
        ("observer", False),
        ("admin", False),
    ):
        page = words(world.sign_in(name).get("/actors/CSO").text)
        assert ("Organisations that give legal aid" in page) is reads, name
        if not reads:
            assert "No consultation that reaches you is recorded." in page


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("input@example.eu", 'href="mailto:input@example.eu"'),
        ("https://example.eu/input", 'href="https://example.eu/input"'),
        ("", "has named no place for input"),
    ],
)
def test_the_operator_says_where_input_of_civil_society_goes(
    world: World, monkeypatch: pytest.MonkeyPatch, contact: str, link: str
) -> None:
    held = services(world.app)
    monkeypatch.setitem(
        world.app.extensions, "tracker", replace(held, config=replace(held.config, input_contact=contact))
    )
    assert link in world.sign_in("observer").get("/actors/CSO").text
