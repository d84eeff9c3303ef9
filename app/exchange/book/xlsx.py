"""The writer: a book as .xlsx bytes. Every text is written as a text, so that nothing in it can be a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from textwrap import wrap
from typing import Any

from app.core.cells import safe_cell
from app.exchange.book.base import packed
from app.exchange.book.columns import CAUSE, COLUMNS, HELP_KEYS, KEEPS, MACHINE, Column, Kind
from app.exchange.book.content import Book, BookRow, BookSheet, Value
from app.exchange.book.instructions import DISCLAIMER, INVENTED, SHEET, Say, lines_of, title_of
from app.exchange.book.places import BASE_SHEET, LISTS_SHEET, letters

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_ROW = 3
LINE_HEIGHT, MOST_LINES = 15, 8
"""Points of a line of text; a row shows so many lines at most, and the rest when it is opened."""
"""The row of the heads, counted from 0; above it stand the title and the disclaimer."""

_READ = tuple(column for column in COLUMNS if column not in MACHINE)
_POSITION = {column.key: number for number, column in enumerate(COLUMNS)}


def xlsx_of(book: Book, secret: str, *, say: Say, owner_name: str) -> bytes:
    """The file's bytes. `secret` signs the hidden base; `say` translates, `owner_name` is whose plan it is."""
    import xlsxwriter  # only who asks for a workbook pays for it

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    file = xlsxwriter.Workbook(target, options)
    file.set_properties({"title": f"{owner_name}", "created": book.at.replace(tzinfo=None)})
    writer = _Writer(file, book, say, title_of(book, say, owner_name))
    writer.write_instructions(list(lines_of(book, say, owner_name)))
    for sheet in book.sheets:
        writer.write_sheet(sheet)
    writer.write_lists()
    writer.write_base(packed(book, secret))
    file.close()
    return target.getvalue()


