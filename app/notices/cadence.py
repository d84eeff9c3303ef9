"""When somebody is mailed, and when a mail that was refused is tried again. Pure; days and hours are of Brussels."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from app.core import clock
from app.notices.records import Window
from app.notices.states import SHOWN, Mailing

SETTLED = timedelta(minutes=1)
"""What is younger is left for the next time: a deed is dated before it is committed."""

MORNING = time(7)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=12)
GIVEN_UP_AFTER = timedelta(days=4)
KEPT = timedelta(days=90)
"""How long a mail that nobody tries any more is kept."""

_BACK = {Mailing.AT_ONCE: timedelta(days=1), Mailing.DAILY: timedelta(days=1), Mailing.WEEKLY: timedelta(days=7)}
"""How far the first mail goes back."""


def window_due(mailing: Mailing, mailed_until: datetime | None, now: datetime) -> Window | None:
    """What time a mail made now is about; None where it is not the person's turn."""
    if mailing is Mailing.NEVER:
        return None
    if mailing is not Mailing.AT_ONCE and mailed_until and mailed_until + SETTLED >= _last_morning(mailing, now):
        return None
    until = now - SETTLED
    since = max(mailed_until or until - _BACK[mailing], until - SHOWN)
    return Window(since, until) if since < until else None


def _last_morning(mailing: Mailing, now: datetime) -> datetime:
    """The last time at which mails of this kind were to be made."""
    there = now.astimezone(clock.BRUSSELS)
    day = there.date() if there.time() >= MORNING else there.date() - timedelta(days=1)
    if mailing is Mailing.WEEKLY:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, MORNING, tzinfo=clock.BRUSSELS).astimezone(UTC)


def next_try(made_at: datetime, attempts: int, now: datetime) -> datetime | None:
    """When a mail is tried again after so many attempts, the present one included; None: no more."""
    at = now + min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return at if at <= made_at + GIVEN_UP_AFTER else None
