"""The Gantt's pages and files: of a block by milestones, of a whole plan by items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, render_template, request

from app.catalogue.views import BlockView, CatalogueView
from app.http.caching import is_demonstration
from app.http.context import Viewpoint, actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.plans.queries.authorities import list_authorities_on
from app.plans.queries.heads import get_plan
from app.plans.queries.known import read_known_milestones
from app.plans.queries.milestones import list_predecessors_of
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.queries.state import list_milestones
from app.plans.states import Scope
from app.readiness.states import State
from app.web.countries.area import area, block_of, country_of, name_of
from app.web.countries.gantt import asked, drawing, file
from app.web.countries.gantt.lines import BlockLines, ItemLines, lines_of, movement_of
from app.web.countries.gantt.scale import Scale, Unit
from app.web.countries.readings import firsts_on, plan_reading
from app.web.export import csv_answer, file_name
from app.web.kept_pages import kept_page
from app.web.tongue import short_month


@area.get("/<code>/blocks/<number>/gantt")
@signed_in
@kept_page
def show_cell_gantt(code: str, number: str) -> str:
    """A block of a plan on a scale of days: one row a milestone, by item."""
    seen, view = read_viewpoint(), catalogue()
    block = block_of(view, number)
    plan, told = gather(view, code, [block], seen)
    chosen = asked.read(request.args)
    scale = scale_of(chosen, told, seen)
    return _page(
        "countries/gantt/show_cell_gantt.html",
        chosen,
        told,
        scale,
        seen,
        plan=plan,
        block=block,
        tracks=drawing.milestone_tracks(told, scale),
    )


@area.get("/<code>/gantt")
@signed_in
@kept_page
def show_plan_gantt(code: str) -> str:
    """A whole plan on a scale of days: one row an item, by block."""
    seen, view = read_viewpoint(), catalogue()
    plan, told = gather(view, code, list(view.blocks.values()), seen)
    chosen = asked.read(request.args)
    scale = scale_of(chosen, told, seen)
    tracks = drawing.item_tracks(told, scale, code)
    return _page(
        "countries/gantt/show_plan_gantt.html",
        chosen,
        told,
        scale,
        seen,
        plan=plan,
        block=None,
        tracks=tracks,
        unfolded=unfolded_of(told, request.args.get("block", "")),
    )


@area.get("/<code>/blocks/<number>/gantt.csv")
@signed_in
def download_cell_gantt(code: str, number: str) -> Response:
    """The milestones of a block with their days and slips."""
    seen, view = read_viewpoint(), catalogue()
    block = block_of(view, number)
    return _file(view, code, [block], f"gantt-{code}-{block.code}", seen)


@area.get("/<code>/gantt.csv")
@signed_in
def download_plan_gantt(code: str) -> Response:
    """The milestones of a whole plan with their days and slips."""
    seen, view = read_viewpoint(), catalogue()
    return _file(view, code, list(view.blocks.values()), f"gantt-{code}", seen)


def gather(
    view: CatalogueView, code: str, blocks: Sequence[BlockView], seen: Viewpoint
) -> tuple[PlanInScope, tuple[BlockLines, ...]]:
    """The plan in the state that the reader reads, and the lines of some of its blocks. Raises NotFound."""
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    reading = plan_reading(session(), view, plan, seen)
    milestones = milestones_on(plan, blocks, seen)
    keys = [one.milestone_id for one in milestones]
    authorities = list_authorities_on(session(), plan.plan_id, plan.scope, seen.as_of, seen.known)
    lines = lines_of(
        blocks,
        reading,
        milestones,
        firsts_on(session(), milestones, seen),
        list_predecessors_of(session(), plan, keys, actor(), seen.as_of),
        {one.authority_id: one.short_name or one.name for one in authorities},
    )
    return plan, lines


def milestones_on(plan: PlanInScope, blocks: Sequence[BlockView], seen: Viewpoint) -> Sequence[MilestoneRecord]:
    """The milestones of some blocks on the day looked at, as known now or then; one statement."""
    wanted = {item.item_id for block in blocks for item in block.items}
    if seen.known is not None:
        keys = [block.key for block in blocks]
        return read_known_milestones(session(), plan, keys, seen.as_of, seen.known)
    return list_milestones(session(), plan.plan_id, plan.scope, seen.as_of, wanted if len(blocks) == 1 else None)


def scale_of(chosen: asked.Asked, told: Sequence[BlockLines], seen: Viewpoint) -> Scale:
    """The days to show: those asked for, or all that the lines and their items name."""
    items = [item for block in told for item in block.items]
    days = [day for item in items for line in item.lines for day in line.days.told]
    return chosen.scale([*days, *(item.item.needed_by for item in items if item.lines)], seen.as_of)


def unfolded_of(told: Sequence[BlockLines], asked_for: str) -> str:
    """The block whose items a narrow screen shows: the one asked for, else the first with work to do."""
    codes = [one.block.code for one in told]
    if asked_for in codes:
        return asked_for
    busy = (one.block.code for one in told if any(item.open_lines for item in one.items))
    return next(busy, codes[0] if codes else "")


def _page(
    template: str, chosen: asked.Asked, told: Sequence[BlockLines], scale: Scale, seen: Viewpoint, **values: Any
) -> str:
    plan: PlanInScope = values["plan"]
    items = [item for block in told for item in block.items]
    return render_template(
        template,
        owner=plan.owner,
        name=name_of(catalogue(), plan.owner),
        told=told,
        has_lines=any(item.lines for item in items),
        states=states_of(items),
        movement=movement_of(told),
        scale=scale,
        units=Unit,
        short_month=short_month,
        chosen=chosen,
        today=scale.middle(seen.as_of) if scale.shows(seen.as_of) else None,
        is_working=plan.scope is Scope.WORKING,
        **values,
    )


def states_of(items: Sequence[ItemLines]) -> tuple[State, ...]:
    """The states whose colours the bars have, in the order of the rule."""
    used = {line.state for item in items for line in item.lines} | {item.reading.state for item in items}
    return tuple(state for state in State if state in used)


def _file(view: CatalogueView, code: str, blocks: Sequence[BlockView], stem: str, seen: Viewpoint) -> Response:
    _plan, told = gather(view, code, blocks, seen)
    name = file_name(stem.lower(), "csv", day=seen.as_of, is_invented=is_demonstration())
    return csv_answer(name, file.HEAD, file.rows_of_file(view, code, told))
