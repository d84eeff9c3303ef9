"""Names in the file: the hidden sheets, and columns as spreadsheets call them."""

from __future__ import annotations

BASE_SHEET, LISTS_SHEET = "tracker-base", "tracker-lists"


def letters(number: int) -> str:
    """The name of a column counted from 0: A, B, … Z, AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
