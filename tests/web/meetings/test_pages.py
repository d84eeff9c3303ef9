"""The pages of meetings: made and read as their reach says, concluded and corrected, and acted on from the desk."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import Any

import time_machine

from tests.guards.reading_pages import Page, faults
from tests.web.browsing import Browser
from tests.web.countries.conftest import World

MEETINGS = "/governance/meetings"


def words(page: str) -> str:
    """A page without its tags, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\xa0", " ").split())


def sent(browser: Browser, address: str, **said: Any) -> str:
    """Fill in a form as its page shows it, and the page that follows."""
    found = re.search(r'name="version"[^>]*value="(-?\d+)"', browser.get(address).text)
    answer = browser.post(address, {**({"version": found[1]} if found else {}), **said})
    assert answer.status_code == 303, words(answer.text)
    page = browser.get(answer.headers["Location"]).text
    assert faults(Page(page)) == []
    return page


def made(browser: Browser, **differing: Any) -> str:
    """Make a meeting; its address."""
    browser.get(f"{MEETINGS}/new")
    values = {"body": "mechanism", "title": "Autumn meeting", "starts_on": "2026-11-24", "year": "2026", "reach": "all"}
    answer = browser.post(f"{MEETINGS}/new", {**values, **differing})
    assert answer.status_code == 303, words(answer.text)
    return str(answer.headers["Location"])


def test_a_meeting_is_made_written_concluded_and_read(cycles: World) -> None:
    keeper, reader = cycles.sign_in("keeper"), cycles.sign_in("observer")
    assert "has been recorded" in words(reader.get(MEETINGS).text)
    address = made(keeper, step="report", ends_on="2026-11-25", place="Brussels", title="Autumn meeting")
    sent(keeper, f"{address}/points/new", title="Screening", text="Where we are", blocks=["borders"], steps=["report"])
    page = reader.get(address).text
    assert faults(Page(page)) == []
    said = words(page)
    assert "24 November 2026 – 25 November 2026" in said
    assert "1. Screening" in said
    assert "No conclusions of the meeting as a whole have been published" in said
    assert "/edit" not in page
    point = re.search(r'id="point-(\d+)"', page)
    assert point is not None
    sent(keeper, f"{address}/conclusions?point={point[1]}", text="Each sends a table.")
    sent(keeper, f"{address}/conclusions?point={point[1]}", text="Each sends two tables.")
    stale = keeper.post(f"{address}/conclusions?point={point[1]}", {"version": "0", "text": "Typed by another"})
    assert (stale.status_code, "Typed by another" in stale.text) == (409, True)
    said = words(reader.get(address).text)
    assert said.index("Each sends two tables.") < said.index("1 version before") < said.index("Each sends a table.")
    sent(keeper, f"{address}/edit", **_as_shown(title="Autumn meeting, moved", starts_on="2026-11-26"))
    old = keeper.post(f"{address}/edit", {"version": "1", **_as_shown(title="Late")})
    assert old.status_code == 409
    assert "Autumn meeting, moved" in words(reader.get(MEETINGS).text)
    page = sent(
        keeper, f"/governance/meetings/points/{point[1]}/edit", title="At borders", text="How far", blocks=["borders"]
    )
    said = words(page)
    assert said.index("1. At borders") < said.index("worded otherwise before (1 version)") < said.index("Where we are")
    for path in (f"{address}/edit", f"{address}/points/new", f"{address}/conclusions", f"{address}/actions/new"):
        assert reader.get(path).status_code == 403, path
    assert reader.get(f"{MEETINGS}/new").status_code == 404
    wrong = keeper.post(f"{MEETINGS}/new", {"body": "other", "title": "", "starts_on": "never", "year": "1"})
    assert wrong.status_code == 422
    assert faults(Page(wrong.text)) == []


