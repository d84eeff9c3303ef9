"""Reading a plan that comes back as CSV: the same columns, its base in the last lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from app.core.errors import Invalid
from app.core.labels import message
from app.exchange.book.places import BASE_SHEET
from app.exchange.reading import limits
from app.exchange.reading.process import Sheet

NAME = "CSV"
NOT_UTF8 = message("This is no text in UTF-8. Save the file as “CSV UTF-8” and upload it again.")
NOT_CSV = message("This is no CSV that can be read.")
LONGEST_CELL = 40_000
MORE_LINES = 1_000
"""Lines beside the rows: heads, and those of the base."""


def read_csv(content: bytes) -> list[Sheet]:
    """The rows as one sheet, and the base as another. Raises Invalid saying why it cannot be read."""
    if len(content) > limits.LARGEST_FILE:
        raise Invalid(limits.TOO_LARGE, field="file", limit=limits.LARGEST_FILE // limits.MEBIBYTE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(NOT_UTF8, field="file") from error
    csv.field_size_limit(LONGEST_CELL)
    rows: list[list[Any]] = []
    base: list[list[Any]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            target = base if row and row[0] == BASE_SHEET else rows
            target.append([cell or None for cell in (row[1:2] if target is base else row)])
            _check(rows, base, row)
    except csv.Error as error:
        raise Invalid(NOT_CSV, field="file") from error
    return [Sheet(NAME, rows), Sheet(BASE_SHEET, base)]


def _check(rows: list[list[Any]], base: list[list[Any]], row: list[str]) -> None:
    if len(row) > limits.MOST_COLUMNS:
        raise Invalid(limits.TOO_MANY_COLUMNS, field="file", sheet=NAME, limit=limits.MOST_COLUMNS)
    if len(rows) > limits.MOST_ROWS or len(base) > MORE_LINES:
        raise Invalid(limits.TOO_MANY_ROWS, field="file", sheet=NAME, limit=limits.MOST_ROWS)


def _delimiter(text: str) -> str:
    """What stands most often in the first line: programs of some languages write semicolons."""
    first = next(iter(_lines(text)), "")
    return max(",;\t", key=first.count)


def _lines(text: str) -> Iterator[str]:
    yield from io.StringIO(text[:10_000])
