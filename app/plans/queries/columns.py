"""Columns for a record: each of its fields is looked up on the mapped classes given, first that has it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute


def columns_for(
    record: type[Any],
    *sources: type[Any],
    renamed: dict[str, InstrumentedAttribute[Any]] | None = None,
    without: frozenset[str] = frozenset(),
) -> list[InstrumentedAttribute[Any]]:
    """The columns of a record in the order of its fields, so that a row fills it by position."""
    named = renamed or {}
    columns = []
    for entry in fields(record):
        if entry.name in without:
            continue
        if entry.name in named:
            columns.append(named[entry.name])
            continue
        source = next(source for source in sources if hasattr(source, entry.name))
        columns.append(getattr(source, entry.name))
    return columns
