"""Meetings are found by what stands in them, by those who read them and by nobody else."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pytest

from app.accounts.actor import SYSTEM
from app.accounts.states import Role
from app.catalogue.queries import view_in_force
from app.meetings.services.acting import change_action, give_action
from app.meetings.services.agenda import add_point, conclude, remove_point
from app.meetings.services.keeping import make_meeting
from app.plans.services.authorities import add_authority
from app.plans.states import EU
from tests.guards.reading_pages import Page, faults
from tests.web.browsing import keep, make_person, writing
from tests.web.countries.conftest import World, world

__all__ = ["world"]

REACHES = {
    "consulted": {"body": "consultation", "countries": ["IE"]},
    "listed": {"body": "other", "name": "Group", "reach": "listed", "countries": ["BE", "FR"]},
    "everybody": {"body": "mechanism", "reach": "all"},
}
READS = {
    "ireland": {"consulted", "everybody"},
    "contributor": {"consulted", "everybody"},
    "france": {"listed", "everybody"},
    "reviewer": {"consulted", "listed", "everybody"},
    "desk": {"listed", "everybody"},
    "agency": {"listed", "everybody"},
    "observer": {"everybody"},
    "admin": set(),
    "officer": set(),
}
PARTS = ("titled", "pointed", "explained", "concluded", "acting")


@pytest.fixture
def met(world: World) -> World:
    """A meeting of each reach, with a word of its own in each part, and words that hold no longer."""
    with world.app.app_context():
        session = writing(world.app)
        view = view_in_force(session, date(2026, 11, 22))
        for name, reach in REACHES.items():
            values = {**reach, "title": f"Titled {name}", "year": 2026, "starts_on": date(2026, 11, 16)}
            meeting = make_meeting(session, view, values, actor=SYSTEM)
            said = {"title": f"Pointed {name}", "text": f"Explained {name}"}
            point = add_point(session, view, meeting, said, actor=SYSTEM)
            gone = add_point(session, view, meeting, {"title": "Overtaken"}, actor=SYSTEM)
            remove_point(session, gone, actor=SYSTEM, expected_version=None)
            first = conclude(session, meeting, point, "Overtaken", actor=SYSTEM, seen=None)
            conclude(session, meeting, point, f"Concluded {name}", actor=SYSTEM, seen=first)
            given = {"what": "Overtaken", "owner": EU, "due_on": date(2026, 11, 30), "point_id": point}
            action = give_action(session, view, meeting, given, actor=SYSTEM)
            change_action(session, action, given | {"what": f"Acting {name}", "note": ""}, actor=SYSTEM, seen=None)
        body = add_authority(session, EU, "eu-LISA", actor=SYSTEM).authority_id
        keep(world.app, session)
    for name, role, scope in (
        ("desk", Role.REVIEWER, {"desk": frozenset({"FR"})}),
        ("agency", Role.CONTRIBUTOR, {"country": EU, "authorities": frozenset({body})}),
        ("officer", Role.SUPPORT_OFFICER, {}),
    ):
        make_person(world.app, f"{name}@ministry.example.org", role, **scope)
    return world


def test_a_meeting_is_found_by_what_stands_in_it_by_who_reads_it_alone(met: World) -> None:
    for name, reads in READS.items():
        browser = met.sign_in(name)
        for part in PARTS:
            page = browser.get(f"/search?q={part}").text
            found = {
                reach for reach in REACHES if f"Titled {reach}" in page or f"titled</mark> {reach}" in page.lower()
            }
            assert found == reads, (name, part)
        assert "Overtaken" not in browser.get("/search?q=overtaken").text.replace("“overtaken”", "")
        assert faults(Page(browser.get("/search?q=concluded").text)) == []
    ireland = met.sign_in("ireland")
    both = ireland.get(f"/search?q={quote('titled acting consulted')}").text
    both = both.replace("<mark>", "").replace("</mark>", "")
    assert ("1 meeting." in both, "Concluded consulted" in both) == (True, True), "words may stand in different parts"
    assert "Nothing was found" in ireland.get(f"/search?q={quote('titled listed')}").text
