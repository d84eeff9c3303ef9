"""The matrix as a table: rows of cells, the row of averages, the legend; filters and order from the address."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import quote

from flask import current_app
from markupsafe import Markup

from app.catalogue.views import BlockView, CatalogueView
from app.core.labels import LabelledEnum, message
from app.plans.queries.records import PlanHead
from app.plans.states import EU, Scope
from app.readiness import display
from app.readiness.arithmetic import mean
from app.readiness.cells import Reading
from app.readiness.plan import PlanSummary
from app.readiness.states import LOOK, State
from app.web.assets import asset_url
from app.web.frame import country_name, day_pattern, day_url, in_language
from app.web.kept import Remembered
from app.web.overview.cells import DASH, Cell, Shown, cell_of
from app.web.readings import Matrix, Row
from app.web.tongue import gettext, language


class Order(LabelledEnum):
    """In which order Member States stand; by what is open only when somebody asks for it."""

    PROTOCOL = "protocol", message("protocol")
    NAME = "name", message("name")
    FURTHEST = "furthest", message("furthest from its date")


@dataclass(frozen=True)
class Choice:
    """What the reader asked the matrix to show; anything unknown in the address is as if not asked (`unknown_in`)."""

    shown: Shown = Shown.STATE
    state: State | None = None
    order: Order = Order.PROTOCOL

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Choice:
        """From an address."""
        return cls(
            shown=Shown(values["show"]) if values.get("show") in set(Shown) else Shown.STATE,
            state=State(values["state"]) if values.get("state") in set(State) else None,
            order=Order(values["order"]) if values.get("order") in set(Order) else Order.PROTOCOL,
        )

    @staticmethod
    def unknown_in(values: Mapping[str, str]) -> tuple[str, ...]:
        """The names of what an address asks for that there is not."""
        known: Mapping[str, set[str]] = {"show": set(Shown), "state": set(State), "order": set(Order)}
        return tuple(name for name, there in known.items() if values.get(name) and values[name] not in there)


class Column(NamedTuple):
    """A block at the head of its column; `name` is short: its key in words."""

    number: str
    name: str
    title: str
    url: str


class PlacedCell(NamedTuple):
    """A cell with the name of its column and its address; empty where the reader may not open it."""

    column: str
    url: str
    cell: Cell
    is_total: bool = False


@dataclass(frozen=True)
class TableRow:
    """A row of the table, its total the last of the cells.

    `coverage`: how many items its total rests on, of how many. `html`: the row as it stands.
    """

    owner: str
    title: str
    url: str
    cells: tuple[PlacedCell, ...]
    coverage: tuple[int, int]
    is_working: bool
    html: Markup = field(default_factory=Markup)

    @property
    def is_eu(self) -> bool:
        """The EU level's row, which stands first."""
        return self.owner == EU


class Average(NamedTuple):
    """Whole per cent as shown, and the number of Member States it rests on."""

    percent: int | None
    number: int

    @property
    def text(self) -> str:
        """As shown in the table."""
        return DASH if self.percent is None else str(self.percent)


@dataclass(frozen=True)
class Table:
    """All that the matrix' template needs."""

    choice: Choice
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    averages: tuple[tuple[str, Average], ...]
    average: Average
    legend: Mapping[State, int]
    hidden_by_filter: int = 0
    withheld: tuple[str, ...] = ()
    leaves_out: bool = False
    why: str = ""
    states: tuple[State, ...] = field(default=tuple(LOOK))


def average_of(readings: Iterable[Reading]) -> Average:
    """The mean over Member States that shared something, each once, in whole per cent as shown."""
    told = [reading for reading in readings if reading.progress is not None]
    figure = mean(reading.progress for reading in told if reading.progress is not None)
    percent = display.percent(
        figure,
        has_begun=any(reading.has_begun for reading in told),
        is_complete=bool(told) and all(reading.is_complete for reading in told),
    )
    return Average(percent, len(told))


def averages_by_block(matrix: Matrix) -> dict[str, Average]:
    """The average of each block; withheld rows are in one only where at least five of them shared that block."""
    return {
        key: average_of(matrix.pool.pick(lambda plan, key=key: _told(plan.blocks.get(key))))  # type: ignore[misc]
        for key in matrix.view.blocks
    }


def _told(reading: Reading | None) -> Reading | None:
    return reading if reading is not None and reading.progress is not None else None


def average_of_totals(matrix: Matrix) -> Average:
    """The average of Member States over the blocks in the sum."""
    return average_of(plan.total for plan in matrix.informed)


