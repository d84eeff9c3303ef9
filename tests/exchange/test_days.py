"""Dates written as text, in the styles of the Member States."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date

from app.exchange.reading.days import LANGUAGES, can_be_two_days, read_day

LAST = date(2026, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "31.12.2026",
        "31. 12. 2026.",
        "31/12/2026",
        "31-12-2026",
        "12/31/2026",
        "2026-12-31",
        "2026. 12. 31.",
        "31 décembre 2026",
        "31. prosinca 2026.",
        "31 de diciembre de 2026",
        "31 grudnia 2026",
    ],
)
def test_a_day_is_read_as_it_is_written_in_a_country(text: str) -> None:
    assert read_day(text) == LAST


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", [LAST, date(2027, 3, 4), date(2025, 5, 20)])
def test_the_long_form_of_every_official_language_is_read(language: str, day: date) -> None:
    pattern = "d MMMM y" if language == "en" else "long"
    assert read_day(str(format_date(day, pattern, locale=language))) == day


@pytest.mark.parametrize("text", ["3/4/2026", "03-04-2026", "5 listopad 2026"])
def test_what_can_be_two_days_is_none(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "is_so"), [("3/4/2026", True), ("03-04-2026", True), ("30/02/2026", False), ("99/99/2026", False)]
)
def test_a_day_that_there_is_not_is_not_said_to_be_two(text: str, is_so: bool) -> None:
    assert can_be_two_days(text) is is_so


@pytest.mark.parametrize("text", ["", "soon", "30.02.2026", "31.12.26", "2026", "0.0.0000", "99999999", "1" * 500])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None
