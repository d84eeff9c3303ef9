"""Workbooks: the first rows of the first sheet that is shown."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, BinaryIO

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from app.files.previews.reasons import MOST_COLUMNS, MOST_OF_A_CELL, MOST_ROWS


def first_sheet(stream: BinaryIO) -> list[list[str]]:
    """The first rows of a workbook's first visible sheet; none where there is none."""
    with CalamineWorkbook.from_filelike(stream) as book:
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
                rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=True, nrows=MOST_ROWS)
                return [[_cell(value) for value in row[:MOST_COLUMNS]] for row in rows]
    return []


def _cell(value: Any) -> str:
    """A cell as it is read: whole numbers without a point, days without the hour that nobody wrote."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value.isoformat(" ")
    return str(value).strip()[:MOST_OF_A_CELL]
