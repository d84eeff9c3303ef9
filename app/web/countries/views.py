"""A country's pages to read; the deeds stand in modules of their own and hang on the same area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask_babel import get_locale

from app.catalogue.views import CatalogueView, Text
from app.core.policy import allows
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.plans import policy
from app.plans.policy import PlanSubject, WorkSubject
from app.plans.queries.heads import get_plan, list_authorities
from app.plans.queries.history import count_unshared, list_history
from app.plans.queries.milestones import list_predecessor_names
from app.plans.queries.records import ProseRecord
from app.plans.queries.sharing import list_releases
from app.plans.queries.state import list_predecessor_pairs
from app.plans.states import EU, Cause, EvidenceKind, Scope, SubjectKind
from app.readiness.gaps import find_gaps
from app.readiness.states import RULE_VERSION
from app.web.countries import deeds  # noqa: F401 - hangs its views on the area
from app.web.countries.area import area, block_of, country_of
from app.web.countries.cell import FILTERS, ItemCard, one_authority, put_together
from app.web.countries.readings import block_state, circumstances_for, milestone_on, plan_reading
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
    unshared = count_unshared(session(), plan.plan_id) if plan.scope is Scope.WORKING else {}
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
def show_cell(code: str, number: str) -> str:
    """One block of one plan: items with their milestones, evidence, gaps, prose."""
    seen = read_viewpoint()
    view = catalogue()
    block = block_of(view, number)
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    reading = plan_reading(session(), view, plan, seen)
    circumstances = circumstances_for(session(), view, plan, seen)
    ids = {item.item_id for item in block.items}
    held = block_state(session(), plan, block, seen)
    gaps = find_gaps(circumstances, code, {k: v for k, v in reading.items.items() if k in ids}, reading.heads)
    page = put_together(
        view,
        block,
        reading,
        circumstances,
        held.state,
        list_authorities(session(), plan.plan_id),
        list_predecessor_names(session(), plan, held.state.predecessors, actor(), seen.as_of),
        gaps,
        actor(),
        is_past=seen.is_past,
    )
    shown = request.args.get("show", "")
    wanted = FILTERS.get(shown)
    cards = [card for card in page.cards if wanted is None or card.reading.state in wanted]
    return render_template(
        "countries/show_cell.html",
        owner=code,
        name=name_of(view, code),
        page=page,
        cards=cards,
        opened=opened(cards),
        shown=shown if wanted else "",
        kinds=KINDS,
        plan=plan,
        shared_at=plan.head.blocks.get(block.key),
        is_working=plan.scope is Scope.WORKING,
        unshared=count_unshared(session(), plan.plan_id).get(block.key, 0) if plan.scope is Scope.WORKING else 0,
        may_share=allows(actor(), policy.SHARE, PlanSubject(code)),
        may_write_prose=not seen.is_past and code != EU and allows(actor(), policy.UPDATE_PROSE, PlanSubject(code)),
        sections=prose_of(view, held.prose),
    )


def opened(cards: list[ItemCard]) -> set[int]:
    """Items unfolded at first: the key ones that are open, else the first open one."""
    keys = {card.item.item_id for card in cards if card.item.is_key and card.is_open}
    first = next((card.item.item_id for card in cards if card.is_open), None)
    return keys or ({first} if first is not None else set())


@dataclass(frozen=True)
class WrittenSection:
    """A section of the plan's template with what is written in it."""

    key: str
    title: Text
    text: str
    language: str


def prose_of(view: CatalogueView, records: Sequence[ProseRecord]) -> list[WrittenSection]:
    """The prose of a block, section by section, also those still empty."""
    written = {record.section_key: record for record in records}
    return [
        WrittenSection(
            section.key,
            section.title,
            written[section.key].text if section.key in written else "",
            written[section.key].language if section.key in written else "en",
        )
        for section in view.plan_sections
    ]


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
        milestones=block_state(session(), plan, block, seen).state.milestones,
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
    pairs = [
        pair
        for pair in list_predecessor_pairs(session(), plan.plan_id, plan.scope, seen.as_of, [record.item_id])
        if pair.milestone_id == record.milestone_id
    ]
    authorities = {a.authority_id: a.name for a in list_authorities(session(), plan.plan_id)}
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
        predecessors=list_predecessor_names(session(), plan, pairs, actor(), seen.as_of),
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
    before = request.args.get("before", type=int)
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
