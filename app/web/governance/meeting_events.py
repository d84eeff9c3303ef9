"""The meetings of a cycle, for its calendar file and for the pages of its steps."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from app.core import clock
from app.http.context import Viewpoint, actor, config, session
from app.meetings.queries.meetings import Wanted, list_meetings
from app.meetings.records import MeetingRecord
from app.web.governance.calendar_file import Event
from app.web.tongue import gettext


def meetings_of(year: int, seen: Viewpoint, step: str = "") -> list[MeetingRecord]:
    """The meetings of a year's cycle, or of one of its steps, that the reader reads, as known on the day looked at."""
    until = clock.end_of(min(seen.known or seen.as_of, seen.as_of))
    return list_meetings(session(), actor(), Wanted(years=(year,), step=step, until=until))


def meeting_events(year: int, seen: Viewpoint) -> Iterator[Event]:
    """One entry over all days of each meeting of a cycle; those that do not take place as cancelled."""
    for one in reversed(meetings_of(year, seen)):
        address = config().public_url + url_for("meetings.show_meeting", meeting_id=one.meeting_id)
        text = ", ".join(part for part in (one.name or gettext(one.body.label), one.place) if part)
        yield Event(f"meeting.{one.meeting_id}", one.starts_on, one.title, text, address, one.ends_on, one.is_cancelled)
