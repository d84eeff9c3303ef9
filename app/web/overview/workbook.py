"""The matrix as a workbook: countries by blocks in the colours of the states, and every cell as a line."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from app.readiness.cells import Reading
from app.readiness.states import LOOK, State
from app.web.frame import country_name, spoken
from app.web.overview import file
from app.web.overview.matrix import average_of_totals, averages_by_block, short_name
from app.web.readings import Matrix
from app.web.sheets import HEAD_ROW, add_sheet, new_book, notes_of, write_cell, write_table
from app.web.tongue import day_in_full


def workbook_of(matrix: Matrix, *, is_invented: bool) -> bytes:
    """The file's bytes; the same figures make the same bytes."""
    target = io.BytesIO()
    with new_book(target, matrix.seen.as_of) as book:
        bold = book.add_format({"bold": True})
        looks = {state: book.add_format(_look(state)) for state in State}
        title = gettext("Readiness by Member State and block on %(day)s", day=day_in_full(matrix.seen.as_of))
        notes = notes_of(title, is_invented=is_invented)
        _fill_matrix(add_sheet(book, gettext("Matrix"), notes, bold), matrix, looks, bold)
        write_table(add_sheet(book, gettext("Cells"), notes, bold), file.HEAD, file.rows_of_file(matrix), bold)
    return target.getvalue()


def _look(state: State) -> dict[str, Any]:
    look = LOOK[state]
    return {"bg_color": look.background, "font_color": look.text, "align": "center", "border": 1}


def _fill_matrix(sheet: Any, matrix: Matrix, looks: Mapping[State, Any], bold: Any) -> None:
    blocks = matrix.view.blocks
    heads = [gettext("Plan"), *(f"{block.code} {short_name(block)}" for block in blocks.values()), gettext("all")]
    for column, head in enumerate(heads):
        write_cell(sheet, HEAD_ROW, column, head, bold)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, len(heads), 14)
    line = HEAD_ROW
    for line, row in enumerate(matrix.rows.values(), HEAD_ROW + 1):
        write_cell(sheet, line, 0, country_name(row.owner), bold)
        for column, reading in enumerate([*(row.reading.blocks[key] for key in blocks), row.reading.total], 1):
            write_cell(sheet, line, column, _shown(reading), looks[reading.state])
    averages = averages_by_block(matrix)
    write_cell(sheet, line + 1, 0, gettext("Average of Member States"), bold)
    for column, average in enumerate([*(averages[key] for key in blocks), average_of_totals(matrix)], 1):
        write_cell(sheet, line + 1, column, average.percent, bold)


def _shown(reading: Reading) -> str:
    """Sign, word and figure: the colour is never alone."""
    percent = reading.shown_progress
    words = f"{LOOK[reading.state].sign} {spoken(reading.state)}"
    return words if percent is None else f"{words} {percent}\u00a0%"
