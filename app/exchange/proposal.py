"""What an import would change, as it is shown and kept: rows with their cells, conflicts, refusals. JSON and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from app.exchange.book.content import Value
from app.exchange.edits import CellEdit, Edits, Fault, RowEdit
from app.exchange.merge import Outcome, merge_cell
from app.exchange.states import Choice


@dataclass(frozen=True)
class Proposed:
    """A cell that would change, from `ours` to `theirs`. In a conflict `ours` was changed here since, by whom and when;
    `choice` says which stays."""

    field: str
    cell: str
    ours: Value
    theirs: Value
    is_conflict: bool = False
    by: str = ""
    at: datetime | None = None
    choice: Choice = Choice.WORKBOOK

    @property
    def is_taken(self) -> bool:
        """Whether the workbook's value would be written."""
        return self.choice is Choice.WORKBOOK


@dataclass(frozen=True)
class Refusal:
    """Why a row would be refused: the sentence of the rule, and the cell it is about, if one."""

    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)
    cell: str = ""


@dataclass(frozen=True)
class ProposedRow:
    """A milestone that would change, or (without reference) be added. `version` is the one compared with.

    `keeps_cause`: cause and reason would stay within the country. `was`: the part of a target, or what an instrument
    pays, that was compared with, as text; None for a milestone. `follows`: fields that are not in the file and change
    by themselves; `would_follow`: those that do so only once the conflicts are decided for the workbook.
    """

    edit: RowEdit
    title: str
    version: int | None
    cells: tuple[Proposed, ...]
    refusal: Refusal | None = None
    keeps_cause: bool = False
    was: str | None = None
    follows: tuple[Proposed, ...] = ()
    would_follow: tuple[Proposed, ...] = ()

    @property
    def key(self) -> str:
        """A name of the row that is unique in its import."""
        return self.edit.reference or f"{self.edit.sheet}:{self.edit.line}"

    @property
    def taken(self) -> dict[str, Value]:
        """The values that would be written."""
        return {cell.field: cell.theirs for cell in self.cells if cell.is_taken}

    @property
    def is_applied(self) -> bool:
        """Whether applying would write anything of the row."""
        return self.refusal is None and bool(self.taken)

    @property
    def for_workbook(self) -> ProposedRow:
        """The row with every conflict decided for the workbook."""
        return replace(self, cells=tuple(replace(cell, choice=Choice.WORKBOOK) for cell in self.cells))

    @property
    def conflicts(self) -> tuple[Proposed, ...]:
        """Cells for which somebody chooses."""
        return tuple(cell for cell in self.cells if cell.is_conflict)


@dataclass(frozen=True)
class Proposal:
    """Everything an import would change, with what was read and what was not; when the workbook was downloaded.

    `as_of` marks the state of the plan with which it was compared, and for whom.
    """

    rows: tuple[ProposedRow, ...]
    edits: Edits
    downloaded_at: datetime | None = None
    downloaded_by: str = ""
    as_of: str = ""

    @property
    def shown(self) -> str:
        """A mark of what somebody sees of it, the same whatever is chosen."""
        undecided = self.chosen({}, {cell.field: Choice.ONLINE for row in self.rows for cell in row.conflicts})
        rows = [replace(row, follows=(), would_follow=()) for row in undecided.rows]
        return hashlib.sha256(json.dumps(rows, default=_plain).encode()).hexdigest()

    @property
    def changes(self) -> int:
        """Cells that applying would write."""
        return sum(len(row.taken) for row in self.rows if row.is_applied)

    @property
    def conflicts(self) -> int:
        """Cells for which somebody chooses."""
        return sum(len(row.conflicts) for row in self.rows)

    @property
    def refusals(self) -> int:
        """Rows that a rule refuses, and cells that could not be read."""
        return sum(1 for row in self.rows if row.refusal) + len(self.edits.faults) + self.edits.more_faults

    @property
    def new_authorities(self) -> list[str]:
        """The names of authorities that applying would add, in their order."""
        names = (row.taken.get("authority_id") for row in self.applied())
        return list(dict.fromkeys(name for name in names if isinstance(name, str)))

    def applied(self) -> Iterator[ProposedRow]:
        """The rows that applying would write."""
        return (row for row in self.rows if row.is_applied)

    def chosen_as(self, before: Proposal) -> Proposal:
        """The same with the choices made in one before, for conflicts between the same two values."""
        kept = {
            (row.key, cell.field, cell.ours, cell.theirs): cell.choice for row in before.rows for cell in row.conflicts
        }
        return self.chosen(
            {
                choice_key(row, cell): kept.get((row.key, cell.field, cell.ours, cell.theirs), cell.choice)
                for row in self.rows
                for cell in row.conflicts
            },
            {},
        )

    def chosen(self, choices: Mapping[str, Choice], for_columns: Mapping[str, Choice]) -> Proposal:
        """The same with conflicts decided: `for_columns` by field, `choices` by `row|field` where the
        column was not."""
        return replace(self, rows=tuple(_decided(row, choices, for_columns) for row in self.rows))


