"""The comparison as files: a line a figure of a plan, and a line a move."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext

from app.catalogue.views import BlockView
from app.readiness.moving import Factor, Figure, Moved
from app.review.moved import MilestoneMove
from app.web.compare.making import Compared, Line
from app.web.export import Cell
from app.web.frame import country_name, in_language, spoken
from app.web.sheets import add_sheet, new_book, notes_of, write_table
from app.web.tongue import day_in_full

HEAD = (
    "from",
    "to",
    "as_known",
    "plan",
    "name",
    "state_of_plan",
    "block",
    "block_title",
    "figure",
    "old",
    "new",
    "difference",
    *(f"by_{factor.value}" for factor in Factor),
)
MOVES_HEAD = (
    "from",
    "to",
    "as_known",
    "plan",
    "block",
    "item",
    "item_title",
    "what",
    "milestone",
    "title",
    "old_date",
    "new_date",
    "days",
    "cause",
    "reason",
)
ALL = "all"


def rows_of(
    compared: Compared, lines: Iterable[Line], blocks: Iterable[BlockView | None]
) -> Iterator[tuple[Cell, ...]]:
    """Plans in the order of the page, each with its blocks (None: all in the sum) and figures; then the average."""
    chosen = list(blocks)
    for line in lines:
        for block in chosen:
            for figure in Figure:
                moved = line.moved(figure, block.key if block else None)
                yield (*_start(compared), *_plan(line), *_block(block), figure.value, *_moved(moved))


def averages_of(compared: Compared, blocks: Iterable[BlockView | None]) -> Iterator[tuple[Cell, ...]]:
    """The average of Member States, of progress alone."""
    name = gettext("Average of Member States")
    for block in blocks:
        moved = compared.averages[block.key if block else None]
        yield (*_start(compared), None, name, "shared", *_block(block), Figure.PROGRESS.value, *_moved(moved))


def _start(compared: Compared) -> tuple[Cell, ...]:
    days = compared.days
    return days.start, days.end, "then" if days.as_then else "now"


def _plan(line: Line) -> tuple[Cell, ...]:
    return line.owner, country_name(line.owner), line.scope.value


def _block(block: BlockView | None) -> tuple[Cell, Cell]:
    return (block.code, in_language(block.title)) if block else (ALL, None)


def _moved(moved: Moved) -> tuple[Cell, ...]:
    return moved.old, moved.new, moved.difference, *(moved.by.get(factor) for factor in Factor)


def moves_of_file(
    compared: Compared, line: Line, moves: Iterable[MilestoneMove], block: BlockView | None
) -> Iterator[tuple[Cell, ...]]:
    """What became of items, then of milestones."""
    view = compared.view
    for item_id, turn in line.turns:
        if block is None or view.items_by_id[item_id].block_key == block.key:
            yield (*_start(compared), line.owner, *_item(compared, item_id), spoken(turn), *(None,) * 7)
    for move in moves:
        one, why = move.milestone, move.why
        if one.item_id not in view.items_by_id:
            continue
        if block is None or view.items_by_id[one.item_id].block_key == block.key:
            named = (spoken(move.became), one.reference, one.title, move.old_on, move.new_on, move.days)
            said = (spoken(why.cause), why.reason) if why else (None, None)
            yield (*_start(compared), line.owner, *_item(compared, one.item_id), *named, *said)


def _item(compared: Compared, item_id: int) -> tuple[Cell, ...]:
    item = compared.view.items_by_id[item_id]
    return compared.view.blocks[item.block_key].code, item.key, in_language(item.title)


def workbook_of(
    compared: Compared,
    figures: Iterable[tuple[Cell, ...]],
    moves: Iterable[tuple[Cell, ...]] | None,
    *,
    is_invented: bool,
) -> bytes:
    """Both as sheets of one workbook; the second one of a single plan."""
    target = io.BytesIO()
    with new_book(target, compared.days.end) as book:
        bold: Any = book.add_format({"bold": True})
        notes = notes_of(title_of(compared), is_invented=is_invented)
        write_table(add_sheet(book, gettext("Figures"), notes, bold), HEAD, figures, bold)
        if moves is not None:
            write_table(add_sheet(book, gettext("What moved"), notes, bold), MOVES_HEAD, moves, bold)
    return target.getvalue()


def title_of(compared: Compared) -> str:
    """What is compared, with its days."""
    days = compared.days
    start, end = day_in_full(days.start), day_in_full(days.end)
    if days.as_then:
        return str(gettext("From %(start)s to %(end)s, as known on each day", start=start, end=end))
    return str(gettext("From %(start)s to %(end)s, as known now", start=start, end=end))