class _Writer:
    """Writes the sheets of one file."""

    def __init__(self, file: Any, book: Book, say: Say, title: str) -> None:
        self.file, self.book, self.say, self.title = file, book, say, title
        self.bold = file.add_format({"bold": True})
        self.head = file.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.wrapped = file.add_format({"text_wrap": True, "valign": "top"})
        self.looks: dict[tuple[Kind, bool, bool], Any] = {}
        steps = [(f"steps {key}", list(words)) for key, words in book.words.steps.items() if words]
        self.lists: dict[str, tuple[int, list[str]]] = {
            name: (number, words)
            for number, (name, words) in enumerate(
                [
                    ("authority_id", list(book.offered)),
                    (CAUSE, list(book.words.causes)),
                    (KEEPS, list(book.words.answers)),
                    *steps,
                ]
            )
        }

    def write_instructions(self, lines: Sequence[tuple[str, str]]) -> None:
        """The first sheet."""
        sheet = self.file.add_worksheet(self.say(SHEET))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 100, self.wrapped)
        for number, (word, meaning) in enumerate(lines):
            sheet.write_string(number, 0, str(safe_cell(word)), self.bold if number == 0 or meaning else None)
            if meaning:
                sheet.write_string(number, 1, str(safe_cell(meaning)), self.wrapped)
        _fit_paper(sheet)
        sheet.protect()

    def write_sheet(self, content: BookSheet) -> None:
        """One block."""
        sheet = self.file.add_worksheet(content.name)
        sheet.write_string(0, 0, f"{content.title} · {self.title}", self.bold)
        sheet.write_string(1, 0, self.say(DISCLAIMER))
        if self.book.is_invented:
            sheet.write_string(2, 0, self.say(INVENTED), self.bold)
        for column, number in zip(COLUMNS, range(len(COLUMNS)), strict=True):
            sheet.set_column(number, number, column.width)
            sheet.write_string(HEAD_ROW, number, self.book.heads[column.key], self.head)
        for line, row in enumerate(content.rows, HEAD_ROW + 1):
            self._write_row(sheet, line, row)
        self._offer_choices(sheet, content.rows)
        self._set_up(sheet, len(content.rows))

    def _write_row(self, sheet: Any, line: int, row: BookRow) -> None:
        lines = max(_lines_in(row.shown.get(column.key), column.width) for column in _READ)
        if lines > 1:  # not every program makes rows as high as their texts
            sheet.set_row(line, LINE_HEIGHT * min(lines, MOST_LINES))
        for number, column in enumerate(COLUMNS):
            look = self._look(column, column.key in row.open, row.is_first_of_item)
            value = row.shown.get(column.key)
            if column.kind is Kind.AMOUNT and isinstance(value, int):
                sheet.write_number(line, number, Decimal(value) / 100, look)
            else:
                write_cell(sheet, line, number, value, look)

    def _look(self, column: Column, is_open: bool, is_first: bool) -> Any:
        key = (column.kind, is_open, is_first)
        if key not in self.looks:
            look: dict[str, Any] = {"valign": "top", "locked": not is_open}
            if column.kind in (Kind.LINE, Kind.TEXT, Kind.CHOICE):
                look["text_wrap"] = True
            if column.kind is Kind.DAY:
                look["num_format"] = "yyyy-mm-dd"
            if column.kind is Kind.AMOUNT:
                look["num_format"] = "#,##0.00"
            if not is_open:
                look["bg_color"] = "#EDEDED"
            if is_first:
                look["top"] = 1
            self.looks[key] = self.file.add_format(look)
        return self.looks[key]

    def _offer_choices(self, sheet: Any, rows: Sequence[BookRow]) -> None:
        """The drop-down lists, and that a date is wanted where one is."""
        first, last = HEAD_ROW + 1, HEAD_ROW + len(rows)
        for key in ("authority_id", CAUSE, KEEPS):
            self._list(sheet, key, [(first, last)], _POSITION[key])
        for name in self.lists:
            lines = [
                line
                for line, row in enumerate(rows, first)
                if name == f"steps {row.workstream}" and "step_key" in row.open
            ]
            if lines:
                self._list(sheet, name, _runs(lines), _POSITION["step_key"])

    def _list(self, sheet: Any, name: str, lines: Sequence[tuple[int, int]], column: int) -> None:
        position, words = self.lists[name]
        if not words:
            return
        letter = letters(position)
        source = f"='{LISTS_SHEET}'!${letter}$1:${letter}${len(words)}"
        cells = [[top, column, bottom, column] for top, bottom in lines]
        sheet.data_validation(*cells[0], {"validate": "list", "source": source, "other_cells": cells})

    def _set_up(self, sheet: Any, rows: int) -> None:
        sheet.freeze_panes(HEAD_ROW + 1, 3)
        sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + rows, len(COLUMNS) - 1)
        _fit_paper(sheet)
        sheet.repeat_rows(HEAD_ROW)
        sheet.print_area(0, 0, HEAD_ROW + rows, max(_POSITION[key] for key in HELP_KEYS))
        sheet.set_footer("&L&A&R&P / &N")
        allowed = {"autofilter": True, "format_columns": True, "format_rows": True, "select_locked_cells": True}
        sheet.protect("", allowed)

    def write_lists(self) -> None:
        """What the drop-down lists offer, a column a list."""
        sheet = self.file.add_worksheet(LISTS_SHEET)
        for position, words in self.lists.values():
            for line, word in enumerate(words):
                sheet.write_string(line, position, str(safe_cell(word)))
        sheet.very_hidden()

    def write_base(self, pieces: Sequence[str]) -> None:
        """The sealed base, a piece a cell."""
        sheet = self.file.add_worksheet(BASE_SHEET)
        for line, piece in enumerate(pieces):
            sheet.write_string(line, 0, piece)
        sheet.very_hidden()


def write_cell(sheet: Any, line: int, column: int, value: Value, look: Any) -> None:
    """One cell by the kind of its value: a number, a date, a text; nothing for none."""
    if value is None or value == "":
        sheet.write_blank(line, column, None, look)
    elif isinstance(value, date):
        sheet.write_datetime(line, column, datetime.combine(value, time()), look)
    elif isinstance(value, int):
        sheet.write_number(line, column, value, look)
    else:
        sheet.write_string(line, column, str(safe_cell(value)), look)


def _runs(lines: Sequence[int]) -> list[tuple[int, int]]:
    """Lines that follow each other, as first and last."""
    runs: list[tuple[int, int]] = []
    for line in lines:
        if runs and runs[-1][1] == line - 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs


def _lines_in(value: Any, width: int) -> int:
    """How many lines a text takes in a column so many characters wide, with room to spare for wider letters."""
    if not isinstance(value, str):
        return 1
    narrow = max(1, width * 9 // 10)
    return sum(len(wrap(part, narrow)) or 1 if len(part) > narrow else 1 for part in value.split("\n"))


def _fit_paper(sheet: Any) -> None:
    """All columns on the width of an A4 sheet."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
