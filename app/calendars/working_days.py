"""Periods in working days, as Regulation (EEC, Euratom) No 1182/71 counts them.

Working days are all days other than public holidays, Sundays and Saturdays (Art. 2(2)). The day on which something
happens does not count; a period begins with the day after it and ends with the end of its last day (Art. 3(1) and (2)).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Whose days they are (`owner`: `EU` for the institutions, else the country's code), and which are public
    holidays."""

    owner: str
    is_holiday: Callable[[date], bool]

    def is_working(self, day: date) -> bool:
        """Whether it is a working day."""
        return day.weekday() < _SATURDAY and not self.is_holiday(day)

    def end_of(self, start: date, days: int) -> date:
        """The last day of a period of so many working days (at least one) that something on a day begins."""
        day, left = start, days
        while left > 0:
            day += _DAY
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after the one day, up to the end of the other; 0 where the other is not later."""
        return sum(self.is_working(start + _DAY * number) for number in range(1, (end - start).days + 1))
