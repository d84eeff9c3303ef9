"""Rounding: half up, in integers; 100 and 0 are shown only when they are true."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.readiness import display
from app.readiness.arithmetic import half_up, linear, mean


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(0, 3, 0), (1, 3, 0), (1, 2, 1), (3, 2, 2), (5, 2, 3), (2, 3, 1), (9 * 8500, 10, 7650)],
)
def test_half_is_rounded_up(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_rounding_is_never_further_off_than_a_half(numerator: int, denominator: int) -> None:
    off = 2 * denominator * half_up(numerator, denominator) - 2 * numerator
    assert -denominator < off <= denominator


def test_nothing_to_average_is_a_dash() -> None:
    assert mean([]) is None
    assert mean([0, 1]) == 1


def test_a_line_runs_from_the_end_of_its_start_to_the_end_of_its_last_day() -> None:
    start, end = date(2026, 1, 1), date(2026, 1, 4)
    days = [date(2025, 12, 31), start, date(2026, 1, 2), date(2026, 1, 3), end, date(2026, 1, 5)]
    assert [linear(start, end, day) for day in days] == [0, 0, 3333, 6667, 10000, 10000]


def test_a_line_without_length_is_a_step() -> None:
    day = date(2026, 1, 1)
    assert linear(day, day, day) == 10000
    assert linear(day, day, date(2025, 12, 31)) == 0
    assert linear(date(2026, 2, 1), day, day) == 10000


@pytest.mark.parametrize(
    ("figure", "has_begun", "is_complete", "shown"),
    [
        (None, False, False, None),
        (0, False, False, 0),
        (0, True, False, 1),
        (49, True, False, 1),
        (150, True, False, 2),
        (8549, True, False, 85),
        (8550, True, False, 86),
        (9950, True, False, 99),
        (10000, True, False, 99),
        (10000, True, True, 100),
    ],
)
def test_shown_percentages(figure: int | None, has_begun: bool, is_complete: bool, shown: int | None) -> None:
    assert display.percent(figure, has_begun=has_begun, is_complete=is_complete) == shown


def test_a_shown_difference_is_the_difference_of_the_shown_numbers() -> None:
    before, after = display.plain(7149), display.plain(7151)
    assert (before, after) == (71, 72)
    assert display.difference(after, before) == 1
    assert display.difference(None, before) is None


@pytest.mark.parametrize(("shown", "step"), [(0, 0), (19, 0), (20, 1), (99, 4), (100, 4)])
def test_steps_of_the_ramp(shown: int, step: int) -> None:
    assert display.ramp_step(shown) == step
