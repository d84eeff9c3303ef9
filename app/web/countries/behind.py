"""What stands behind a figure or a row: the derivation of a cell, a milestone, the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import render_template, request
from flask_babel import gettext
from flask_wtf import FlaskForm

from app.catalogue.views import BlockView
from app.core.clock import end_of
from app.core.policy import allows
from app.http.context import Viewpoint, actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import row_key, signed_in
from app.plans import policy
from app.plans.policy import WorkSubject, one_authority
from app.plans.queries.authorities import list_authorities_on
from app.plans.queries.heads import get_plan
from app.plans.queries.history import list_history
from app.plans.queries.milestones import list_predecessors_of
from app.plans.queries.records import EvidenceRecord, HistoryEntry, MilestoneRecord, PlanInScope
from app.plans.queries.state import list_evidence
from app.plans.services.undoing import is_undoable
from app.plans.slips import first_in, slip_of
from app.plans.states import Scope, SubjectKind
from app.readiness.derivation import derive
from app.readiness.states import RULE_VERSION
from app.web.countries.area import area, block_of, country_of, name_of
from app.web.countries.forms import DeedForm, PredecessorForm
from app.web.countries.funded import funded_of
from app.web.countries.offers import with_offers
from app.web.countries.parts import is_divisible, reported, rows_of
from app.web.countries.readings import (
    block_state,
    firsts_on,
    milestone_on,
    plan_reading,
)
from app.web.countries.told import told
from app.web.flagging.shown import flagging_of
from app.web.kept_pages import kept_page
from app.web.money import titles_of
from app.web.served import served_by_milestone
from app.web.standing import standing_of
from app.web.talking import talk_of

PAGE_SIZE = 100


def names_on(plan: PlanInScope, seen: Viewpoint) -> dict[int, str]:
    """The authorities' names on the day looked at, by their keys."""
    listed = list_authorities_on(session(), plan.plan_id, plan.scope, seen.as_of, seen.known)
    return {one.authority_id: one.name for one in listed}


@area.get("/<code>/blocks/<number>/why")
@signed_in
@kept_page
def derive_cell(code: str, number: str) -> str:
    """The derivation of a cell's figure: every item with its weight, every milestone's progress; the sum as a sum."""
    seen = read_viewpoint()
    view = catalogue()
    block = block_of(view, number)
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    reading = plan_reading(session(), view, plan, seen)
    told = (item for item in block.items if item.item_id in reading.items)
    outside = [
        item
        for item in told
        if not reading.items[item.item_id].is_counted and reading.items[item.item_id].progress is not None
    ]
    return render_template(
        "countries/derive_cell.html",
        owner=code,
        name=name_of(view, code),
        block=block,
        view=view,
        reading=reading,
        outside=outside,
        milestones=block_state(session(), plan, block, seen).milestones,
        rule_version=RULE_VERSION,
        standing_of=standing_of,
    )


@area.get("/<code>/why")
@signed_in
@kept_page
def derive_plan(code: str) -> str:
    """The derivation of a plan's figure: what each block in the sum brings in; the sum as a sum."""
    seen = read_viewpoint()
    view = catalogue()
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    reading = plan_reading(session(), view, plan, seen)
    return render_template(
        "countries/derive_plan.html",
        owner=code,
        name=name_of(view, code),
        reading=reading,
        derived=derive(view, reading),
        parts=[(block, derive(view, reading, block.key)) for block in view.blocks.values() if block.is_in_sum],
    )


@area.get("/<code>/milestones/<reference>")
@signed_in
@kept_page
def show_milestone(code: str, reference: str) -> str:
    """One milestone: its fields, what it waits for, its history."""
    return milestone_page(code, reference)


