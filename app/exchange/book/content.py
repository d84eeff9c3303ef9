"""What a workbook says, row by row, before it becomes a file. Plain data: the writers and the seal read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.exchange.book.columns import CAUSE, KEEPS

YES, NO = "yes", "no"
"""Keys of the two answers."""

Value = str | int | date | None
"""What a cell means: a text, a key of a row or a whole number, a day, nothing."""


@dataclass(frozen=True)
class BookRow:
    """A row of a sheet. `values` are those of the milestone's fields; empty in a row for a new milestone.

    `shown` is what stands in the cells, in words; `open` the columns that may be changed.
    """

    reference: str | None
    item_key: str
    workstream: str
    version: int | None
    values: Mapping[str, Value]
    shown: Mapping[str, Value]
    open: frozenset[str]
    is_first_of_item: bool = False


@dataclass(frozen=True)
class BookSheet:
    """A sheet: one block of the plan."""

    name: str
    title: str
    rows: tuple[BookRow, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The words of the drop-down lists, each with the key it stands for: steps by their workstream.

    `answers` are yes and no; empty in what was taken away before workbooks asked for them.
    """

    authorities: Mapping[str, int]
    causes: Mapping[str, str]
    steps: Mapping[str, Mapping[str, str]]
    answers: Mapping[str, str]

    def keys_of(self, field_key: str, workstream: str) -> Mapping[str, str | int]:
        """Word → key for a column with a drop-down list."""
        if field_key == "authority_id":
            return self.authorities
        if field_key == KEEPS:
            return self.answers
        return self.causes if field_key == CAUSE else self.steps.get(workstream, {})


@dataclass(frozen=True)
class Selection:
    """What of a plan was taken: blocks and items by their keys, authorities by theirs; None: all.

    `milestones`: references; of these alone, without rows for new ones.
    """

    blocks: frozenset[str] | None = None
    items: frozenset[str] | None = None
    authorities: frozenset[int] | None = None
    milestones: frozenset[str] | None = None


@dataclass(frozen=True)
class Book:
    """A plan, or a selection of it, as one workbook.

    `heads` are the words above the columns by their keys, `offered` the names of authorities that can be chosen.
    """

    owner: str
    at: datetime
    by: str
    release_id: int
    is_invented: bool
    selection: Selection
    sheets: tuple[BookSheet, ...]
    words: Vocabulary
    offered: tuple[str, ...]
    heads: Mapping[str, str]
