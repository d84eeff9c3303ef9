"""A country's pages to read; the deeds stand in modules of their own and hang on the same area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.catalogue.views import BlockView, CatalogueView, Text
from app.core.errors import NotFound
from app.core.labels import message
from app.core.policy import allows
from app.files.queries import list_files
from app.http.context import Viewpoint, actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.http.errors import wants_json
from app.plans import policy
from app.plans.policy import PlanSubject
from app.plans.queries.authorities import list_authorities_on
from app.plans.queries.heads import get_plan, get_plan_beside_eu
from app.plans.queries.milestones import list_predecessors_of
from app.plans.queries.records import PlanInScope
from app.plans.states import EvidenceKind, Scope
from app.readiness.gaps import find_gaps
from app.readiness.items import Circumstances
from app.readiness.plan import PlanReading
from app.readiness.states import OPEN_STATES
from app.reading.policy import READ
from app.web.across import gaps_across
from app.web.assessed import assessed_in
from app.web.countries import (  # noqa: F401 - hang their views on the area
    behind,
    brief,
    deeds,
    document,
    files,
    funding,
    since,
)
from app.web.countries.area import area, block_of, country_of, name_of
from app.web.countries.cell import FILTERS, put_together
from app.web.countries.cell_cards import CellPage
from app.web.countries.choices import whole_number
from app.web.countries.country import country_page
from app.web.countries.gantt import views as _gantt  # noqa: F401 - the same
from app.web.countries.limited import limited_cell
from app.web.countries.readings import (
    block_prose,
    block_state,
    firsts_on,
    one_reading,
    shared_when,
    unshared_counts,
)
from app.web.countries.working import kept_views as _kept_views  # noqa: F401 - the same
from app.web.countries.working import views as _working  # noqa: F401 - the same
from app.web.flagging.shown import flagging_of
from app.web.kept_pages import kept_page
from app.web.readings import matrix_for
from app.web.served import served_on
from app.web.stated import stated_on
from app.web.talking import talk_of

__all__ = ["area"]

KINDS = {kind.value: kind for kind in EvidenceKind}


@area.get("")
@signed_in
@kept_page
def list_countries() -> str:
    """All plans the reader may open, in protocol order."""
    seen = read_viewpoint()
    view = catalogue()
    matrix = matrix_for(session(), actor(), view, seen)
    return render_template("countries/list_countries.html", view=view, matrix=matrix)


@area.get("/<code>")
@signed_in
@kept_page
def show_country(code: str) -> str:
    """The desk of those who write; a plan as a whole: its blocks, what is open by root, gaps, releases."""
    return country_page(code)


@area.get("/<code>/blocks/<number>")
@signed_in
@kept_page
def show_cell(code: str, number: str) -> str:
    """One block of one plan: its items, and of those that are unfolded the milestones, evidence and gaps.

    For who reads single items of it for an agency, those alone.
    """
    if policy.scope_for(actor(), code) is None:
        return limited_cell(code, number)
    seen = read_viewpoint()
    view = catalogue()
    block = block_of(view, number)
    country_of(view, code)
    plan, eu = get_plan_beside_eu(session(), code, actor())
    reading, circumstances = one_reading(session(), view, plan, eu, seen)
    shown = request.args.get("show", "")
    wanted = FILTERS.get(shown)
    opened = opened_items(block, reading, request.args.get("open", ""))
    page = cell_page(view, block, plan, reading, circumstances, seen, opened)
    return render_template(
        "countries/show_cell.html",
        owner=code,
        name=name_of(view, code),
        page=page,
        cards=page.cards if wanted is None else page.in_states(wanted),
        opened=opened,
        shown=shown if wanted else "",
        kinds=KINDS,
        talk=talk_of(plan, seen),
        stated=stated_on(plan, seen),
        assessed=assessed_in(plan, seen, opened),
        served=served_on(plan, seen, opened),
        flagging=flagging_of(plan, seen),
        may_read_on=not seen.is_past and allows(actor(), READ, PlanSubject(code)),
        **sharing_of(plan, block, seen),
    )


def sharing_of(plan: PlanInScope, block: BlockView, seen: Viewpoint) -> dict[str, Any]:
    """What a cell's page says of sharing."""
    return {
        "shared_at": shared_when(session(), plan, seen).get(block.key),
        "is_working": plan.scope is Scope.WORKING,
        "unshared": unshared_counts(session(), plan).get(block.key, 0),
        "may_share": allows(actor(), policy.SHARE, PlanSubject(plan.owner)),
    }


