"""The scale of a Gantt: which days it shows, and where a day stands."""

from __future__ import annotations

from datetime import date

import pytest

from app.web.countries.gantt import asked, scale
from app.web.countries.gantt.scale import Scale, Unit

TODAY = date(2026, 11, 22)
YEAR = Scale(date(2026, 1, 1), date(2026, 12, 31), Unit.MONTH)


def test_a_day_has_a_width_on_the_scale() -> None:
    ten = Scale(date(2026, 1, 1), date(2026, 1, 10), Unit.MONTH)
    assert (ten.begin(date(2026, 1, 1)), ten.middle(date(2026, 1, 1)), ten.end(date(2026, 1, 1))) == (0, 5, 10)
    assert ten.end(date(2026, 1, 10)) == 100


def test_a_bar_ends_with_its_last_day_and_is_cut_where_the_scale_ends() -> None:
    ten = Scale(date(2026, 1, 1), date(2026, 1, 10), Unit.MONTH)
    assert ten.stretch(date(2026, 1, 3), date(2026, 1, 4)) == (20, 20)
    assert ten.stretch(date(2025, 1, 1), date(2026, 1, 1)) == (0, 10)
    assert ten.stretch(date(2025, 1, 1), date(2027, 1, 1)) == (0, 100)
    assert ten.stretch(date(2026, 1, 11), date(2026, 2, 1)) is None


@pytest.mark.parametrize(("unit", "number"), [(Unit.MONTH, 12), (Unit.QUARTER, 4), (Unit.YEAR, 1)])
def test_a_year_has_twelve_months_and_four_quarters(unit: Unit, number: int) -> None:
    ticks = Scale(YEAR.first, YEAR.last, unit).ticks()
    assert len(ticks) == number
    assert ticks[0].at == 0
    assert all(tick.is_labelled for tick in ticks)


def test_many_units_are_not_all_named() -> None:
    long = Scale(date(2024, 1, 1), date(2027, 12, 31), Unit.MONTH)
    named = [tick for tick in long.ticks() if tick.is_labelled]
    assert len(long.ticks()) == 48
    assert len(named) <= scale.LABELS


def test_a_scale_that_begins_within_a_unit_has_a_tick_at_its_edge() -> None:
    part = Scale(date(2026, 2, 10), date(2026, 5, 31), Unit.QUARTER)
    assert part.ticks()[0].at == 0


def test_without_a_choice_all_days_and_today_are_shown_in_whole_months() -> None:
    shown = asked.read({}).scale([date(2025, 3, 14), date(2026, 2, 3)], TODAY)
    assert (shown.first, shown.last, shown.unit) == (date(2025, 3, 1), date(2026, 11, 30), Unit.QUARTER)


def test_with_no_day_at_all_there_is_still_a_scale() -> None:
    shown = asked.read({}).scale([], TODAY)
    assert shown.shows(TODAY)
    assert shown.days > 80


def test_a_zoom_shows_the_days_around_today() -> None:
    months = asked.read({"zoom": "month"}).scale([date(2020, 1, 1)], TODAY)
    assert (months.first, months.last) == (date(2026, 8, 1), date(2027, 7, 31))
    quarters = asked.read({"zoom": "quarter"}).scale([], TODAY)
    assert (quarters.first, quarters.last) == (date(2025, 10, 1), date(2028, 9, 30))
    years = asked.read({"zoom": "year"}).scale([date(2024, 6, 11)], TODAY)
    assert (years.first, years.unit) == (date(2024, 1, 1), Unit.YEAR)


def test_days_asked_for_are_shown_exactly() -> None:
    shown = asked.read({"from": "2026-02-10", "to": "2026-03-09", "zoom": "quarter"}).scale([], TODAY)
    assert (shown.first, shown.last, shown.unit) == (date(2026, 2, 10), date(2026, 3, 9), Unit.QUARTER)
    only = asked.read({"to": "2026-03-09"}).scale([], TODAY)
    assert (only.last, only.days) == (date(2026, 3, 9), 3 * 365 + 1)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"zoom": "week"}, "zoom"),
        ({"from": "2026-13-01"}, "from"),
        ({"from": "20260101"}, "from"),
        ({"to": "1999-12-31"}, "to"),
        ({"from": "2026-02-01", "to": "2026-01-31"}, "to"),
        ({"from": "2001-01-01", "to": "2060-01-01"}, "to"),
    ],
)
def test_what_cannot_be_shown_is_an_error_beside_its_field(typed: dict[str, str], field: str) -> None:
    read = asked.read(typed)
    assert list(read.errors) == [field]
    assert read.scale([], TODAY).shows(TODAY)


def test_earlier_and_later_move_by_half_and_come_back() -> None:
    later = YEAR.moved(1)
    assert later is not None
    assert later.first == date(2026, 7, 2)
    assert later.moved(-1) == YEAR
    assert Scale(date(2099, 1, 1), date(2099, 12, 31), Unit.MONTH).moved(3) is None


def test_nearer_and_wider_keep_the_middle_and_have_an_end() -> None:
    nearer, wider = YEAR.nearer(), YEAR.wider()
    assert nearer is not None
    assert wider is not None
    assert nearer.shows(date(2026, 7, 1))
    assert nearer.days == 182
    assert wider.days == 730
    assert Scale(date(2026, 1, 1), date(2026, 1, 30), Unit.MONTH).nearer() is None
    assert Scale(date(2000, 1, 1), date(2029, 1, 1), Unit.YEAR).wider() is None
