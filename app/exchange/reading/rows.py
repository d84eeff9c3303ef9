"""From the cells of the sheets to what the workbook says differently from its base. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.labels import message
from app.exchange.book.base import MISSING, Base, BaseRow
from app.exchange.book.columns import (
    BY_KEY,
    CAUSE,
    COLUMNS,
    FIELDS,
    HELP_KEYS,
    ITEM_KEY,
    KEEPS,
    OF_FUNDING,
    REASON,
    REFERENCE,
)
from app.exchange.book.content import YES, Value
from app.exchange.book.places import BASE_SHEET, LISTS_SHEET, letters
from app.exchange.book.references import instrument_named, is_below
from app.exchange.edits import CellEdit, Edits, RowEdit
from app.exchange.reading.cells import CellFault, meaning_of
from app.exchange.reading.process import Sheet

HEADS_WITHIN = 20
"""The heads stand in one of the first rows."""

FORMULA = message("The cell holds a formula. Paste its value instead.")
MERGED = message("These cells are merged. Unmerge them: each row stands for itself.")
LOCKED = message("This cell is locked in this row: change it on the milestone's page.")
LOCKED_IN_NEW = message("Who pays for a new milestone is entered on its page, once it is there.")
TWICE = message("The reference %(reference)s stands in two rows; only the first is read.")
OTHER_PLAN = message("%(reference)s is a row of another plan.")
NOT_TAKEN = message("%(reference)s was not in this workbook when it was downloaded.")
PART_NOT_TAKEN = message(
    "%(reference)s was not in this workbook when it was downloaded."
    " Parts by authority are added on the milestone's page."
)
FUNDING_NOT_TAKEN = message(
    "%(reference)s was not in this workbook when it was downloaded. Instruments are added on the milestone's page."
)
NO_CAUSE = message("This row has no cause, which is for dates that move: leave the cell empty.")
NO_ITEM = message("Under which item this stands is not known. Use the empty rows under an item.")
NO_SUCH_ITEM = message("There is no item %(key)s in this plan.")
NOT_OF_AUTHORITY = message("This workbook holds the rows of some authorities alone: choose one of its list.")
UNKNOWN_SHEET = message("Sheet “%(sheet)s” is not of this workbook and was not read.")
COLUMN_GONE = message("Column “%(column)s” is missing: nothing in it is changed.")


@dataclass(frozen=True)
class _Table:
    """Where the rows of a sheet stand: the row of the heads, and the columns by their keys, counted from 0."""

    sheet: Sheet
    head: int
    at: dict[str, int]

    def cell(self, line: int, key: str) -> Any:
        row, column = self.sheet.rows[line], self.at.get(key)
        return None if column is None or column >= len(row) else row[column]

    def address(self, line: int, key: str) -> str:
        return f"{letters(self.at[key])}{line + 1}" if key in self.at else f"{line + 1}"


def base_pieces(sheets: Sequence[Sheet]) -> list[str]:
    """The texts of the sealed base, as they came back."""
    for sheet in sheets:
        if sheet.name == BASE_SHEET:
            return [row[0] for row in sheet.rows if row and isinstance(row[0], str)]
    return []


def read_edits(sheets: Sequence[Sheet], base: Base, items: frozenset[str]) -> Edits:
    """What the sheets say differently from the base. `items` are the keys of the plan's items."""
    own = base.selection.authorities
    edits = Edits(authorities=None if own is None else sorted(own))
    reader = _Reader(base, items, edits)
    is_read = False
    for sheet in sheets:
        table = _find_table(sheet, base)
        if table is not None:
            is_read = True
            reader.read(table)
        elif sheet.name not in (BASE_SHEET, LISTS_SHEET) and sheet is not sheets[0]:
            edits.remark(sheet.name, UNKNOWN_SHEET, sheet=sheet.name[:60])
    edits.missing = sorted(base.rows.keys() - reader.seen)
    if not is_read:
        edits.complain("", "", MISSING)
    return edits


