"""The table of a sheet from elsewhere: where its heads stand, what they are called, its rows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.exchange.book.places import BASE_SHEET, LISTS_SHEET, letters
from app.exchange.foreign.layout import Layout, Target
from app.exchange.reading.process import Sheet

LONGEST_HEAD = 80
SHOWN = 80
"""Characters of a cell that a page repeats."""
_ONE_A_ROW = frozenset({Target.TITLE.value, Target.REFERENCE.value})
"""What no two rows have in common."""


@dataclass(frozen=True)
class Head:
    """A column with something in it: counted from 0, and what it is called; no two are called the same."""

    column: int
    label: str


def offered(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets with something in them, without those that only a workbook of the tracker has."""
    return [one for one in sheets if one.name not in (BASE_SHEET, LISTS_SHEET) and any(map(is_filled, one.rows))]


def is_filled(row: Sequence[Any]) -> bool:
    """Whether anything stands in a row."""
    return any(cell is not None and cell != "" for cell in row)


def text_of(cell: Any) -> str:
    """A cell as one line of text; a day as year-month-day."""
    if isinstance(cell, dict):
        cell = next(iter(cell.values()), "")
    return "" if cell is None else " ".join(str(cell).split())


def heads_of(sheet: Sheet, head: int) -> list[Head]:
    """The columns under a row of heads; one without a word is called by its letter, twins are numbered."""
    row = sheet.rows[head] if 0 <= head < len(sheet.rows) else []
    width = max((len(one) for one in sheet.rows), default=0)
    found: list[Head] = []
    taken: set[str] = set()
    for column in range(width):
        label = text_of(row[column] if column < len(row) else None)[:LONGEST_HEAD]
        if not label and not any(column < len(one) and one[column] for one in sheet.rows[head + 1 :]):
            continue
        label = label or letters(column)
        number, first = 2, label
        while label in taken:
            label, number = f"{first} ({number})", number + 1
        taken.add(label)
        found.append(Head(column, label))
    return found


@dataclass(frozen=True)
class Area:
    """Merged cells: their rows from 0, `end` not among them, the first cell, and which targets they stand for.

    `holds_for_its_rows`: they are of one column, and say of each row what they say, as an authority of three measures.
    """

    top: int
    end: int
    cell: str
    targets: tuple[str, ...]
    holds_for_its_rows: bool


@dataclass(frozen=True)
class Table:
    """A sheet read by a layout: target → column from 0, for the columns that are there."""

    sheet: Sheet
    head: int
    at: Mapping[str, int]

    def cell(self, line: int, target: str) -> Any:
        """What stands in a row (from 0) for a target, in a cell of its own or in one merged with those above it."""
        return self._own(self.line_of(line, target), target)

    def _own(self, line: int, target: str) -> Any:
        row, column = self.sheet.rows[line], self.at.get(target)
        cell = None if column is None or column >= len(row) else row[column]
        return (cell.strip() or None) if isinstance(cell, str) else cell

    def line_of(self, line: int, target: str) -> int:
        """The row (from 0) that says it for a target: another one where cells of several rows are merged."""
        return self._said_above.get((line, target), line)

    @cached_property
    def _said_above(self) -> dict[tuple[int, str], int]:
        return {
            (line, target): area.top
            for area in self.merged
            if area.holds_for_its_rows
            for target in area.targets
            for line in range(area.top, area.end)
        }

    @cached_property
    def merged(self) -> list[Area]:
        """The merged cells below the heads, in columns that are read."""
        found = []
        for top, left, bottom, right in self.sheet.merged:
            targets = tuple(target for target, column in self.at.items() if left - 1 <= column < right)
            if targets and bottom - 1 > self.head:
                is_column = top - 1 > self.head and self.at[targets[0]] == left - 1
                holds = is_column and len(targets) == 1 and targets[0] not in _ONE_A_ROW
                end = min(bottom, len(self.sheet.rows))
                found.append(Area(top - 1, end, f"{letters(left - 1)}{top}", targets, holds))
        return found

    def address(self, line: int, target: str) -> str:
        """`C7`, or the number of the row where the target has no column."""
        return f"{letters(self.at[target])}{line + 1}" if target in self.at else f"{line + 1}"

    def lines(self) -> Iterator[int]:
        """The rows below the heads in whose columns something stands."""
        for line in range(self.head + 1, len(self.sheet.rows)):
            if any(self._own(line, target) is not None for target in self.at):
                yield line

    def column(self, target: str) -> list[Any]:
        """The filled cells of a target's column."""
        cells = (self.cell(line, target) for line in range(self.head + 1, len(self.sheet.rows)))
        return [cell for cell in cells if cell is not None]


def table_of(sheets: Sequence[Sheet], layout: Layout) -> Table | None:
    """The table that a layout speaks of; None where the file has no such sheet."""
    sheet = next((one for one in offered(sheets) if one.name == layout.sheet), None)
    if sheet is None:
        return None
    by_label = {head.label: head.column for head in heads_of(sheet, layout.head)}
    at = {target: by_label[label] for target, label in layout.columns.items() if label in by_label}
    return Table(sheet, layout.head, at)
