"""How long something is kept, in words."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import ngettext

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def length_of(time: timedelta) -> str:
    """A length of time in the largest unit that tells it exactly: 90 minutes, 8 hours, 1 day."""
    if time % DAY == timedelta(0):
        return str(ngettext("%(num)s day", "%(num)s days", time // DAY))
    if time % HOUR == timedelta(0):
        return str(ngettext("%(num)s hour", "%(num)s hours", time // HOUR))
    return str(ngettext("%(num)s minute", "%(num)s minutes", time // MINUTE))
