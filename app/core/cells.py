"""Cells of files to take away: what a spreadsheet could run as a formula is guarded, and read back as it was."""

from __future__ import annotations

from datetime import date

Cell = str | int | date | None

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins with one of these may be run as a formula; the wide signs are read as the narrow ones."""


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet might run a text; blanks before it do not help."""
    return text.lstrip(" \u00a0").startswith(DANGEROUS)


def safe_cell(value: Cell) -> str | int:
    """A value as it may stand in a cell: text that a spreadsheet could run gets an apostrophe before it.

    Whole numbers stay numbers; days are written year-month-day; nothing is an empty cell.
    """
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if is_dangerous(text) else text


def unguarded(text: str) -> str:
    """A text from a cell without the apostrophe that `safe_cell` has put before it."""
    return text[1:] if text.startswith("'") and is_dangerous(text[1:]) else text
