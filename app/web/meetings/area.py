"""The area of meetings, on which the modules of pages hang their views, and what these share."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import NotFound
from app.http.context import Viewpoint, actor
from app.meetings.policy import reads_some
from app.meetings.queries.meetings import NO_MEETING

area = Blueprint("meetings", __name__, url_prefix="/governance")

Answer = Response | str | tuple[str, int]


def ask_to_see() -> None:
    """Raise NotFound for who has no role in plans: to them nothing of meetings is there."""
    if not reads_some(actor()):
        raise NotFound(NO_MEETING)


def until_of(seen: Viewpoint) -> datetime | None:
    """The instant at which what a page of another day shows was known, the earlier of both days; None for today."""
    return clock.end_of(min(seen.known or seen.as_of, seen.as_of)) if seen.is_past else None


def back_to(meeting_id: int, anchor: str | None = None) -> Response:
    """To the page of a meeting."""
    return redirect(url_for("meetings.show_meeting", meeting_id=meeting_id, _anchor=anchor), 303)
