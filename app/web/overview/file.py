"""The matrix as a file: a line a cell, in the reader's rows, and the averages that the page shows."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from app.catalogue.views import BlockView
from app.readiness.cells import Reading
from app.web.export import Cell
from app.web.frame import country_name, in_language
from app.web.overview.matrix import Average, average_of_totals, averages_by_block
from app.web.readings import Matrix, Row

HEAD = (
    "as_of",
    "plan",
    "name",
    "state_of_plan",
    "block",
    "block_title",
    "state",
    "progress_percent",
    "items_with_information",
    "items_counted",
    "key_items",
    "key_items_reported",
    "key_items_shown",
    "key_items_confirmed",
    "items_past_legal_date",
    "member_states_in_average",
)
ALL = "all"


def rows_of_file(matrix: Matrix) -> Iterator[tuple[Cell, ...]]:
    """Plans in the order of the matrix, blocks in the catalogue's order, the total last; then the averages."""
    blocks = {key: _block(block) for key, block in matrix.view.blocks.items()}
    for row in matrix.rows.values():
        head = _head(matrix, row)
        for key, block in blocks.items():
            yield (*head, *block, *_figures(row.reading.blocks[key]), None)
        yield (*head, ALL, None, *_figures(row.reading.total), None)
    averages = averages_by_block(matrix)
    for key, block in blocks.items():
        yield _average(matrix, block, averages[key])
    yield _average(matrix, (ALL, None), average_of_totals(matrix))


def _head(matrix: Matrix, row: Row) -> tuple[Cell, ...]:
    return matrix.seen.as_of, row.owner, country_name(row.owner), row.scope.value


def _block(block: BlockView) -> tuple[Cell, Cell]:
    return block.code, in_language(block.title)


def _figures(reading: Reading) -> tuple[Cell, ...]:
    return (
        reading.state.value,
        reading.shown_progress,
        reading.informed,
        reading.counted,
        reading.key_total,
        reading.key_reported,
        reading.key_shown,
        reading.key_confirmed,
        reading.past,
    )


def _average(matrix: Matrix, block: tuple[Cell, Cell], average: Average) -> tuple[Cell, ...]:
    empty: tuple[Cell, ...] = (None,) * 7
    name = gettext("Average of Member States")
    return (matrix.seen.as_of, None, name, "shared", *block, None, average.percent, *empty, average.number)
