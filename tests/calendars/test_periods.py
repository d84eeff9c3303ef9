"""Periods of days, weeks and months, as Article 75 AMMR counts them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.periods import Period, Unit, day_of_year, last_day_of, period_of
from app.calendars.reading import EU, calendar_of

INSTITUTIONS = calendar_of(EU)


@pytest.mark.parametrize(
    ("event", "period", "last"),
    [
        (date(2025, 11, 11), "P15D", date(2025, 11, 26)),  # the first High-Level Forum
        (date(2026, 10, 15), "P15D", date(2026, 10, 30)),
        (date(2026, 10, 16), "P15D", date(2026, 11, 3)),  # 31 October is a Saturday; 1 and 2 November are holidays
        (date(2026, 12, 23), "P10D", date(2027, 1, 4)),  # no working day in ten: the next one, and one is enough
        (date(2028, 2, 20), "P10D", date(2028, 3, 1)),  # a leap year
        (date(2027, 2, 20), "P10D", date(2027, 3, 2)),
        (date(2026, 8, 14), "P10D", date(2026, 8, 24)),  # August has one holiday, and it is included
        (date(2026, 7, 18), "P4W", date(2026, 8, 17)),  # 15 August, a Saturday and a holiday
        (date(2026, 1, 5), "P4W", date(2026, 2, 2)),
        (date(2028, 1, 31), "P1M", date(2028, 2, 29)),
        (date(2027, 1, 31), "P1M", date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2026, 11, 30), "P3M", date(2027, 3, 1)),  # the same
        (date(2026, 10, 20), "P1M", date(2026, 11, 20)),
    ],
)
def test_periods_end_on_working_days(event: date, period: str, last: date) -> None:
    assert last_day_of(event, period_of(period), INSTITUTIONS) == last


def test_working_days_are_counted_where_an_act_says_so() -> None:
    five = period_of("P5D", is_in_working_days=True)
    assert last_day_of(date(2026, 12, 22), five, INSTITUTIONS) == date(2027, 1, 7)
    assert last_day_of(date(2026, 12, 22), five, calendar_of("FR")) == date(2026, 12, 30)


@pytest.mark.parametrize("text", ["", "P", "P0D", "15D", "PT15H", "P1Y", "P1M2D", "P٣D"])
def test_what_is_no_period_of_one_part_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        period_of(text)


def test_weeks_are_not_counted_in_working_days() -> None:
    with pytest.raises(ValueError, match="not a period"):
        period_of("P2W", is_in_working_days=True)


def test_a_day_named_by_an_act_does_not_move() -> None:
    assert day_of_year(2025, "06-01") == date(2025, 6, 1), "a Sunday"
    assert [day_of_year(year, "02-29") for year in (2027, 2028)] == [date(2027, 2, 28), date(2028, 2, 29)]


@given(
    st.dates(date(2024, 6, 11), date(2040, 12, 31)),
    st.integers(1, 60),
    st.sampled_from(list(Unit)),
)
def test_the_last_day_is_a_working_day_and_never_before_the_period_has_run(event: date, count: int, unit: Unit) -> None:
    last = last_day_of(event, Period(count, unit), INSTITUTIONS)
    least = {Unit.DAYS: count, Unit.WEEKS: 7 * count, Unit.MONTHS: 28 * count}[unit]
    assert INSTITUTIONS.is_working(last)
    assert last - event >= timedelta(days=least)
    assert last_day_of(event, Period(count + 1, unit), INSTITUTIONS) >= last
