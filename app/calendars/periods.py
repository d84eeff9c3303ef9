"""Periods of days, weeks and months, as Article 75 of Regulation (EU) 2024/1351 counts them.

That article leaves nothing to Regulation (EEC, Euratom) No 1182/71, which it repeats in what matters here, and takes
its place for the regulation it stands in:

- (a) the day of the event is not counted (1182/71: Art. 3(1));
- (b) weeks and months end on the same day of the week, or date, as the event (Art. 3(2)(c));
- (c) where a month has no such date, on its last day (the same);
- (d) Saturdays, Sundays and holidays are included (Art. 3(3)); where the last day is one of them, the next working day
  is the last (Art. 3(4)).

What only 1182/71 says, that two days or more include at least two working days (Art. 3(5)), Article 75 does not say,
and it is not applied. Whose holidays count: those of who has to act, the institutions' for an institution (Art. 2(1)).
A day that an act names ("by 1 June") is no period: nothing moves it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.calendars.working_days import Calendar

_FORM = re.compile(r"P([1-9]\d{0,3})([MWD])", re.ASCII)
_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a period is expressed in."""

    DAYS = "D"
    WEEKS = "W"
    MONTHS = "M"


@dataclass(frozen=True, slots=True)
class Period:
    """So many days, weeks or months; `is_in_working_days` where an act counts working days alone."""

    count: int
    unit: Unit
    is_in_working_days: bool = False


def period_of(text: str, *, is_in_working_days: bool = False) -> Period:
    """A period as ISO 8601 writes it, of one part: `P15D`, `P2W`, `P1M`. Raises ValueError."""
    found = _FORM.fullmatch(text)
    if found is None or (is_in_working_days and found[2] != Unit.DAYS):
        raise ValueError(f"not a period: {text!r}")
    return Period(int(found[1]), Unit(found[2]), is_in_working_days)


def last_day_of(event: date, period: Period, days: Calendar) -> date:
    """The last day of a period that something on a day begins, by the working days of who has to act."""
    if period.is_in_working_days:
        return days.end_of(event, period.count)
    match period.unit:
        case Unit.DAYS:
            last = event + timedelta(days=period.count)
        case Unit.WEEKS:
            last = event + timedelta(weeks=period.count)
        case Unit.MONTHS:
            last = _same_date(event, period.count)
    while not days.is_working(last):
        last += _DAY
    return last


def _same_date(event: date, months: int) -> date:
    year, month = divmod(event.year * 12 + event.month - 1 + months, 12)
    return date(year, month + 1, min(event.day, calendar.monthrange(year, month + 1)[1]))


def day_of_year(year: int, month_day: str) -> date:
    """A day like `06-01` in a year; `02-29` is the last of February in a year that has no such day."""
    month, day = map(int, month_day.split("-"))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