def _find_table(sheet: Sheet, base: Base) -> _Table | None:
    heads = {word.casefold(): key for key, word in base.heads.items() if key in BY_KEY}
    for number, row in enumerate(sheet.rows[:HEADS_WITHIN]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            key = heads.get(" ".join(cell.split()).casefold()) if isinstance(cell, str) else None
            if key is not None:
                found.setdefault(key, column)
        if {REFERENCE, ITEM_KEY, "title"} <= found.keys():
            return _Table(sheet, number, found)
    return None


class _Reader:
    """Reads tables one after the other; what a row says counts once."""

    def __init__(self, base: Base, items: frozenset[str], edits: Edits) -> None:
        self.base, self.items, self.edits = base, items, edits
        self.seen: set[str] = set()

    def read(self, table: _Table) -> None:
        """All rows of a sheet."""
        name = table.sheet.name
        for column in COLUMNS:
            if column.key in self.base.heads.keys() - HELP_KEYS - table.at.keys():
                self.edits.remark(name, COLUMN_GONE, column=self.base.heads[column.key])
        spoilt = set(self._merged(table))
        for line in range(table.head + 1, len(table.sheet.rows)):
            if line in spoilt:
                self._note_reference(table, line)
            elif not self._has_formula(table, line):
                self._read_row(table, line)

    def _complain(self, table: _Table, line: int, at: str, sentence: str, /, **values: object) -> None:
        reference = table.cell(line, REFERENCE)
        row = "" if reference is None else str(reference).strip()
        self.edits.complain(table.sheet.name, at, sentence, row=row, **values)

    def _note_reference(self, table: _Table, line: int) -> None:
        """A row that cannot be read is not one that was removed."""
        cell = table.cell(line, REFERENCE)
        if isinstance(cell, str):
            self.seen.add(cell.strip())

    def _merged(self, table: _Table) -> Iterator[int]:
        known = max(table.at.values())
        for top, left, bottom, _right in table.sheet.merged:
            if bottom - 1 > table.head and left - 1 <= known:
                self._complain(table, top - 1, f"{letters(left - 1)}{top}", MERGED)
                yield from range(top - 1, min(bottom, len(table.sheet.rows)))

    def _has_formula(self, table: _Table, line: int) -> bool:
        found = [
            key for key, at in table.at.items() if key not in HELP_KEYS and (line + 1, at + 1) in table.sheet.formulas
        ]
        for key in found:
            self._complain(table, line, table.address(line, key), FORMULA)
        if found:
            self._note_reference(table, line)
        return bool(found)

    def _read_row(self, table: _Table, line: int) -> None:
        reference = table.cell(line, REFERENCE)
        reference = str(reference).strip() if reference is not None else ""
        if not reference:
            self._read_new(table, line)
            return
        at = table.address(line, REFERENCE)
        before = self.base.rows.get(reference)
        if before is None:
            is_foreign = not reference.startswith(f"{self.base.owner}-")
            below = FUNDING_NOT_TAKEN if instrument_named(reference) else PART_NOT_TAKEN
            sentence = OTHER_PLAN if is_foreign else below if is_below(reference) else NOT_TAKEN
            self._complain(table, line, at, sentence, reference=reference[:60])
        elif reference in self.seen:
            self._complain(table, line, at, TWICE, reference=reference)
        else:
            self.seen.add(reference)
            self._read_known(table, line, reference, before)

    def _read_known(self, table: _Table, line: int, reference: str, before: BaseRow) -> None:
        cells: list[CellEdit] = []
        is_whole = True
        for column in FIELDS:
            if column.key not in table.at:
                continue
            was = before.values[column.key]
            value, is_read = self._value(table, line, column.key, was, before.workstream)
            is_whole = is_whole and is_read
            if is_read and value != was:
                at = table.address(line, column.key)
                if column.key not in before.open:
                    self._complain(table, line, at, LOCKED)
                    is_whole = False
                cells.append(CellEdit(column.key, at, was, value))
        cells = _without_idle_day(cells)
        is_whole = self._stays_with_authority(table, line, cells) and is_whole
        if cells and is_whole:
            self._keep(table, line, reference, before.item_key, cells, as_at=_day_left(table, before, cells))
        elif not cells and is_whole:
            self.edits.unchanged += 1

    def _read_new(self, table: _Table, line: int) -> None:
        filled = [c.key for c in FIELDS if table.cell(line, c.key) is not None]
        if not filled:
            return
        key = table.cell(line, ITEM_KEY)
        key = str(key).strip() if key is not None else ""
        if key not in self.items:
            at = table.address(line, ITEM_KEY)
            self.edits.complain(table.sheet.name, at, NO_SUCH_ITEM if key else NO_ITEM, key=key[:60])
            return
        cells, is_whole = [], True
        for name in filled:
            value, is_read = self._value(table, line, name, None, self._workstream(key))
            if name in OF_FUNDING:
                self._complain(table, line, table.address(line, name), LOCKED_IN_NEW)
                is_read = False
            is_whole = is_whole and is_read
            if is_read and value not in (None, ""):
                cells.append(CellEdit(name, table.address(line, name), None, value))
        if self.base.selection.authorities is not None and is_whole and "authority_id" not in filled:
            self.edits.complain(table.sheet.name, table.address(line, "authority_id"), NOT_OF_AUTHORITY)
            is_whole = False
        if cells and is_whole:
            self._keep(table, line, None, key, cells)

    def _workstream(self, item_key: str) -> str:
        return self.base.workstreams.get(item_key, "")

    def _stays_with_authority(self, table: _Table, line: int, cells: Sequence[CellEdit]) -> bool:
        """A workbook of one authority gives no work away, nor leaves it to nobody."""
        own = self.base.selection.authorities
        given = [cell for cell in cells if cell.field == "authority_id" and cell.theirs is None]
        if own is None or not given:
            return True
        self._complain(table, line, given[0].cell, NOT_OF_AUTHORITY)
        return False

    def _value(self, table: _Table, line: int, key: str, was: Value, workstream: str) -> tuple[Value, bool]:
        """What a cell means, and whether it could be read; if not, the fault is noted."""
        choices = self.base.words.keys_of(key, workstream)
        try:
            return meaning_of(BY_KEY[key], table.cell(line, key), was, choices), True
        except CellFault as fault:
            self._complain(table, line, table.address(line, key), fault.sentence, **fault.values)
            return None, False

    def _keep(
        self,
        table: _Table,
        line: int,
        reference: str | None,
        item_key: str,
        cells: Sequence[CellEdit],
        *,
        as_at: Value = None,
    ) -> None:
        cause, is_cause = self._value(table, line, CAUSE, None, "")
        reason, is_reason = self._value(table, line, REASON, None, "")
        keeps, is_mark = self._value(table, line, KEEPS, None, "")
        if cause and is_below(reference):
            self._complain(table, line, table.address(line, CAUSE), NO_CAUSE)
            is_cause = False
        if is_cause and is_reason and is_mark:
            self.edits.rows.append(
                RowEdit(
                    reference,
                    item_key,
                    table.sheet.name,
                    line + 1,
                    tuple(cells),
                    str(cause) if cause else None,
                    str(reason or ""),
                    keeps == YES if keeps else None,
                    as_at,
                )
            )


def _day_left(table: _Table, before: BaseRow, cells: Sequence[CellEdit]) -> Value:
    """The day beside a value that was changed, where the day was left as it was."""
    changed = {cell.field for cell in cells}
    is_left = "value" in changed and "value_on" not in changed and "value_on" in table.at
    return before.values["value_on"] if is_left else None


def _without_idle_day(cells: list[CellEdit]) -> list[CellEdit]:
    """The cells without a day that was emptied beside a value that stays: a value keeps the day it has."""
    if any(cell.field == "value" for cell in cells):
        return cells
    return [cell for cell in cells if cell.field != "value_on" or cell.theirs is not None]
