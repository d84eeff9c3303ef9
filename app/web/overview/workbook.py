"""The matrix as a workbook: countries by blocks in the colours of the states, and every cell as a line."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from flask_babel import gettext

from app.readiness.cells import Reading
from app.readiness.states import LOOK, State
from app.web.export import Cell, safe_cell
from app.web.frame import DISCLAIMER, country_name, spoken
from app.web.overview import file
from app.web.overview.matrix import average_of_totals, averages_by_block, short_name
from app.web.readings import Matrix
from app.web.tongue import day_in_full

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_ROW = 3


def workbook_of(matrix: Matrix, *, is_invented: bool) -> bytes:
    """The file's bytes; the same figures make the same bytes. Nothing in it can be run as a formula."""
    import xlsxwriter  # only who asks for a workbook pays for it

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.combine(matrix.seen.as_of, time())})
    bold = book.add_format({"bold": True})
    looks = {state: book.add_format(_look(state)) for state in State}
    notes = [gettext("Readiness by Member State and block on %(day)s", day=day_in_full(matrix.seen.as_of))]
    notes += [gettext("Invented data"), gettext(DISCLAIMER)] if is_invented else ["", gettext(DISCLAIMER)]
    _fill_matrix(_sheet(book, gettext("Matrix"), notes, bold), matrix, looks, bold)
    _fill_cells(_sheet(book, gettext("Cells"), notes, bold), matrix, bold)
    book.close()
    return target.getvalue()


def _look(state: State) -> dict[str, Any]:
    look = LOOK[state]
    return {"bg_color": look.background, "font_color": look.text, "align": "center", "border": 1}


def _sheet(book: Any, name: str, notes: Sequence[str], bold: Any) -> Any:
    sheet = book.add_worksheet(name)
    for number, note in enumerate(notes):
        sheet.write_string(number, 0, note, bold if number < 2 else None)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
    return sheet


def _write(sheet: Any, row: int, column: int, value: Cell, look: Any = None) -> None:
    safe = safe_cell(value)
    if isinstance(safe, int):
        sheet.write_number(row, column, safe, look)
    else:
        sheet.write_string(row, column, safe, look)


def _fill_matrix(sheet: Any, matrix: Matrix, looks: Mapping[State, Any], bold: Any) -> None:
    blocks = matrix.view.blocks
    heads = [gettext("Plan"), *(f"{block.code} {short_name(block)}" for block in blocks.values()), gettext("all")]
    for column, head in enumerate(heads):
        _write(sheet, HEAD_ROW, column, head, bold)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, len(heads), 14)
    line = HEAD_ROW
    for line, row in enumerate(matrix.rows.values(), HEAD_ROW + 1):
        _write(sheet, line, 0, country_name(row.owner), bold)
        for column, reading in enumerate([*(row.reading.blocks[key] for key in blocks), row.reading.total], 1):
            _write(sheet, line, column, _shown(reading), looks[reading.state])
    averages = averages_by_block(matrix)
    _write(sheet, line + 1, 0, gettext("Average of Member States"), bold)
    for column, average in enumerate([*(averages[key] for key in blocks), average_of_totals(matrix)], 1):
        _write(sheet, line + 1, column, average.percent, bold)


def _shown(reading: Reading) -> str:
    """Sign, word and figure: the colour is never alone."""
    percent = reading.shown_progress
    words = f"{LOOK[reading.state].sign} {spoken(reading.state)}"
    return words if percent is None else f"{words} {percent}\u00a0%"


def _fill_cells(sheet: Any, matrix: Matrix, bold: Any) -> None:
    for column, head in enumerate(file.HEAD):
        _write(sheet, HEAD_ROW, column, head, bold)
    for line, cells in enumerate(file.rows_of_file(matrix), HEAD_ROW + 1):
        for column, cell in enumerate(cells):
            if cell is not None:
                _write(sheet, line, column, cell)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW, len(file.HEAD) - 1)
