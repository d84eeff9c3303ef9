"""Shapes of single values: days, numbers, reasons, the day from which a change holds. Texts: app/core/texts.py."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.core import clock
from app.core.errors import Invalid
from app.core.labels import message
from app.core.texts import clean_text
from app.plans.states import Cause

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)
NUMBER_LIMIT = 10**12
REASON_LIMIT = 2000


def clean_day(value: Any, field: str) -> date | None:
    """A day between 2000 and 2100, or none. Raises Invalid."""
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Invalid(message("A date is expected here."), field=field)
    if not FIRST_DAY <= value <= LAST_DAY:
        raise Invalid(message("The date must lie between 2000 and 2100."), field=field)
    return value


def clean_past_day(value: Any, field: str) -> date | None:
    """A day that is not in the future, or none. Raises Invalid."""
    day = clean_day(value, field)
    if day is not None and day > clock.today():
        raise Invalid(message("This date cannot lie in the future."), field=field)
    return day


def clean_number(value: Any, field: str) -> int | None:
    """A whole number within ±10^12, or none. Raises Invalid."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise Invalid(message("A whole number is expected here."), field=field)
    if abs(value) > NUMBER_LIMIT:
        raise Invalid(message("The number is too large."), field=field)
    return value


def clean_count(value: Any, field: str) -> int | None:
    """A whole number from 0 to 10^12, or none: places, people, cases, per cent. Raises Invalid."""
    number = clean_number(value, field)
    if number is not None and number < 0:
        raise Invalid(message("A target and its value cannot be below zero."), field=field)
    return number


def clean_effective_on(value: date | None, starts_on: date) -> date:
    """The day from which a change holds: today unless given, never in the future or before the programme."""
    day = clean_day(value, "effective_on")
    if day is None:
        return clock.today()
    if day > clock.today():
        raise Invalid(message("A change cannot hold from a day in the future."), field="effective_on")
    if day < starts_on:
        raise Invalid(
            message("A change cannot hold from a day before %(day)s, when the programme began."),
            field="effective_on",
            day=starts_on,
        )
    return day


def clean_reason(value: Any, *, required: bool = False) -> str:
    """Why something was changed. Raises Invalid."""
    return clean_text(value, "reason", REASON_LIMIT, required=required)


def clean_cause(value: Any) -> Cause | None:
    """One of the causes, or none. Raises Invalid."""
    if value in (None, ""):
        return None
    try:
        return Cause(value)
    except ValueError:
        raise Invalid(message("This is not one of the causes."), field="cause") from None


def only_known(values: Any, known: frozenset[str]) -> None:
    """Raise Invalid for a field that cannot be set."""
    for name in values:
        if name not in known:
            raise Invalid(message("This field cannot be set."), field=str(name))
