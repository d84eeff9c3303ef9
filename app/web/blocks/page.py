"""One block across all plans: key items by country, EU-level measures, who waits for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask_babel import gettext

from app.catalogue.states import Level
from app.catalogue.views import BlockView, CatalogueView, ItemView, LinkageView
from app.plans.states import EU, Scope
from app.readiness import display
from app.readiness.cases import ItemReading
from app.readiness.network import forecast_of
from app.readiness.plan import PlanReading
from app.readiness.queries import PlanKey
from app.readiness.states import InPlace, State
from app.readiness.withholding import Pool
from app.web.frame import country_name, day_url, in_language
from app.web.overview.cells import DASH, Cell, Shown, cell_of
from app.web.readings import Readable


class PlacedCell(NamedTuple):
    """A cell with its address; empty where the reader may not open it."""

    url: str
    cell: Cell | None


@dataclass(frozen=True)
class CountryRow:
    """A Member State: the block as a whole, then its key items; None for items the reader does not see."""

    owner: str
    title: str
    url: str
    whole: PlacedCell
    items: tuple[PlacedCell, ...]
    is_working: bool


@dataclass(frozen=True)
class Measure:
    """An EU-level measure: its state and date, and in how many Member States items wait for it."""

    item: ItemView
    reading: ItemReading | None
    date: date
    is_done: bool
    countries: int
    waiting: int


class Waits(NamedTuple):
    """An item with what it waits for and what waits for it, by the catalogue."""

    item: ItemView
    before: tuple[ItemView, ...]
    after: tuple[ItemView, ...]


def key_items(block: BlockView) -> list[ItemView]:
    """The block's key items for Member States."""
    return [item for item in block.items if item.is_key and item.level is Level.MEMBER_STATE]


def rows_of(
    view: CatalogueView, block: BlockView, readable: Readable, by_plan: Mapping[PlanKey, PlanReading]
) -> list[CountryRow]:
    """Member States whose row the reader sees, in protocol order."""
    return [
        _row(view, block, by_plan[head.plan_id, scope], scope, is_open=head.owner in readable.open_owners)
        for head, scope in readable.rows
        if head.owner != EU
    ]


def _row(view: CatalogueView, block: BlockView, plan: PlanReading, scope: Scope, *, is_open: bool) -> CountryRow:
    title = country_name(plan.owner)
    place = gettext("%(country)s, all items", country=title)
    address = day_url("countries.show_cell", code=plan.owner, number=block.code) if is_open else ""
    return CountryRow(
        owner=plan.owner,
        title=title,
        url=day_url("countries.show_country", code=plan.owner) if is_open else "",
        whole=PlacedCell(address, cell_of(view, plan.blocks[block.key], Shown.STATE, place)),
        items=tuple(
            PlacedCell(f"{address}#item-{item.item_id}", item_cell(item, plan.items[item.item_id], title))
            if is_open
            else PlacedCell("", None)
            for item in key_items(block)
        ),
        is_working=scope is Scope.WORKING,
    )


def item_cell(item: ItemView, reading: ItemReading, country: str) -> Cell:
    """An item of a plan as a cell: sign and progress, and both in words."""
    percent = shown_progress(reading)
    said = [gettext(reading.state.label)]
    if reading.level is not None:
        said = [f"{said[0]}, {gettext(reading.level.label)}"]
    if percent is not None:
        said.append(gettext("%(percent)s %%", percent=percent))
    sign = reading.level.value if reading.level in (InPlace.SHOWN, InPlace.CONFIRMED) else reading.state.value
    number = str(percent) if percent is not None else "" if reading.state is State.NOT_APPLICABLE else DASH
    name = f"{country}, {in_language(item.title)}: {'; '.join(said)}"
    return Cell(f"state--{reading.state.value}", sign, number, name)


def shown_progress(reading: ItemReading) -> int | None:
    """Whole per cent of an item, as shown."""
    is_complete = reading.state is State.IN_PLACE
    return display.percent(reading.progress, has_begun=bool(reading.progress), is_complete=is_complete)


def measures_of(block: BlockView, eu: PlanReading | None, pool: Pool[PlanReading]) -> list[Measure]:
    """The block's EU-level measures, in the catalogue's order."""
    waiting = pool.map(_waiting_in)
    return [_measure(item, eu, waiting) for item in block.items if item.level is Level.EU]


def _measure(item: ItemView, eu: PlanReading | None, waiting_in: Pool[Counter[int]]) -> Measure:
    reading = eu.items.get(item.item_id) if eu else None
    sums = reading.facts.sums if reading else None
    done_on = sums.in_place_on if sums else None
    waiting = waiting_in.pick(lambda waits: waits[item.item_id] or None)
    return Measure(
        item=item,
        reading=reading,
        date=done_on or (forecast_of(sums) if sums else None) or item.needed_by,
        is_done=done_on is not None,
        countries=len(waiting),
        waiting=sum(waiting),
    )


def _waiting_in(plan: PlanReading) -> Counter[int]:
    """How many counted items of a plan wait for each item of the EU level."""
    return Counter(
        item_id
        for reading in plan.items.values()
        if reading.is_counted
        for item_id in {awaited.item_id for awaited in reading.awaited}
    )


def linkages_of(view: CatalogueView, block: BlockView) -> tuple[list[LinkageView], list[LinkageView]]:
    """What the block hands to others, and what others hand to it."""
    given = [linkage for linkage in view.linkages if linkage.from_block == block.key]
    taken = [linkage for linkage in view.linkages if linkage.to_block == block.key]
    return given, taken


def waits_of(view: CatalogueView, block: BlockView) -> list[Waits]:
    """The block's items that wait for others or are waited for."""
    found = (
        Waits(
            item,
            tuple(view.items[key] for key in item.depends_on if key in view.items),
            tuple(view.items[key] for key in item.needed_for if key in view.items),
        )
        for item in block.items
    )
    return [waits for waits in found if waits.before or waits.after]
