"""Dates of a spreadsheet from elsewhere: those that can be two days are read in an order that somebody chose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from app.core.labels import message
from app.exchange.foreign.layout import Order
from app.exchange.reading.cells import DATE_EXPECTED, DATE_OF_NUMBER, CellFault, shown
from app.exchange.reading.days import read_day

WHICH_FIRST = message("“%(found)s” can be two dates. Choose above the columns which number is the day.")
_NUMBERS = re.compile(r"^(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})\.?$")
_STYLES = (
    (re.compile(r"^\d{1,2}\s*\.\s*\d{1,2}\s*\.\s*\d{2,4}\.?$"), "31.12.2026"),
    (re.compile(r"^\d{1,2}/\d{1,2}/\d{2,4}$"), "31/12/2026"),
    (re.compile(r"^\d{1,2}-\d{1,2}-\d{2,4}$"), "31-12-2026"),
    (re.compile(r"^\d{4}-\d{1,2}-\d{1,2}$"), "2026-12-31"),
    (re.compile(r"^\d{4}\s*[./]\s*\d{1,2}\s*[./]\s*\d{1,2}\.?$"), "2026. 12. 31."),
)
IN_WORDS, AS_DATES = message("31 December 2026"), message("as dates")


def day_of(cell: Any, order: str) -> date:
    """The day that a cell means; `order` reads what can be two days. Raises CellFault."""
    if isinstance(cell, dict) and "d" in cell:
        return date.fromisoformat(cell["d"])
    if not isinstance(cell, str):
        sentence = DATE_EXPECTED if isinstance(cell, dict) else DATE_OF_NUMBER
        raise CellFault(sentence, found=shown(cell))
    meant = _meant(cell.strip())
    if not meant:
        raise CellFault(DATE_EXPECTED, found=shown(cell))
    if len(set(meant.values())) == 1:
        return next(iter(meant.values()))
    if order not in meant:
        raise CellFault(WHICH_FIRST, found=shown(cell))
    return meant[order]


def _meant(text: str) -> dict[str, date]:
    """Order → day, for every order in which a text is one; the same day twice where the order does not matter."""
    certain = read_day(text)
    if certain is not None:
        return dict.fromkeys(Order, certain)
    match = _NUMBERS.match(text)
    if match is None:
        return {}
    first, second = int(match[1]), int(match[2])
    year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
    found = {Order.DAY_FIRST.value: _day(year, second, first), Order.MONTH_FIRST.value: _day(year, first, second)}
    return {key: day for key, day in found.items() if day is not None}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def guess_order(cells: Iterable[Any]) -> str:
    """The order that other dates beside them show, where all that show one show the same; else empty: to be asked."""
    shown_by = {order for cell in cells if isinstance(cell, str) for order in _order_shown(cell.strip())}
    return shown_by.pop() if len(shown_by) == 1 else ""


def _order_shown(text: str) -> list[str]:
    match = _NUMBERS.match(text)
    if match is None or "." in text or int(match[1]) == int(match[2]):
        return []
    found = [Order.DAY_FIRST.value] if int(match[1]) > 12 else []
    return found + ([Order.MONTH_FIRST.value] if int(match[2]) > 12 else [])


def unclear(cells: Iterable[Any]) -> list[str]:
    """The texts that can be two days."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    return [text for text in texts if len(set(_meant(text).values())) == 2]


def styles(cells: Iterable[Any]) -> list[tuple[str, int]]:
    """In which styles dates are written, with how many of each, the most frequent first."""
    return Counter(style for cell in cells if (style := _style(cell))).most_common()


def _style(cell: Any) -> str:
    if isinstance(cell, dict) and "d" in cell:
        return AS_DATES
    if not isinstance(cell, str):
        return ""
    text = cell.strip()
    known = next((style for pattern, style in _STYLES if pattern.match(text)), "")
    return known or (IN_WORDS if read_day(text) else "")
