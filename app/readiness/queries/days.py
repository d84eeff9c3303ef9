"""Days in statements: as numbers that both databases subtract alike, for one day or for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, FromClause, Integer, bindparam, literal, select, union_all
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


@dataclass(frozen=True)
class Days:
    """What statements compare with: the day, its number, and the days that limits hang on.

    `table` is given when many days are asked at once; every row of a statement then carries its `number`.
    """

    day: ColumnElement[date]
    number: ColumnElement[int]
    recent_on: ColumnElement[date]
    soon_on: ColumnElement[date]
    unconfirmed_before: ColumnElement[date]
    table: FromClause | None = None


def values_of(day: date) -> dict[str, Any]:
    """What the parameters of `ONE_DAY` stand for on a day."""
    return {
        "day": day,
        "number": (day - _EPOCH).days,
        "recent_on": day - timedelta(days=RECENT_DAYS),
        "soon_on": day + timedelta(days=DUE_SOON_DAYS),
        "unconfirmed_before": day - timedelta(days=UNCONFIRMED_DAYS),
    }


_TYPES: dict[str, Any] = {
    "day": Date(),
    "number": Integer(),
    "recent_on": Date(),
    "soon_on": Date(),
    "unconfirmed_before": Date(),
}


def _parameters() -> Days:
    named: list[Any] = [bindparam(name, type_=of_type) for name, of_type in _TYPES.items()]
    day, number, recent_on, soon_on, unconfirmed_before = named
    return Days(day, number, recent_on, soon_on, unconfirmed_before)


ONE_DAY = _parameters()
"""A single day, as parameters that `values_of` fills: such statements are made once."""


def _literals(day: date) -> list[ColumnElement[Any]]:
    return [literal(value, _TYPES[name]).label(name) for name, value in values_of(day).items()]


def many_days(days: Sequence[date]) -> Days:
    """Several days, as a table of values that statements join."""
    table = union_all(*(select(*_literals(day)) for day in days)).subquery("days")
    named: list[Any] = [table.c[name] for name in _TYPES]
    day, number, recent_on, soon_on, unconfirmed_before = named
    return Days(day, number, recent_on, soon_on, unconfirmed_before, table)


def day_of_number(number: int) -> date:
    """The day of a number."""
    return _EPOCH + timedelta(days=number)
