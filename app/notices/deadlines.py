"""When a day comes near, and when it has passed. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.calendars.working_days import Calendar
from app.core import clock
from app.notices.states import SOON_DAYS

_DAY = timedelta(days=1)


def start_of(day: date) -> datetime:
    """The first instant of a day in Brussels."""
    return clock.end_of(day - _DAY) + timedelta(microseconds=1)


def near_on(due_on: date, since: date, calendar: Calendar) -> date | None:
    """From which day on an answer due on a day is near: when as few working days are left, at the earliest the day
    after it was somebody's turn. None: the turn came on the last day, and said so itself."""
    day = due_on
    while calendar.between(day, due_on) < SOON_DAYS:
        day -= _DAY
    day = max(day, since + _DAY)
    return day if day <= due_on else None
