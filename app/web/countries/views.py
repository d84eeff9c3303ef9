"""A country's pages to read; the deeds stand in modules of their own and hang on the same area."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from app.catalogue.views import BlockView, CatalogueView, Text
from app.core.errors import NotFound
from app.core.labels import message
from app.core.policy import allows
from app.http.caching import cached_by_version
from app.http.context import Viewpoint, actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import row_key, signed_in
from app.http.errors import wants_json
from app.plans import policy
from app.plans.policy import PlanSubject, WorkSubject
from app.plans.queries.heads import get_plan, get_plan_beside_eu, list_authorities
from app.plans.queries.history import list_history
from app.plans.queries.milestones import list_predecessors_of
from app.plans.queries.records import PlanInScope
from app.plans.queries.sharing import list_releases
from app.plans.states import Cause, EvidenceKind, Scope, SubjectKind
from app.readiness.gaps import find_gaps
from app.readiness.items import Circumstances
from app.readiness.plan import PlanReading
from app.readiness.states import OPEN_STATES, RULE_VERSION
from app.web.countries import deeds  # noqa: F401 - hangs its views on the area
from app.web.countries.area import area, block_of, country_of
from app.web.countries.cell import FILTERS, CellPage, one_authority, put_together
from app.web.countries.forms import whole_number
from app.web.countries.readings import (
    block_prose,
    block_state,
    milestone_on,
    one_reading,
    plan_reading,
    unshared_counts,
)
from app.web.readings import matrix_for

__all__ = ["area"]

PAGE_SIZE = 100
CAUSES = {cause.value: cause for cause in Cause}
KINDS = {kind.value: kind for kind in EvidenceKind}


def name_of(view: CatalogueView, owner: str) -> str:
    """A country in the reader's language."""
    country = country_of(view, owner)
    return country.title.in_(str(get_locale() or "en")) if country else "EU"


@area.get("")
@signed_in
def list_countries() -> str:
    """All plans the reader may open, in protocol order."""
    seen = read_viewpoint()
    view = catalogue()
    matrix = matrix_for(session(), actor(), view, seen)
    return render_template("countries/list_countries.html", view=view, matrix=matrix)


@area.get("/<code>")
@signed_in
def show_country(code: str) -> str:
    """A plan as a whole: its blocks, what is open by root, gaps, releases."""
    seen = read_viewpoint()
    view = catalogue()
    country = country_of(view, code)
    plan = get_plan(session(), code, actor())
    reading = plan_reading(session(), view, plan, seen)
    unshared = unshared_counts(session(), plan)
    return render_template(
        "countries/show_country.html",
        view=view,
        country=country,
        owner=code,
        name=name_of(view, code),
        plan=plan,
        reading=reading,
        is_working=plan.scope is Scope.WORKING,
        unshared=unshared,
        releases=list_releases(session(), [plan.plan_id], limit=12),
        may_share=not seen.is_past and allows(actor(), policy.SHARE, PlanSubject(code)),
        may_manage=not seen.is_past and allows(actor(), policy.MANAGE_AUTHORITIES, PlanSubject(code)),
    )


@area.get("/<code>/blocks/<number>")
@signed_in
@cached_by_version
def show_cell(code: str, number: str) -> str:
    """One block of one plan: its items, and of those that are unfolded the milestones, evidence and gaps."""
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
        cards=[card for card in page.cards if wanted is None or card.reading.state in wanted],
        opened=opened,
        shown=shown if wanted else "",
        kinds=KINDS,
        plan=plan,
        shared_at=plan.head.blocks.get(block.key),
        is_working=plan.scope is Scope.WORKING,
        unshared=unshared_counts(session(), plan).get(block.key, 0),
        may_share=allows(actor(), policy.SHARE, PlanSubject(code)),
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
    return render_template("countries/item_body.html", card=card, owner=code, kinds=KINDS)


