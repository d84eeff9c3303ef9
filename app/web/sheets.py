"""Workbooks to download: what all of them have in common. Nothing in them can be run as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from flask import Response
from flask_babel import gettext

from app.web.export import Cell, safe_cell
from app.web.frame import DISCLAIMER
from app.web.tongue import day_in_full

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_ROW = 3
"""Above it stand what it is, of which day, whether it is invented, and the disclaimer."""


@contextmanager
def new_book(target: io.BytesIO, day: date) -> Iterator[Any]:
    """A workbook that is written to `target` at the end; the same content makes the same bytes."""
    import xlsxwriter  # only who asks for a workbook pays for it

    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.combine(day, time())})
    yield book
    book.close()


def notes_of(title: str, *, is_invented: bool) -> list[str]:
    """The lines above a table."""
    return [title, gettext("Invented data") if is_invented else "", gettext(DISCLAIMER)]


def add_sheet(book: Any, name: str, notes: Sequence[str], bold: Any) -> Any:
    """A sheet with its notes, ready for its head, good on paper."""
    sheet = book.add_worksheet(name)
    for number, note in enumerate(notes):
        sheet.write_string(number, 0, note, bold if number < len(notes) - 1 else None)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
    return sheet


def write_cell(sheet: Any, row: int, column: int, value: Cell, look: Any = None) -> None:
    """A number as a number, all else as text."""
    safe = safe_cell(value)
    if isinstance(safe, int):
        sheet.write_number(row, column, safe, look)
    else:
        sheet.write_string(row, column, safe, look)


def write_table(sheet: Any, head: Sequence[str], rows: Iterable[Sequence[Cell]], bold: Any) -> None:
    """A table with filters on its head; a cell without a value stays empty."""
    for column, name in enumerate(head):
        write_cell(sheet, HEAD_ROW, column, name, bold)
    for line, cells in enumerate(rows, HEAD_ROW + 1):
        for column, cell in enumerate(cells):
            if cell is not None:
                write_cell(sheet, line, column, cell)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW, len(head) - 1)


def title_on(title: str, day: date) -> str:
    """A title with its day: “Gaps on 22 November 2026”."""
    said: str = gettext("%(title)s on %(day)s", title=title, day=day_in_full(day))
    return said


def workbook_answer(content: bytes, name: str) -> Response:
    """A workbook to be saved under a name, and kept by nobody in between."""
    answer = Response(content, mimetype=MIMETYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