def legend_of(matrix: Matrix) -> dict[State, int]:
    """How many cells of Member States have each state, over the blocks in the sum."""
    blocks = matrix.view.blocks.values()
    counted = Counter(state for block in blocks if block.is_in_sum for state in matrix.states_in(block.key))
    return {state: counted[state] for state in LOOK}


def table_of(matrix: Matrix, choice: Choice) -> Table:
    """The matrix as the reader asked for it."""
    view = matrix.view
    rows = [_row(view, row, choice.shown) for row in matrix.rows.values() if row.owner == EU]
    asked = _ordered(matrix.countries, choice.order)
    kept = [row for row in asked if choice.state is None or _has(view, row, choice.state)]
    rows += [_row(view, row, choice.shown) for row in kept]
    averages = averages_by_block(matrix)
    return Table(
        choice=choice,
        columns=columns_of(view),
        rows=tuple(rows),
        averages=tuple((block.code, averages[key]) for key, block in view.blocks.items()),
        average=average_of_totals(matrix),
        legend=legend_of(matrix),
        hidden_by_filter=len(asked) - len(kept),
        withheld=matrix.withheld,
        leaves_out=bool(matrix.withheld) and not matrix.takes_withheld,
        why=_address_of_why(),
    )


def _address_of_why() -> str:
    """The derivation of a block's average, but for the block's number at its end."""
    address = day_url("overview.derive_average")
    return f"{address}{'&' if '?' in address else '?'}block="


def columns_of(view: CatalogueView) -> tuple[Column, ...]:
    """The blocks above their columns."""
    return tuple(
        Column(block.code, short_name(block), in_language(block.title), day_url("blocks.show_block", number=block.code))
        for block in view.blocks.values()
    )


def row_shown_to_others(view: CatalogueView, head: PlanHead, reading: PlanSummary) -> TableRow:
    """A plan's row as Member States see it with which it is shared, from its shared state: no cell leads further."""
    return _row(view, Row(head, Scope.SHARED, reading, opens=False), Shown.STATE)


def short_name(block: BlockView) -> str:
    """A name that fits above a column: the block's key, which is in words."""
    words: str = gettext(block.key.replace("-", " "))
    return words[:1].upper() + words[1:]


def _has(view: CatalogueView, row: Row, state: State) -> bool:
    return any(row.reading.blocks[block.key].state is state for block in view.blocks.values() if block.is_in_sum)


def _ordered(rows: Sequence[Row], order: Order) -> list[Row]:
    if order is Order.NAME:
        return sorted(rows, key=lambda row: _sorted_as(country_name(row.owner)))
    if order is Order.FURTHEST:
        return sorted(rows, key=lambda row: -(row.reading.total.gap or 0))
    return list(rows)


def _sorted_as(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


_rows: Remembered[TableRow] = Remembered(400)


def _row(view: CatalogueView, row: Row, shown: Shown) -> TableRow:
    """A row; it is kept as long as its reading is, for its sentences take more time than all the rest."""
    key = (view.law, shown, language(), row.opens, row.scope, day_url("overview.show_overview"))
    return _rows.of((row.reading,), key, lambda: _made_row(view, row, shown))


def _made_row(view: CatalogueView, row: Row, shown: Shown) -> TableRow:
    owner, reading = row.owner, row.reading
    title = gettext("EU-level measures") if owner == EU else country_name(owner)
    url = day_url("countries.show_country", code=owner) if row.opens else ""
    urls = _cell_urls(view, owner) if row.opens else {}
    cells = [
        PlacedCell(block.code, urls.get(key, ""), cell_of(view, reading.blocks[key], shown, _place(title, block)))
        for key, block in view.blocks.items()
    ]
    total = cell_of(view, reading.total, shown, gettext("%(country)s, all blocks", country=title))
    made = TableRow(
        owner=owner,
        title=title,
        url=url,
        cells=(*cells, PlacedCell(gettext("all"), url, total, is_total=True)),
        coverage=(reading.total.informed, reading.total.counted),
        is_working=row.scope is Scope.WORKING,
    )
    template = current_app.jinja_env.get_template("overview/matrix_row.html")
    return replace(made, html=Markup(template.render(row=made, sprite=asset_url("icons/signs.svg"))))  # noqa: S704


def _cell_urls(view: CatalogueView, owner: str) -> dict[str, str]:
    """The addresses of a plan's cells, by block."""
    pattern = day_pattern("countries.show_cell", "code", "number")
    code = quote(owner, safe="")
    return {key: pattern.format(code=code, number=quote(block.code, safe="")) for key, block in view.blocks.items()}


def _place(title: str, block: BlockView) -> str:
    said: str = gettext(
        "%(country)s, block %(number)s, %(title)s",
        country=title,
        number=block.code,
        title=in_language(block.title),
    )
    return said
