"""What an actor put on paper: each paper is found by those who may read it, on its day, and by nobody else."""

from __future__ import annotations

from datetime import date

from app.accounts.actor import SYSTEM
from app.core import clock
from app.meetings.services.agenda import add_point, conclude
from app.meetings.services.keeping import make_meeting
from app.web.actors.papers import Papers, papers_of
from tests.answers.conftest import World, moment, world

__all__ = ["moment", "world"]

REACHES = {
    "consultation": {"body": "consultation", "countries": ["IE"]},
    "mechanism": {"body": "mechanism", "reach": "all"},
    "forum": {"body": "high_level", "reach": "all"},
    "other": {"body": "other", "name": "Group", "reach": "all"},
}


def papers(world: World, name: str, code: str, day: date | None = None) -> Papers:
    until = clock.end_of(day) if day else None
    return papers_of(world.session, world.view, code, world.who(name), day or clock.today(), None, until)


def titles(found: Papers) -> set[str]:
    return {one.meeting.title for one in found.meetings}


def test_papers_of_an_actor_are_those_that_the_reader_may_read(world: World) -> None:
    for title, reach in REACHES.items():
        values = {**reach, "title": title, "year": 2026, "starts_on": date(2026, 11, 16)}
        meeting = make_meeting(world.session, world.view, values, actor=SYSTEM)
        point = add_point(world.session, world.view, meeting, {"title": "A point"}, actor=SYSTEM)
        first = conclude(world.session, meeting, point, "Said first", actor=SYSTEM, seen=None)
        conclude(world.session, meeting, point, "Corrected", actor=SYSTEM, seen=first)
        conclude(world.session, meeting, None, "Of the whole", actor=SYSTEM, seen=None)
        values |= {"title": f"{title} without conclusions"}
        make_meeting(world.session, world.view, values, actor=SYSTEM)
    world.answer(world.ask())
    both, open_one = {"consultation", "mechanism"}, {"mechanism"}
    for name, meetings, answers in (
        ("ireland", both, 1),
        ("desk", both, 1),
        ("france", open_one, 0),
        ("elsewhere", open_one, 0),
        ("body", open_one, 0),
        ("observer", open_one, None),
        ("officer", set(), None),
        ("admin", set(), None),
    ):
        found = papers(world, name, "COM")
        assert (titles(found), found.answers) == (meetings, answers), name
        sees_public = name not in ("officer", "admin")
        decisions = [(one.reference, one.countries, one.is_recorded) for one in found.findings]
        assert decisions == ([("(EU) 2025/8", 2, False)] if sees_public else []), name
        acts = [(one.reference, one.year) for one in papers(world, name, "COUNCIL").pools]
        assert acts == ([("(EU) 2025/9", 2025)] if sees_public else []), name
    (met,) = [one for one in papers(world, "ireland", "COM").meetings if one.meeting.title == "mechanism"]
    assert [one.text for one in met.conclusions] == ["Of the whole", "Corrected"]
    assert titles(papers(world, "ireland", "MS_PRES")) == {"forum"}
    assert papers(world, "ireland", "EUAA").is_nothing
    before = papers(world, "ireland", "COM", date(2025, 11, 1))
    assert (before.findings, before.meetings, before.answers) == ((), (), 0)
    assert papers(world, "ireland", "COUNCIL", date(2025, 12, 1)).pools == ()