def _decided(row: ProposedRow, choices: Mapping[str, Choice], for_columns: Mapping[str, Choice]) -> ProposedRow:
    cells = tuple(
        replace(cell, choice=for_columns.get(cell.field) or choices.get(choice_key(row, cell)) or cell.choice)
        if cell.is_conflict
        else cell
        for cell in row.cells
    )
    return replace(row, cells=cells)


def merged_cells(
    cells: Iterable[CellEdit], ours: Mapping[str, Value], said_last: Callable[[str], tuple[str, datetime] | None]
) -> tuple[Proposed, ...]:
    """The cells of a row that are offered or in conflict; `ours` is what stands here.

    `said_last` tells of a field who last changed it here, and when; asked where there is a conflict.
    """
    found: list[Proposed] = []
    for cell in cells:
        here = ours[cell.field]
        outcome = merge_cell(cell.base, cell.theirs, here)
        if outcome is Outcome.OFFERED:
            found.append(Proposed(cell.field, cell.cell, here, cell.theirs))
        elif outcome is Outcome.CONFLICT:
            by, at = said_last(cell.field) or ("", None)
            found.append(Proposed(cell.field, cell.cell, here, cell.theirs, True, by, at, Choice.ONLINE))
    return tuple(found)


def choice_key(row: ProposedRow, cell: Proposed) -> str:
    """How a form names the choice for a cell."""
    return f"{row.key}|{cell.field}"


# --- JSON ------------------------------------------------------------------------------------------------


def to_text(proposal: Proposal) -> str:
    """The proposal as JSON text."""
    return json.dumps(proposal, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"$instant": value.isoformat()}
    if isinstance(value, date):
        return {"$day": value.isoformat()}
    return vars(value) if isinstance(value, _KEPT) else str(value)


_KEPT = (Proposal, ProposedRow, Proposed, Refusal, Edits, RowEdit, CellEdit, Fault)


def from_text(text: str) -> Proposal:
    """The proposal that `to_text` wrote."""
    data = json.loads(text, object_hook=_alive)
    edits = data["edits"]
    return Proposal(
        rows=tuple(_row_in(row) for row in data["rows"]),
        edits=Edits(
            rows=[_edit_in(row) for row in edits["rows"]],
            faults=[Fault(**fault) for fault in edits["faults"]],
            more_faults=edits["more_faults"],
            remarks=[Fault(**remark) for remark in edits["remarks"]],
            missing=edits["missing"],
            unchanged=edits["unchanged"],
            authorities=edits["authorities"],
        ),
        downloaded_at=data["downloaded_at"],
        downloaded_by=data["downloaded_by"],
        as_of=data.get("as_of", ""),
    )


def _alive(data: dict[str, Any]) -> Any:
    if data.keys() == {"$day"}:
        return date.fromisoformat(data["$day"])
    return datetime.fromisoformat(data["$instant"]) if data.keys() == {"$instant"} else data


def _edit_in(data: dict[str, Any]) -> RowEdit:
    return RowEdit(**{**data, "cells": tuple(CellEdit(**cell) for cell in data["cells"])})


def _cells_in(data: Iterable[dict[str, Any]]) -> tuple[Proposed, ...]:
    return tuple(Proposed(**{**cell, "choice": Choice(cell["choice"])}) for cell in data)


def _row_in(data: dict[str, Any]) -> ProposedRow:
    return ProposedRow(
        edit=_edit_in(data["edit"]),
        title=data["title"],
        version=data["version"],
        cells=_cells_in(data["cells"]),
        refusal=Refusal(**data["refusal"]) if data["refusal"] else None,
        keeps_cause=data.get("keeps_cause", False),
        was=data.get("was"),
        follows=_cells_in(data.get("follows", ())),
        would_follow=_cells_in(data.get("would_follow", ())),
    )
