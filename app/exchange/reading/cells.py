"""What a cell means in its column. A cell that means nothing there is a fault with a sentence on what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.cells import safe_cell, unguarded
from app.core.errors import Invalid
from app.core.labels import message
from app.core.money import NO_AMOUNT, clean_amount, read_amount
from app.exchange.book.columns import Column, Kind
from app.exchange.book.content import Value
from app.exchange.reading.days import can_be_two_days, read_day

DATE_EXPECTED = message("A date is expected, such as 31.12.2026 or 2026-12-31; “%(found)s” is none.")
DATE_UNCLEAR = message("“%(found)s” can be two dates. Write it as 2026-12-31 or with the month in words.")
DATE_OF_NUMBER = message("A date is expected; the number %(found)s is none. Give the cell the format of a date.")
NUMBER_EXPECTED = message("A whole number is expected; “%(found)s” is none.")
TEXT_EXPECTED = message("A text is expected. Give the cell the format of a text.")
CHOICE_EXPECTED = message("Choose from the list; “%(found)s” is not on it.")
ERROR_FOUND = message("The cell holds a value that cannot be read.")

NEARLY = Decimal("0.001")
"""Of a cent."""

SHOWN = 60
"""Characters of a cell that a fault repeats."""


class CellFault(Exception):
    """A cell that cannot be read: what was expected."""

    def __init__(self, sentence: str, **values: Any) -> None:
        super().__init__(sentence)
        self.sentence, self.values = sentence, values


def meaning_of(column: Column, cell: Any, before: Value, choices: Mapping[str, str | int]) -> Value:
    """The value of a cell as read. `before` is what stood there when the workbook was taken away; `choices` the words
    of the column's list. Raises CellFault."""
    if isinstance(cell, str):
        cell = cell.strip() or None
    if isinstance(cell, dict) and "d" not in cell:
        raise CellFault(DATE_EXPECTED if column.kind is Kind.DAY and "i" in cell else ERROR_FOUND, found=shown(cell))
    if column.kind is Kind.DAY:
        return _day(cell)
    if column.kind is Kind.NUMBER:
        return _number(cell)
    if column.kind is Kind.AMOUNT:
        return _amount(column.key, cell)
    text = _text(cell, before if column.kind is not Kind.CHOICE else None)
    return _choice(text, before, choices) if column.kind is Kind.CHOICE else text


def _day(cell: Any) -> date | None:
    if cell is None:
        return None
    if isinstance(cell, dict):
        return date.fromisoformat(cell["d"])
    if not isinstance(cell, str):
        raise CellFault(DATE_OF_NUMBER, found=shown(cell))
    day = read_day(cell)
    if day is None:
        raise CellFault(DATE_UNCLEAR if can_be_two_days(cell) else DATE_EXPECTED, found=shown(cell))
    return day


def _number(cell: Any) -> int | None:
    if cell is None or isinstance(cell, int):
        return cell
    plain = "".join(cell.split()) if isinstance(cell, str) else ""
    plain = unguarded(plain)
    if plain.removeprefix("-").isdigit() and plain.isascii() and len(plain) < 18:
        return int(plain)
    raise CellFault(NUMBER_EXPECTED, found=shown(cell))


def _amount(key: str, cell: Any) -> int | None:
    """Cents. A spreadsheet keeps a number of two places behind the point a little off: the nearest cent is meant."""
    try:
        if isinstance(cell, str):
            return read_amount(unguarded(cell), key)
        cents = None if cell is None else Decimal(str(cell)) * 100
        if cents is None:
            return None
        nearest = cents.to_integral_value()
        if abs(cents - nearest) > NEARLY:
            raise CellFault(NO_AMOUNT)
        return clean_amount(int(nearest), key)
    except Invalid as refusal:
        raise CellFault(refusal.message, **refusal.values) from None


def _text(cell: Any, before: Value) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dict):
        raise CellFault(TEXT_EXPECTED)
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(before, str) and text == str(safe_cell(before)).strip():
        return before
    return unguarded(text).strip()


def _choice(text: str, before: Value, choices: Mapping[str, str | int]) -> Value:
    if not text:
        # What is on no list could not be shown: an empty cell then says nothing.
        return before if before is not None and before not in choices.values() else None
    if text in choices:
        return choices[text]
    folded = {word.casefold(): key for word, key in choices.items()}
    if text.casefold() in folded:
        return folded[text.casefold()]
    raise CellFault(CHOICE_EXPECTED, found=shown(text))


def shown(cell: Any) -> str:
    """The beginning of what stands in a cell, as a fault repeats it."""
    text = str(next(iter(cell.values()))) if isinstance(cell, dict) else str(cell)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
