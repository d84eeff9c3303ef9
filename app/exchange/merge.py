"""Merging three ways, cell by cell: what was taken away, what came back, what stands here now. Pure."""

from __future__ import annotations

from enum import Enum, auto

from app.exchange.book.content import Value


class Outcome(Enum):
    """What a cell comes to."""

    NOTHING = auto()
    """Nobody changed it, or both to the same."""
    OFFERED = auto()
    """Changed in the workbook alone: it is offered."""
    STAYS = auto()
    """Changed here alone: it stays."""
    CONFLICT = auto()
    """Changed in both, to different values: somebody has to choose."""


def merge_cell(base: Value, theirs: Value, ours: Value) -> Outcome:
    """What becomes of one cell. `theirs` is the workbook's, `ours` what stands here."""
    if theirs == ours:
        return Outcome.NOTHING
    if theirs == base:
        return Outcome.STAYS
    return Outcome.OFFERED if ours == base else Outcome.CONFLICT
