"""The writer of CSV: the columns of the workbook, all blocks one after the other, the base in the last lines."""

from __future__ import annotations

import csv
import io

from app.core.cells import safe_cell
from app.core.money import plain
from app.exchange.book.base import packed
from app.exchange.book.columns import COLUMNS, Column, Kind
from app.exchange.book.content import Book, Value
from app.exchange.book.instructions import DISCLAIMER, INVENTED, Say
from app.exchange.book.places import BASE_SHEET

BYTE_ORDER_MARK = "\ufeff"
"""By it spreadsheets know that a file is UTF-8."""


def csv_of(book: Book, secret: str, *, say: Say) -> bytes:
    """The file's bytes, UTF-8. No cell begins with what a spreadsheet could run."""
    held = io.StringIO()
    held.write(BYTE_ORDER_MARK)
    writer = csv.writer(held)
    writer.writerow([safe_cell(book.heads[column.key]) for column in COLUMNS])
    for sheet in book.sheets:
        for row in sheet.rows:
            writer.writerow([safe_cell(_written(column, row.shown.get(column.key))) for column in COLUMNS])
    writer.writerow([])
    for note in (say(INVENTED) if book.is_invented else "", say(DISCLAIMER)):
        if note:
            writer.writerow(["", "", "", "", *[""] * (len(COLUMNS) - 5), note])
    for piece in packed(book, secret):
        writer.writerow([BASE_SHEET, piece])
    return held.getvalue().encode()


def _written(column: Column, value: Value) -> Value:
    """A value as its cell says it: an amount with its cents behind a point."""
    return plain(value) if column.kind is Kind.AMOUNT and isinstance(value, int) else value
