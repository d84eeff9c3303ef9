"""The process that reads a workbook: bytes on standard input, JSON on standard output. It limits itself first.

Started by `app.exchange.reading.process` alone, which gives it nothing but the bytes.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import date, datetime, time
from typing import Any

from app.exchange.reading import limits
from app.exchange.reading.archive import Workbook
from app.exchange.reading.markup import check_extent, scan
from app.files.checks.refusal import EXPANDS, Refused


def limit_itself() -> None:
    """Bound time and memory before anything of the file is read; no file can be written, no process started."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(content: bytes) -> list[dict[str, Any]]:
    """Every sheet with its cells. Raises Refused."""
    archive = Workbook(content)
    formulas = scan(archive)
    from python_calamine import CalamineWorkbook, SheetVisibleEnum  # the parser sees only what was looked through

    sheets = []
    left = limits.MOST_TEXT
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for about in book.sheets_metadata:
            if about.name not in formulas:
                continue  # a chart, or another sheet without cells
            sheet = book.get_sheet_by_name(about.name)
            if sheet.total_height and sheet.total_width:
                check_extent(about.name, sheet.total_height, sheet.total_width)
            rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            left -= sum(len(value) for row in rows for value in row if isinstance(value, str))
            if left < 0:
                raise Refused(EXPANDS)
            merged = getattr(sheet, "merged_cell_ranges", None) or []
            sheets.append(
                {
                    "name": about.name,
                    "rows": rows,
                    "formulas": formulas[about.name],
                    "merged": _ranges(merged),
                    "hidden": about.visible != SheetVisibleEnum.Visible,
                }
            )
    return sheets


def _ranges(merged: Any) -> list[list[int]]:
    """Merged ranges as first row and column, last row and column, counted from 1."""
    return [[top + 1, left + 1, bottom + 1, right + 1] for (top, left), (bottom, right) in list(merged)[:1000]]


def _cell(value: Any) -> Any:
    """A cell as JSON: texts and numbers as they are, everything else with a letter that says what it is."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return {"b": value}
    if isinstance(value, datetime):
        return {"i": value.isoformat()} if value.time() != time() else {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value if isinstance(value, (str, int)) else {"x": str(value)}


def main() -> None:
    """Answer one file: its sheets, or why it is refused."""
    limit_itself()
    answer: dict[str, Any]
    try:
        answer = {"sheets": read(sys.stdin.buffer.read())}
    except Refused as refused:
        answer = {"refused": refused.message, "values": refused.values}
    except MemoryError:
        answer = {"refused": limits.TOO_SLOW, "values": {}}
    except BaseException:  # whatever a parser throws at a broken file, a panic too, the file is unreadable
        answer = {"refused": limits.NOT_A_WORKBOOK, "values": {}}
    sys.stdout.write(json.dumps(answer))
