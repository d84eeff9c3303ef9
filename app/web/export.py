"""Files to take away: cells that no spreadsheet takes for a formula, answers that are streamed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from flask import Response

from app.core.cells import Cell, safe_cell
from app.web.frame import DISCLAIMER
from app.web.tongue import gettext

__all__ = ["Cell", "csv_answer", "file_name", "safe_cell"]

BYTE_ORDER_MARK = "\ufeff"
"""By it spreadsheets know that a file is UTF-8."""

INVENTED = "invented-data"
"""In the name of every file that holds what the demonstration says of countries."""

ROWS_A_PIECE = 200


def file_name(stem: str, ending: str, *, day: date | None = None, is_invented: bool = False) -> str:
    """`matrix-2026-11-22-invented-data.csv`: what it is, of which day, and whether it is invented."""
    parts = [stem, day.isoformat() if day else "", INVENTED if is_invented else ""]
    return f"{'-'.join(part for part in parts if part)}.{ending}"


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A file of comma-separated values, sent piece by piece; `name` comes from `file_name`.

    Its last line is the disclaimer, in a single cell.
    The rows are gathered before anything is sent, while the request and its snapshot are there.
    """
    gathered = [*(tuple(row) for row in rows), (gettext(DISCLAIMER),)]
    answer = Response(_pieces(head, gathered), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _pieces(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    held = io.StringIO()
    held.write(BYTE_ORDER_MARK)
    writer = csv.writer(held)
    writer.writerow([safe_cell(cell) for cell in head])
    for number, row in enumerate(rows, 1):
        writer.writerow([safe_cell(cell) for cell in row])
        if number % ROWS_A_PIECE == 0:
            yield held.getvalue()
            held.seek(0)
            held.truncate()
    yield held.getvalue()