def cell_page(
    view: CatalogueView,
    block: BlockView,
    plan: PlanInScope,
    reading: PlanReading,
    circumstances: Circumstances,
    seen: Viewpoint,
    opened: set[int],
) -> CellPage:
    """The data of a cell, whole for the items that are unfolded."""
    state = block_state(session(), plan, block, seen, opened)
    ids = [milestone.milestone_id for milestone in state.milestones if milestone.item_id in opened]
    asked = {item_id: item for item_id, item in reading.items.items() if item_id in opened}
    return put_together(
        view,
        block,
        reading,
        circumstances,
        state,
        list_authorities(session(), plan.plan_id, plan.scope),
        list_predecessors_of(session(), plan, ids, actor(), seen.as_of),
        find_gaps(circumstances, plan.owner, asked, reading.heads),
        actor(),
        is_past=seen.is_past,
    )


def opened_items(block: BlockView, reading: PlanReading, asked: str) -> set[int]:
    """Items unfolded: those the address names (`all`, or keys with commas between); else the first open key item."""
    here = [item.item_id for item in block.items if item.item_id in reading.items]
    if asked == "all":
        return set(here)
    named = {int(key) for key in asked.split(",") if key.isdecimal()}
    if named:
        return named & set(here)
    still_open = [reading.items[key] for key in here if reading.items[key].state in OPEN_STATES]
    first = next((item for item in still_open if item.is_key and item.is_counted), None)
    return {first.item_id} if first else set()


@dataclass(frozen=True)
class WrittenSection:
    """A section of the plan's template with what is written in it."""

    key: str
    title: Text
    text: str
    language: str


@area.get("/<code>/blocks/<number>/prose")
@signed_in
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


@area.get("/<code>/blocks/<number>/why")
@signed_in
def derive_cell(code: str, number: str) -> str:
    """The derivation of a cell's figure: every item with its weight, every milestone's progress; the sum as a sum."""
    seen = read_viewpoint()
    view = catalogue()
    block = block_of(view, number)
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    reading = plan_reading(session(), view, plan, seen)
    return render_template(
        "countries/derive_cell.html",
        owner=code,
        name=name_of(view, code),
        block=block,
        view=view,
        reading=reading,
        milestones=block_state(session(), plan, block, seen).milestones,
        rule_version=RULE_VERSION,
    )


@area.get("/<code>/milestones/<reference>")
@signed_in
def show_milestone(code: str, reference: str) -> str:
    """One milestone: its fields, what it waits for, its history."""
    seen = read_viewpoint()
    view = catalogue()
    country_of(view, code)
    plan, record = milestone_on(session(), view, code, reference, actor(), seen)
    authorities = {a.authority_id: a.name for a in list_authorities(session(), plan.plan_id, plan.scope)}
    item = view.items_by_id[record.item_id]
    subject = WorkSubject(code, item.block_key, one_authority(record.authority_id))
    return render_template(
        "countries/show_milestone.html",
        owner=code,
        name=name_of(view, code),
        item=item,
        block=view.blocks[item.block_key],
        milestone=record,
        step=next((s.title for s in view.workstreams[record.workstream_key].ladder if s.key == record.step_key), None),
        authority=authorities.get(record.authority_id or 0, ""),
        predecessors=list_predecessors_of(session(), plan, [record.milestone_id], actor(), seen.as_of),
        history=list_history(session(), plan, subject=(SubjectKind.MILESTONE, record.milestone_id)),
        may_update=not seen.is_past and allows(actor(), policy.UPDATE_MILESTONE, subject),
        causes=CAUSES,
    )


@area.get("/<code>/history")
@signed_in
def show_history(code: str) -> str:
    """Every change of a plan, or of one block of it, newest first."""
    read_viewpoint()
    view = catalogue()
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    number = request.args.get("block", "")
    block = block_of(view, number) if number else None
    before = request.args.get("before", type=row_key)
    entries = list_history(
        session(), plan, block_key=block.key if block else None, before_id=before, limit=PAGE_SIZE + 1
    )
    return render_template(
        "countries/show_history.html",
        owner=code,
        name=name_of(view, code),
        view=view,
        block=block,
        entries=entries[:PAGE_SIZE],
        older=entries[PAGE_SIZE - 1].revision_id if len(entries) > PAGE_SIZE else None,
        causes=CAUSES,
    )