def test_an_action_of_another_day_names_its_point_as_it_was_known(cycles: World) -> None:
    keeper = cycles.sign_in("keeper")
    address = made(keeper, starts_on="2026-11-16")
    point = re.search(r"/points/(\d+)/edit", sent(keeper, f"{address}/points/new", title="Screening"))
    assert point is not None
    given = {"what": "Send a table", "due_on": "2026-12-01", "point_id": point[1]}
    action = re.search(r"/governance/actions/\d+", sent(keeper, f"{address}/actions/new", owner="FR", **given))
    assert action is not None
    with time_machine.travel(datetime(2026, 11, 25, 11, 0, tzinfo=UTC), tick=True):
        keeper = cycles.sign_in("keeper")
        sent(keeper, f"/governance/meetings/points/{point[1]}/edit", title="At borders")
        assert "Point of the agenda At borders" in words(keeper.get(action[0]).text)
        then = words(keeper.get(f"{action[0]}?as_of=2026-11-23").text)
        assert "Point of the agenda Screening" in then


def _as_shown(**differing: str) -> dict[str, str]:
    values = {"body": "mechanism", "title": "Autumn meeting", "starts_on": "2026-11-24", "year": "2026", "reach": "all"}
    return {**values, "ends_on": "", "step": "report", **differing}


