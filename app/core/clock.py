"""The one place time comes from. Days are days in Brussels; instants are aware UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """The present instant, aware, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Brussels, which is what a legal date means."""
    return now().astimezone(BRUSSELS).date()


def day_of(instant: datetime) -> date:
    """The day in Brussels on which an instant falls."""
    return instant.astimezone(BRUSSELS).date()


def end_of(day: date) -> datetime:
    """The last microsecond of a day in Brussels, in UTC: a day asked for means its end, inclusive."""
    start_of_next = datetime.combine(day + timedelta(days=1), time.min, tzinfo=BRUSSELS)
    return start_of_next.astimezone(UTC) - timedelta(microseconds=1)
