"""What a workbook says differently from what was taken away: row by row, with what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.exchange.book.content import Value

MOST_FAULTS = 200
LONGEST_REFERENCE = 60


@dataclass(frozen=True)
class Fault:
    """Something that could not be read: where, and what was expected. `cell` is empty for a whole sheet, `row` is the
    reference of the row, or its title in a list from elsewhere."""

    sheet: str
    cell: str
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)
    row: str = ""


@dataclass(frozen=True)
class CellEdit:
    """A cell that was changed: what stood there when the workbook was taken away, what stands there now."""

    field: str
    cell: str
    base: Value
    theirs: Value


@dataclass(frozen=True)
class RowEdit:
    """A row that says something new: of a milestone, or (without reference) a new milestone of an item.

    `keeps_cause`: whether cause and reason stay within the country; None where the row does not say. `as_at`: the day
    that stands beside a value, where the value was changed and the day was left as it was.
    """

    reference: str | None
    item_key: str
    sheet: str
    line: int
    cells: tuple[CellEdit, ...]
    cause: str | None = None
    reason: str = ""
    keeps_cause: bool | None = None
    as_at: Value = None


@dataclass
class Edits:
    """Everything a workbook says differently. `missing` are rows that were taken away and did not come back.

    `authorities`: it may change rows of these alone; None: of all.
    """

    rows: list[RowEdit] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    more_faults: int = 0
    remarks: list[Fault] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unchanged: int = 0
    authorities: list[int] | None = None

    def complain(self, sheet: str, cell: str, sentence: str, /, row: str = "", **values: Any) -> None:
        """Note a fault in the row of a reference; of very many only how many more there are."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(sheet, cell, sentence, values, row[:LONGEST_REFERENCE]))
        else:
            self.more_faults += 1

    def remark(self, sheet: str, sentence: str, /, **values: Any) -> None:
        """Note something that is no fault and should be known."""
        if len(self.remarks) < MOST_FAULTS:
            self.remarks.append(Fault(sheet, "", sentence, values))
