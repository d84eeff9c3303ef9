"""Where the marks of a line stand."""

from __future__ import annotations

from datetime import date

from app.web.countries.gantt.drawing import Stretch, track_of
from app.web.countries.gantt.lines import Days
from app.web.countries.gantt.scale import Scale, Unit

HUNDRED = Scale(date(2026, 1, 1), date(2026, 4, 10), Unit.MONTH)
"""A hundred days: a day is one per cent."""


def days(**told: date) -> Days:
    """The days of a line; those not named are not known."""
    return Days(**{**dict.fromkeys(("start", "first", "baseline", "forecast", "actual")), **told})


def test_a_bar_runs_from_start_to_baseline_and_a_line_on_to_the_forecast() -> None:
    track = track_of(days(start=date(2026, 1, 11), baseline=date(2026, 1, 20), forecast=date(2026, 1, 30)), HUNDRED)
    assert track.bar == Stretch(10, 10)
    assert track.slip == Stretch(19, 11)
    assert (track.baseline, track.forecast, track.actual) == (19.5, 29.5, None)


def test_without_a_start_the_bar_begins_at_the_first_known_day() -> None:
    track = track_of(days(first=date(2026, 1, 11), baseline=date(2026, 1, 20)), HUNDRED)
    assert track.bar == Stretch(10, 10)
    assert track.first == 10.5
    assert track.slip is None


def test_what_is_done_has_its_day_and_no_forecast() -> None:
    track = track_of(days(baseline=date(2026, 1, 20), forecast=date(2026, 2, 1), actual=date(2026, 1, 25)), HUNDRED)
    assert (track.actual, track.forecast) == (24.5, None)


def test_a_line_beside_the_scale_says_on_which_side_it_is() -> None:
    early = track_of(days(start=date(2025, 1, 1), baseline=date(2025, 2, 1)), HUNDRED)
    late = track_of(days(baseline=date(2027, 2, 1)), HUNDRED)
    assert (early.is_before, early.is_after, early.bar, early.baseline) == (True, False, None, None)
    assert (late.is_before, late.is_after) == (False, True)


def test_a_line_without_days_has_no_marks() -> None:
    track = track_of(days(), HUNDRED)
    assert (track.bar, track.slip, track.baseline, track.is_before, track.is_after) == (None, None, None, False, False)