def milestone_page(
    code: str, reference: str, why: DeedForm | None = None, before: PredecessorForm | None = None
) -> str:
    """The page of a milestone around the forms of its deeds, which may hold what was typed and what was wrong."""
    seen = read_viewpoint()
    view = catalogue()
    country_of(view, code)
    plan, record = milestone_on(session(), view, code, reference, actor(), seen)
    authorities = names_on(plan, seen)
    item = view.items_by_id[record.item_id]
    subject = WorkSubject(code, item.block_key, one_authority(record.authority_id))
    about = (SubjectKind.MILESTONE, record.milestone_id)
    said = list_history(session(), plan, subject=about, until=seen.as_of, known=seen.known, with_automatic=True)
    history = told([entry for entry in said if not entry.is_automatic], view, authorities)
    if plan.scope is Scope.WORKING and not seen.is_past:
        history = with_offers(history, record.milestone_id, reference)
    may_update = not seen.is_past and allows(actor(), policy.UPDATE_MILESTONE, subject)
    return render_template(
        "countries/show_milestone.html",
        owner=code,
        name=name_of(view, code),
        item=item,
        block=view.blocks[item.block_key],
        milestone=record,
        slip=slip_of(record, first_of(record, said, seen)),
        talk=talk_of(plan, seen),
        flagging=flagging_of(plan, seen),
        step=next((s.title for s in view.workstreams[record.workstream_key].ladder if s.key == record.step_key), None),
        authority=authorities.get(record.authority_id or 0, ""),
        predecessors=list_predecessors_of(session(), plan, [record.milestone_id], actor(), seen.as_of),
        history=history,
        served=served_by_milestone(plan, seen, record.milestone_id),
        evidence=named_in(plan, record, view.blocks[item.block_key], seen),
        is_working=plan.scope is Scope.WORKING,
        parts=rows_of(
            record, authorities, block_key=item.block_key, owner=code, may_divide=may_update, is_past=seen.is_past
        ),
        reported=reported(record),
        funded=funded_of(record, titles_of(view)),
        may_divide=may_update and is_divisible(record),
        may_update=may_update,
        may_undo=may_update and is_undoable(said, actor=actor()),
        may_offer=not seen.is_past and allows(actor(), policy.OFFER_MILESTONE, subject),
        **forms_of(why, before, is_needed=bool(record.actual_on or not record.is_closing)) if may_update else {},
    )


def named_in(plan: PlanInScope, milestone: MilestoneRecord, block: BlockView, seen: Viewpoint) -> list[EvidenceRecord]:
    """The evidence that is about a milestone."""
    if seen.known is None:
        pieces = list_evidence(session(), plan.plan_id, plan.scope, seen.as_of, {milestone.item_id})
    else:
        pieces = list(block_state(session(), plan, block, seen).evidence)
    return [piece for piece in pieces if milestone.reference in piece.milestones]


def first_of(record: MilestoneRecord, changes: Sequence[HistoryEntry], seen: Viewpoint) -> date | None:
    """A milestone's first baseline from the history that is read anyway; asked for where that is not the whole."""
    if len(changes) >= PAGE_SIZE:
        return firsts_on(session(), [record], seen).get(record.milestone_id)
    released_at = record.first_shared_at
    is_released = released_at is not None and released_at <= end_of(min(seen.as_of, seen.known or seen.as_of))
    return first_in(changes, released_at if is_released else None)


def forms_of(why: DeedForm | None, before: PredecessorForm | None, *, is_needed: bool) -> dict[str, FlaskForm]:
    """The forms of a milestone's page. A form holds a token of the person, so that readers' pages have none."""
    why = why or DeedForm(formdata=None)
    why.reason.flags.required = is_needed
    why.effective_on.label.text = gettext("In place since")
    return {"why": why, "before": before or PredecessorForm(formdata=None)}


@area.get("/<code>/history")
@signed_in
@kept_page
def show_history(code: str) -> str:
    """Every change of a plan, or of one block of it, newest first."""
    seen = read_viewpoint()
    view = catalogue()
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    number = request.args.get("block", "")
    block = block_of(view, number) if number else None
    before = request.args.get("before", type=row_key)
    entries = list_history(
        session(),
        plan,
        block_key=block.key if block else None,
        before_id=before,
        until=seen.as_of,
        known=seen.known,
        limit=PAGE_SIZE + 1,
    )
    return render_template(
        "countries/show_history.html",
        owner=code,
        name=name_of(view, code),
        view=view,
        block=block,
        entries=told(entries[:PAGE_SIZE], view, names_on(plan, seen)),
        older=entries[PAGE_SIZE - 1].revision_id if len(entries) > PAGE_SIZE else None,
    )
