"""The list of blocks, and one block across all plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template
from markupsafe import Markup

from app.catalogue.states import Level
from app.catalogue.views import BlockView, CatalogueView
from app.core.errors import NotFound
from app.core.labels import message
from app.http.context import Viewpoint, actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.plans.queries.across import list_steps
from app.plans.states import EU, Scope
from app.readiness.cells import Reading
from app.readiness.plan import PlanReading
from app.readiness.queries import PlanKey
from app.readiness.states import LOOK, State
from app.readiness.withholding import Pool
from app.web.blocks import ladders, page
from app.web.kept import fragment
from app.web.kept_pages import kept_page
from app.web.overview.matrix import Average, average_of, averages_by_block, short_name
from app.web.readings import Matrix, Readable, full_readings, matrix_of, readable_by

area = Blueprint("blocks", __name__)


@dataclass(frozen=True)
class BlockLine:
    """A block in the list. `counts`: cells of Member States by state; `eu`: the EU level's measures."""

    block: BlockView
    items: int
    key_items: int
    average: Average | None
    counts: Mapping[State, int]
    eu: Reading | None


@area.get("/blocks")
@signed_in
@kept_page
def list_blocks() -> str:
    """All blocks with what Member States have shared of them."""
    seen, view = read_viewpoint(), catalogue()
    readable = readable_by(session(), actor())
    matrix = matrix_of(session(), readable, view, seen)
    table = fragment("blocks/table.html", matrix.sources, matrix.rights, lambda: _lines(matrix))
    return render_template("blocks/list_blocks.html", table=table, has_figures=not matrix.is_empty)


def _lines(matrix: Matrix) -> dict[str, object]:
    averages = {} if matrix.is_empty else averages_by_block(matrix)
    lines = [_line(matrix, block, averages.get(key)) for key, block in matrix.view.blocks.items()]
    return {"lines": lines, "states": tuple(LOOK), "has_figures": not matrix.is_empty}


def _line(matrix: Matrix, block: BlockView, average: Average | None) -> BlockLine:
    eu = matrix.rows.get(EU)
    return BlockLine(
        block=block,
        items=sum(1 for item in block.items if item.level is Level.MEMBER_STATE),
        key_items=len(page.key_items(block)),
        average=average,
        counts=Counter(matrix.states_in(block.key)),
        eu=eu.reading.blocks.get(block.key) if eu else None,
    )


@area.get("/blocks/<number>")
@signed_in
@kept_page
def show_block(number: str) -> str:
    """Key items by country, ladders, EU-level measures, linkages, who waits for whom."""
    seen, view = read_viewpoint(), catalogue()
    block = view.block_by_code(number)
    if block is None:
        raise NotFound(message("There is no block with this number."))
    readable = readable_by(session(), actor())
    return render_template(
        "blocks/show_block.html",
        view=view,
        block=block,
        figures=_figures(readable, view, block, seen) if readable.rows else "",
        links=fragment("blocks/links.html", (view, block), None, lambda: _links(view, block)),
    )


def _links(view: CatalogueView, block: BlockView) -> dict[str, object]:
    given, taken = page.linkages_of(view, block)
    others = [(short_name(other), other) for other in view.blocks.values() if other.key != block.key]
    waits = page.waits_of(view, block)
    return {"view": view, "block": block, "given": given, "taken": taken, "waits": waits, "others": others}


@dataclass(frozen=True)
class BlockFigures:
    """What plans say of a block. `ladders` is None where the page shows what was known then."""

    average: Average
    eu: Reading | None
    rows: list[page.CountryRow]
    measures: list[page.Measure]
    ladders: list[ladders.Ladder] | None
    withheld: tuple[str, ...]


def _figures(readable: Readable, view: CatalogueView, block: BlockView, seen: Viewpoint) -> Markup:
    by_plan = full_readings(session(), view, seen, [*readable.rows, *readable.pooled])

    def made() -> dict[str, object]:
        figures = _made(readable, view, block, seen, by_plan)
        return {"view": view, "block": block, "figures": figures, "key_items": page.key_items(block)}

    return fragment("blocks/figures.html", (view, *by_plan.values()), readable.rights, made)


def _made(
    readable: Readable,
    view: CatalogueView,
    block: BlockView,
    seen: Viewpoint,
    by_plan: Mapping[PlanKey, PlanReading],
) -> BlockFigures:
    pool = readable.pool(by_plan)
    eu = next((by_plan[head.plan_id, scope] for head, scope in readable.rows if head.owner == EU), None)
    told = pool.pick(lambda plan: plan.blocks[block.key] if plan.blocks[block.key].progress is not None else None)
    return BlockFigures(
        average=average_of(told),
        eu=eu.blocks[block.key] if eu else None,
        rows=page.rows_of(view, block, readable, by_plan),
        measures=page.measures_of(block, eu, pool),
        ladders=_ladders(readable, view, block, seen, pool) if seen.known is None else None,
        withheld=tuple(pool.withheld),
    )


def _ladders(
    readable: Readable, view: CatalogueView, block: BlockView, seen: Viewpoint, pool: Pool[PlanReading]
) -> list[ladders.Ladder]:
    plan_ids = {head.owner: head.plan_id for head, _ in readable.pooled}
    item_ids = [item.item_id for item in ladders.items_on_ladders(view, block)]
    taken = list_steps(session(), plan_ids.values(), Scope.SHARED, item_ids, seen.as_of)
    return ladders.ladders_of(view, block, pool, plan_ids, taken)