@area.get("/<code>/blocks/<number>/figures")
@signed_in
def show_cell_figures(code: str, number: str) -> Response | str:
    """What of a cell's page changes when a row is saved, for the page's script; without it, the cell.

    `show` and `open` are the page's own; `unfolded` are the items of which the page holds more than their line.
    """
    if not wants_json():
        return redirect(url_for("countries.show_cell", code=code, number=number))
    seen = read_viewpoint()
    view = catalogue()
    block = block_of(view, number)
    plan, eu = get_plan_beside_eu(session(), code, actor())
    reading, circumstances = one_reading(session(), view, plan, eu, seen)
    unfolded = named_items(block, reading, request.args.get("unfolded", ""))
    shown = request.args.get("show", "")
    return render_template(
        "countries/cell_figures.html",
        owner=code,
        page=cell_page(view, block, plan, reading, circumstances, seen, unfolded, with_rows=False),
        unfolded=unfolded,
        shown=shown if shown in FILTERS else "",
        flagging=flagging_of(plan, seen),
        **sharing_of(plan, block, seen),
    )


@area.get("/<code>/blocks/<number>/items/<int:item_id>")
@signed_in
def show_item_body(code: str, number: str, item_id: int) -> Response | str:
    """What an item unfolds to, for the page's script; without it, the cell with the item unfolded."""
    if not wants_json():
        return redirect(
            url_for("countries.show_cell", code=code, number=number, open=item_id, _anchor=f"item-{item_id}")
        )
    seen = read_viewpoint()
    view = catalogue()
    block = block_of(view, number)
    plan, eu = get_plan_beside_eu(session(), code, actor())
    reading, circumstances = one_reading(session(), view, plan, eu, seen)
    page = cell_page(view, block, plan, reading, circumstances, seen, {item_id})
    card = next((card for card in (*page.cards, *page.others) if card.item.item_id == item_id), None)
    if card is None:
        raise NotFound(message("There is no such item in this plan."))
    return render_template(
        "countries/item_body.html",
        card=card,
        block=block,
        owner=code,
        kinds=KINDS,
        talk=talk_of(plan, seen),
        stated=stated_on(plan, seen),
        served=served_on(plan, seen, {item_id}),
        flagging=flagging_of(plan, seen),
        assessed=assessed_in(plan, seen, {item_id}),
    )


def cell_page(
    view: CatalogueView,
    block: BlockView,
    plan: PlanInScope,
    reading: PlanReading,
    circumstances: Circumstances,
    seen: Viewpoint,
    opened: set[int],
    *,
    with_rows: bool = True,
) -> CellPage:
    """The data of a cell, whole for the items that are unfolded; without their rows and evidence where not wanted."""
    state = block_state(session(), plan, block, seen, opened if with_rows else ())
    shown = [milestone for milestone in state.milestones if milestone.item_id in opened]
    asked = {item_id: item for item_id, item in reading.items.items() if item_id in opened}
    return put_together(
        view,
        block,
        reading,
        circumstances,
        state,
        list_authorities_on(session(), plan.plan_id, plan.scope, seen.as_of, seen.known),
        list_predecessors_of(session(), plan, [one.milestone_id for one in shown], actor(), seen.as_of),
        {} if seen.is_past else firsts_on(session(), shown, seen),  # a page of another day asks enough as it is
        [
            *find_gaps(circumstances, plan.owner, asked, reading.heads),
            *(gap for gap in gaps_across(view, [reading], seen).get(plan.owner, ()) if gap.item_id in asked),
        ],
        actor(),
        is_past=seen.is_past,
        files=list_files(session(), {piece.file_id for piece in state.evidence if piece.file_id}),
    )


def opened_items(block: BlockView, reading: PlanReading, asked: str) -> set[int]:
    """Items unfolded: those the address names (`all`, or keys with commas between); else the first open key item."""
    here = [item.item_id for item in block.items if item.item_id in reading.items]
    if asked == "all":
        return set(here)
    if any(whole_number(text) is not None for text in asked.split(",")):
        return named_items(block, reading, asked)
    still_open = [reading.items[key] for key in here if reading.items[key].state in OPEN_STATES]
    first = next((item for item in still_open if item.is_key and item.is_counted), None)
    return {first.item_id} if first else set()


def named_items(block: BlockView, reading: PlanReading, asked: str) -> set[int]:
    """Those items of the block that keys with commas between name."""
    named = {whole_number(text) for text in asked.split(",")}
    return {item.item_id for item in block.items if item.item_id in reading.items and item.item_id in named}


@dataclass(frozen=True)
class WrittenSection:
    """A section of the plan's template with what is written in it."""

    key: str
    title: Text
    text: str
    language: str


@area.get("/<code>/blocks/<number>/prose")
@signed_in
@kept_page
def show_prose(code: str, number: str) -> str:
    """The prose of a block, section by section, also those still empty."""
    seen = read_viewpoint()
    view = catalogue()
    block = block_of(view, number)
    plan = get_plan(session(), code, actor())
    written = {record.section_key: record for record in block_prose(session(), plan, block, seen)}
    sections = [
        WrittenSection(part.key, part.title, written[part.key].text, written[part.key].language)
        if part.key in written
        else WrittenSection(part.key, part.title, "", "en")
        for part in view.plan_sections
    ]
    return render_template(
        "countries/show_prose.html",
        owner=code,
        name=name_of(view, code),
        block=block,
        sections=sections,
        may_write=not seen.is_past and allows(actor(), policy.UPDATE_PROSE, PlanSubject(code)),
    )
