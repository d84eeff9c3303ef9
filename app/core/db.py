"""The declarative base: naming convention, column shorthands, UTC instants, bounded text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from sqlalchemy import CheckConstraint, DateTime, Dialect, Integer, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

FOREVER = date(9999, 12, 31)
"""The open end of a span: both databases store it, and it sorts after every real day."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, to the microsecond, on both databases.

    SQLite has no instants: they are kept as naive UTC text of fixed width, so that they sort.
    Binding a naive value raises ValueError: an instant without its zone is a fault of the caller.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every mapped class of the tracker."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Instant(), str: Text()}


Key = Annotated[int, mapped_column(Integer, primary_key=True)]


def bounded(table_column: str, length: int) -> CheckConstraint:
    """A named CHECK on the length of a text column; SQLite takes what PostgreSQL refuses otherwise."""
    return CheckConstraint(f"length({table_column}) <= {length}", name=f"{table_column}_length")


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """A named CHECK that a string column holds one of the values of an enumeration."""
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


class Versioned:
    """Rows with optimistic locking: an UPDATE compares the version that was read and raises it by one."""

    version: Mapped[int] = mapped_column(Integer, nullable=False, default=1)


SHORT = String(200)
"""Titles and names. The column's CHECK says the same on SQLite."""
