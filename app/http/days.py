"""`?as_of=YYYY-MM-DD` and `&known=YYYY-MM-DD`: the day a page shows, and as it was known on which day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from flask import g, request

from app.catalogue.queries import earliest_day
from app.core import clock
from app.core.errors import DomainError
from app.core.labels import message
from app.http.context import Viewpoint, releases

WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""How an address writes a day; weeks and short forms of ISO 8601 are not taken."""


RANGE_DAYS = 30
"""So far back two days are compared where nobody names the first."""


class BadDay(DomainError):
    """A day that cannot be shown; `good_as_of` is a day that can (400, with a link)."""

    def __init__(self, sentence: str, good_as_of: date, **values: object) -> None:
        super().__init__(sentence, **values)
        self.good_as_of = good_as_of


class BadRange(DomainError):
    """Two days that cannot be compared; `good` are two that can (400, with a link)."""

    def __init__(self, sentence: str, good: Range, **values: object) -> None:
        super().__init__(sentence, **values)
        self.good = good


@dataclass(frozen=True)
class Range:
    """Two days of one page, as known now, or (`as_then`) each as it was known on that day."""

    start: date
    end: date
    today: date
    as_then: bool = False

    @property
    def viewpoints(self) -> tuple[Viewpoint, Viewpoint]:
        """The first day and the last one, as each is looked at."""
        return self._seen(self.start), self._seen(self.end)

    def _seen(self, day: date) -> Viewpoint:
        return Viewpoint(day, day if self.as_then and day != self.today else None, self.today)

    @property
    def in_address(self) -> dict[str, str]:
        """The days as an address has them."""
        return {"from": self.start.isoformat(), "to": self.end.isoformat(), "as": "then" if self.as_then else "now"}


def read_range(*, since: date | None = None, as_then: bool = False) -> Range:
    """`?from=…&to=…` and `as=now` or `as=then`: by default from `since`, else 30 days before, to today.

    Raises BadRange for a malformed or future day, one before the programme began, or two in the wrong order.
    """
    today = clock.today()
    first = earliest_day(releases()) or today
    usual = max(first, min(since or today - timedelta(days=RANGE_DAYS), today))
    good = Range(usual, today, today, as_then)
    try:
        start, end = _day("from", today) or usual, _day("to", today) or today
    except BadDay as error:
        raise BadRange(error.message, good, **error.values) from None
    if start > end and not request.args.get("from"):
        start = max(first, end - timedelta(days=RANGE_DAYS))
    if start > end:
        turned = Range(end, start, today, as_then)
        raise BadRange(message("%(start)s is after %(end)s. The first day comes first."), turned, start=start, end=end)
    return Range(start, end, today, {"then": True, "now": False}.get(request.args.get("as", ""), as_then))


def read_viewpoint() -> Viewpoint:
    """Read the days from the address and keep them for the request.

    Raises BadDay for a malformed or future day, a day before the programme began, or `known` before `as_of`'s
    plan could be known; rights are always those of today.
    """
    g.shows_state = True
    today = clock.today()
    as_of = _day("as_of", today) or today
    known = _day("known", today)
    g.viewpoint = Viewpoint(as_of, None if known == today else known, today)
    return Viewpoint(as_of, g.viewpoint.known, today)


def _day(name: str, today: date) -> date | None:
    values = request.args.getlist(name)
    if not values or values == [""]:
        return None
    first = earliest_day(releases()) or today
    try:
        day = date.fromisoformat(values[0]) if len(values) == 1 and WRITTEN.fullmatch(values[0]) else None
    except ValueError:
        day = None
    if day is None:
        raise BadDay(
            message("“%(text)s” is not a day. Write it as year-month-day, for example %(day)s."),
            today,
            text=", ".join(values)[:40],
            day=today.isoformat(),
        )
    if day > today:
        raise BadDay(
            message("%(day)s is in the future. The tracker shows what is known up to today."),
            today,
            day=day,
        )
    if day < first:
        raise BadDay(
            message("%(day)s is before the programme began on %(first)s."),
            first,
            day=day,
            first=first,
        )
    return day
