"""Days in statements: as parameters, and as numbers that both databases subtract alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Integer, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement

from app.readiness.facts import DUE_SOON_DAYS, RECENT_DAYS, UNCONFIRMED_DAYS

_EPOCH = date(1970, 1, 1)


class day_number(FunctionElement[int]):  # noqa: N801 - reads as the SQL function it is
    """The number of a day since 1 January 1970, as an integer, from a date column."""

    type = Integer()
    inherit_cache = True


@compiles(day_number, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    # Midnight lies on a half: both subtrahends are exact in binary, so the cast never cuts off a whole day.
    return f"CAST(julianday({compiler.process(element.clauses, **options)}) - 2440587.5 AS INTEGER)"


@compiles(day_number, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} - DATE '1970-01-01')"


class following_day(FunctionElement[date]):  # noqa: N801 - reads as the SQL function it is
    """The day after an instant's day in UTC: no earlier than the instant's day in Brussels."""

    type = Date()
    inherit_cache = True


@compiles(following_day, "sqlite")
def _following_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)}, '+1 day')"


@compiles(following_day, "postgresql")
def _following_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"(CAST({compiler.process(element.clauses, **options)} AT TIME ZONE 'UTC' AS DATE) + 1)"


DAY: ColumnElement[date] = bindparam("day", type_=Date())
NUMBER: ColumnElement[int] = bindparam("number", type_=Integer())
RECENT_ON: ColumnElement[date] = bindparam("recent_on", type_=Date())
SOON_ON: ColumnElement[date] = bindparam("soon_on", type_=Date())
UNCONFIRMED_BEFORE: ColumnElement[date] = bindparam("unconfirmed_before", type_=Date())
"""What statements compare with: the day, its number, and the days that limits hang on. `values_of` fills them, so
that statements are made once."""


def values_of(day: date) -> dict[str, Any]:
    """What the parameters stand for on a day."""
    return {
        "day": day,
        "number": (day - _EPOCH).days,
        "recent_on": day - timedelta(days=RECENT_DAYS),
        "soon_on": day + timedelta(days=DUE_SOON_DAYS),
        "unconfirmed_before": day - timedelta(days=UNCONFIRMED_DAYS),
    }