def version_in(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(-?\d+)"', page)
    assert found is not None
    return found[1]


def test_who_writes_second_sees_what_the_first_wrote(cycles: World) -> None:
    """A refusal keeps the version that was read: what a colleague wrote in between is shown before it is replaced."""
    keeper, colleague = cycles.sign_in("keeper"), cycles.sign_in("reviewer")
    address = made(keeper, step="report", place="Brussels")
    sent(keeper, f"{address}/points/new", title="Screening", text="Where we are")
    point = re.search(r'id="point-(\d+)"', keeper.get(address).text)
    assert point is not None
    of_point = f"/governance/meetings/points/{point[1]}/edit"
    conclusions = f"{address}/conclusions?point={point[1]}"
    own, theirs = {"title": "Mine", "text": "Mine"}, {"title": "Theirs", "text": "Theirs"}
    for place, wrong, mine, other in (
        (
            f"{address}/edit",
            {"title": ""},
            _as_shown(title="Mine", place="Brussels"),
            _as_shown(title="Theirs", place="Warsaw"),
        ),
        (of_point, {"title": ""}, own, theirs),
        (conclusions, {"text": ""}, own, theirs),
    ):
        shown = version_in(keeper.get(place).text)
        sent(colleague, place, **other)
        refused = keeper.post(place, {**mine, **wrong, "version": shown})
        assert (refused.status_code, version_in(refused.text)) == (422, shown), place
        stale = keeper.post(place, {**mine, "version": version_in(refused.text)})
        assert stale.status_code == 409, place
        assert faults(Page(stale.text)) == []
        said = words(stale.text)
        assert "Theirs" in said
        assert "Warsaw" in said or place != f"{address}/edit"
        assert "Mine" in stale.text
        assert keeper.post(place, {**mine, "version": version_in(stale.text)}).status_code == 303, place


def test_where_a_meeting_stands_beside_other_things(cycles: World) -> None:
    keeper, reader = cycles.sign_in("keeper"), cycles.sign_in("ireland")
    address = made(keeper, step="report", ends_on="2026-11-25", title="Autumn; meeting")
    sent(keeper, f"{address}/points/new", title="Screening", blocks=["borders"])
    assert "Autumn; meeting" in reader.get("/governance/2026/steps/report").text
    page = keeper.get("/governance/2026/steps/report").text
    filled = re.search(r'href="([^"]*meeting=[^"#]*)#record"', page)
    assert filled is not None
    assert 'value="2026-11-25"' in keeper.get(html.unescape(filled[1])).text
    assert "#record" not in reader.get("/governance/2026/steps/report").text
    calendar = reader.get("/governance/2026.ics").text
    assert "SUMMARY:Autumn\\; meeting" in calendar
    assert "DTSTART;VALUE=DATE:20261124\r\nDTEND;VALUE=DATE:20261126" in calendar
    block = re.search(r'href="(/blocks/[^"]+)"[^>]*>[^<]*Borders', reader.get("/blocks").text)
    assert block is not None
    assert "On the agenda of: Autumn; meeting, 24 November 2026" in words(reader.get(block[1]).text)
    consulted = made(keeper, body="consultation", countries=["FR"], title="Talks with France", year="2026")
    assert reader.get(consulted).status_code == 404
    for path in (MEETINGS, "/governance/2026.ics", f"{MEETINGS}.csv"):
        assert "Talks with France" not in reader.get(path).text, path
        assert "Talks with France" in cycles.sign_in("france").get(path).text, path
    listed = reader.get(f"{MEETINGS}?body=mechanism&year=2026")
    assert "1 meeting that you may read" in words(listed.text)
    assert "passes all of these filters" in words(reader.get(f"{MEETINGS}?country=FR").text)
    assert "asks for something" in words(reader.get(f"{MEETINGS}?body=nobody").text)
    assert reader.get(f"{MEETINGS}.csv?body=nobody").status_code == 404
    assert "Autumn; meeting" not in words(reader.get(f"{MEETINGS}?as_of=2026-11-01").text)
    assert reader.get(f"{address}?as_of=2026-11-01").status_code == 404
    assert "Presidency of the Council, which chairs the High-Level Forum: Ireland" in words(reader.get(MEETINGS).text)
    assert cycles.sign_in("admin").get(MEETINGS).status_code == 404


def test_an_action_goes_to_a_desk_and_comes_back(cycles: World) -> None:
    """The Presidency's coordinator makes a High-Level Forum, another country acts on what was concluded."""
    ireland, france = cycles.sign_in("ireland"), cycles.sign_in("france")
    assert france.get(f"{MEETINGS}/new").status_code == 404
    refused = ireland.post(f"{MEETINGS}/new", {**_as_shown(body="high_level", starts_on="2027-01-05"), "step": ""})
    assert refused.status_code == 422
    assert "you do not hold the Presidency" in words(refused.text)
    address = made(ireland, body="high_level", title="Forum", starts_on="2026-11-16")
    assert "Ireland, Presidency of the Council" in words(france.get(address).text)
    given = {"what": "Name your contact point", "due_on": "2026-11-20", "point_id": ""}
    sent(ireland, f"{address}/actions/new", owner="FR", **given)
    desk = words(france.get("/countries/FR").text)
    assert "Actions after meetings 1" in desk
    assert "Name your contact point" in desk
    assert "3 days late" in desk
    assert "Name your contact point" not in words(ireland.get("/countries/IE").text)
    action = re.search(r'href="(/governance/actions/\d+)#report"', france.get("/countries/FR").text)
    assert action is not None
    assert '<option value="done"' not in ireland.get(action[1]).text, "who gave it may withdraw it, no more"
    assert ireland.post(f"{action[1]}/report", {"version": "1", "state": "done"}).status_code == 403
    page = france.get(action[1]).text
    assert faults(Page(page)) == []
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    late = france.post(f"{action[1]}/report", {"version": version[1], "state": "done", "ended_on": "2026-12-24"})
    assert late.status_code == 422
    done = france.post(f"{action[1]}/report", {"version": version[1], "state": "done", "note": "Named by letter"})
    assert done.status_code == 303
    again = france.post(f"{action[1]}/report", {"version": version[1], "state": "withdrawn", "note": "No"})
    assert again.status_code == 409
    assert faults(Page(again.text)) == []
    said = words(france.get(action[1]).text)
    assert "done 23 November 2026, 3 days later than due" in said
    assert "Named by letter" in said
    assert "Actions after meetings" not in words(france.get("/countries/FR").text)
    assert "open, 3 days late" not in words(ireland.get(address).text)
    assert france.get(f"{action[1]}?as_of=2026-11-20").status_code == 404, "it was not known then"
    listed = words(france.get("/governance/actions").text)
    assert "your own" in listed
    assert "Name your contact point" in france.get("/governance/actions.csv?country=FR").text
    sent(ireland, f"{address}/actions/new", owner="EU", **given)
    assert "Actions after meetings 1" in words(cycles.sign_in("reviewer").get("/desk").text)
    assert "Actions after meetings 1" in words(cycles.sign_in("keeper").get("/countries/EU").text)
    cancelled = _as_shown(body="high_level", title="Forum", starts_on="2026-11-16", is_cancelled="y")
    sent(ireland, f"{address}/edit", **{**cancelled, "step": ""})
    for path in (action[1], "/governance/actions"):
        assert "does not take place" in words(france.get(path).text), path
    event = france.get("/governance/2026.ics").text.partition("UID:meeting.")[2].partition("END:VEVENT")[0]
    assert "STATUS:CANCELLED" in event, "calendars that took it strike it out"
