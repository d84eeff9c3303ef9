"""CSV: the first lines, cut into cells."""

from __future__ import annotations

import csv
import io
from itertools import islice

from app.files.checks.refusal import Refused
from app.files.previews.reasons import LONG_CELL, MOST_COLUMNS, MOST_OF_A_CELL, MOST_ROWS

_SEPARATORS = (";", ",", "\t", "|")


def first_lines(text: str) -> list[list[str]]:
    """The first lines, separated by what the first of them has most of. Raises Refused for a cell without end."""
    first = text.lstrip().partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=first.count))
    try:
        return [[cell.strip()[:MOST_OF_A_CELL] for cell in row[:MOST_COLUMNS]] for row in islice(rows, MOST_ROWS)]
    except csv.Error as error:
        if "field limit" not in str(error):
            raise
        raise Refused(LONG_CELL, most=csv.field_size_limit()) from error
