"""Periods in working days, as Regulation 1182/71 counts them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.calendars import reading
from app.calendars.reading import EU, calendar_of, easter_of, institutions_in
from app.catalogue.reading import read_catalogue
from app.core.errors import Busy
from tests.guards.house import CATALOGUE


def test_the_day_of_the_event_and_days_without_work_do_not_count() -> None:
    ireland = calendar_of("IE")
    friday = date(2026, 3, 13)
    assert ireland.end_of(friday, 1) == date(2026, 3, 16)
    assert ireland.end_of(friday, 2) == date(2026, 3, 18), "17 March is a public holiday"
    assert ireland.between(friday, date(2026, 3, 18)) == 2
    assert ireland.between(friday, friday) == 0
    assert ireland.between(date(2026, 3, 18), friday) == 0


def test_each_side_has_its_own_days() -> None:
    maundy_thursday, schuman = date(2026, 4, 2), date(2025, 5, 9)
    assert not calendar_of(EU).is_working(maundy_thursday)
    assert calendar_of("IE").is_working(maundy_thursday)
    assert not calendar_of(EU).is_working(schuman)
    assert calendar_of("FR").is_working(schuman)
    assert not calendar_of("EL").is_working(date(2026, 4, 13)), "Easter Monday of the Orthodox churches"


def test_the_institutions_do_not_work_at_the_end_of_a_year() -> None:
    assert calendar_of(EU).end_of(date(2026, 12, 23), 1) == date(2027, 1, 4)
    assert calendar_of("FR").end_of(date(2026, 12, 23), 1) == date(2026, 12, 24)


@pytest.mark.parametrize(("year", "sunday"), [(2024, date(2024, 3, 31)), (2026, date(2026, 4, 5))])
def test_the_moving_days_follow_easter(year: int, sunday: date) -> None:
    assert easter_of(year) == sunday
    days = institutions_in(year)
    offsets = {(day - sunday).days for day in days}
    assert {-3, -2, 1, 39, 40, 50} <= offsets


def test_every_member_state_has_a_calendar() -> None:
    for code in read_catalogue(CATALOGUE).countries:
        days = [date(2026, month, day) for month in range(1, 13) for day in range(1, 29)]
        assert any(not calendar_of(str(getattr(code, "code", code))).is_working(d) for d in days if d.weekday() < 5)


def test_holidays_that_cannot_be_read_are_asked_for_again_and_nothing_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "COUNTRIES", Path("/nowhere"))
    with pytest.raises(Busy):
        calendar_of("IE").is_working(date(2040, 3, 5))
    monkeypatch.undo()
    assert calendar_of("IE").is_working(date(2040, 3, 5))
