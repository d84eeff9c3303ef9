"""Milestones: add, update in the row or whole, cancel, take back, confirm, name what comes before."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.catalogue.views import CatalogueView, ItemView
from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.plans import policy
from app.plans.policy import WorkSubject, one_authority
from app.plans.queries.baselines import first_baselines
from app.plans.queries.heads import find_authority, get_plan, list_authorities
from app.plans.queries.milestones import get_milestone, list_predecessors_of
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.services import milestones
from app.plans.states import SubjectKind
from app.web.countries.area import area
from app.web.countries.cell import milestone_card
from app.web.countries.cell_cards import MilestoneCard
from app.web.countries.choices import authority_choices, check_choice
from app.web.countries.deeds.common import (
    back_to,
    cell_address,
    chosen,
    conflict_page,
    item_of,
    version_shown,
    wants_fragment,
)
from app.web.countries.deeds.pages import latest_changes
from app.web.countries.forms import MilestoneForm, ProgressForm
from app.web.countries.forms_funding import amounts_of, milestone_form, rows_in
from app.web.tongue import language

Answer = Response | str | tuple[str, int]


def card_of(view: CatalogueView, plan: PlanInScope, record: MilestoneRecord) -> MilestoneCard:
    """One milestone as its row shows it today."""
    today = clock.today()
    authority = find_authority(session(), plan, record.authority_id)
    return milestone_card(
        view,
        record,
        authority=(authority.short_name or authority.name) if authority else "",
        predecessors=list_predecessors_of(session(), plan, [record.milestone_id], actor(), today),
        first=first_baselines(session(), [record], today).get(record.milestone_id),
        day=today,
        may_update=allows(actor(), policy.UPDATE_MILESTONE, subject_of(view, plan.owner, record)),
    )


def subject_of(view: CatalogueView, owner: str, record: MilestoneRecord) -> WorkSubject:
    """What a right on a milestone depends on."""
    block_key = view.items_by_id[record.item_id].block_key
    return WorkSubject(owner, block_key, one_authority(record.authority_id))


def with_choices(
    form: Any, view: CatalogueView, plan: PlanInScope, record: MilestoneRecord | None, block_key: str = ""
) -> Any:
    """The form with its ladder, workstreams, and those authorities to which the person may give work of the block."""
    key = record.workstream_key if record else (form.workstream_key.data or "")
    if isinstance(form, MilestoneForm):
        if record is not None and record.is_closing:
            del form.title  # the system's own
        block = view.items_by_id[record.item_id].block_key if record else block_key
        form.authority_id.choices = authority_choices(
            list_authorities(session(), plan.plan_id),
            record.authority_id if record else None,
            lambda key: allows(actor(), policy.UPDATE_MILESTONE, WorkSubject(plan.owner, block, one_authority(key))),
        )
        form.workstream_key.choices = [
            SelectChoice(value=w.key, label=w.title.in_(language())) for w in view.workstreams.values()
        ]
        key = form.workstream_key.data or key
    if record is not None and record.is_closing:
        form.call_closing()
    ladder = view.workstreams[key].ladder if key in view.workstreams else ()
    form.step_key.choices = [
        SelectChoice(value="", label=gettext("not started")),
        *(SelectChoice(value=s.key, label=f"{s.title.in_(language())} · {s.value} %") for s in ladder),
    ]
    return form


def is_good(form: Any) -> bool:
    """Whether the form can be handed on: its shape, and an authority that the person may choose."""
    is_shaped: bool = form.validate()
    return check_choice(form.authority_id) and is_shaped if isinstance(form, MilestoneForm) else is_shaped


def full_form(view: CatalogueView, record: MilestoneRecord) -> type[MilestoneForm]:
    """The form with all fields: those of money too, but for the closing milestone, which costs nothing itself."""
    return MilestoneForm if record.is_closing else milestone_form(view, record.funding)


def form_of(view: CatalogueView, kind: type[ProgressForm], record: MilestoneRecord) -> ProgressForm:
    """A form filled with a milestone as it stands; what was sent goes before.

    The day of the value is left empty: a new value is as at today unless somebody says another day.
    """
    money = amounts_of(view, record.budget, record.funding)
    values = {name: getattr(record, name, None) for name in kind.FIELDS if name not in kind.LEFT_EMPTY}
    values |= {name: text for name, text in money.items() if name in values}
    if values.get("authority_id") is not None:
        values["authority_id"] = str(values["authority_id"])
    return kind(data={**values, "version": str(record.version)})


def row_here() -> str:
    """The template of a row where the page's script edits it: in its own place, or below a line of the desk."""
    return "countries/desk_row.html" if request.values.get("place") in ("desk", "list") else "countries/row.html"


@area.get("/<code>/milestones/<reference>/row")
@signed_in
def show_milestone_row(code: str, reference: str) -> Answer:
    """The row of one milestone, for the page's script; without it, back to the page."""
    view = catalogue()
    plan, record = get_milestone(session(), code, reference, actor())
    if not wants_fragment():
        return back_to(view, code, view.items_by_id[record.item_id])
    return render_template(row_here(), row=card_of(view, plan, record), owner=code, form=None)


@area.get("/<code>/milestones/<reference>/edit")
@signed_in
def edit_milestone(code: str, reference: str) -> Answer:
    """The editor: a row for the page's script, a page with all fields without it."""
    view = catalogue()
    plan, record = get_milestone(session(), code, reference, actor())
    require(actor(), policy.UPDATE_MILESTONE, subject_of(view, code, record))
    kind = ProgressForm if wants_fragment() else full_form(view, record)
    return editor(view, plan, record, with_choices(form_of(view, kind, record), view, plan, record))


def editor(view: CatalogueView, plan: PlanInScope, record: MilestoneRecord, form: Any) -> str:
    """The editor of a milestone around a form that may hold errors."""
    if not isinstance(form, MilestoneForm):
        return render_template(row_here(), row=card_of(view, plan, record), owner=plan.owner, form=form)
    return render_template(
        "countries/edit_milestone.html",
        owner=plan.owner,
        milestone=record,
        item=view.items_by_id[record.item_id],
        form=form,
        instruments=[] if record.is_closing else rows_in(view, record.funding),
        back=cell_address(view, plan.owner, view.items_by_id[record.item_id]),
    )


@area.post("/<code>/milestones/<reference>")
@signed_in
@writes
def update_milestone(code: str, reference: str) -> Answer:
    """Save a milestone, from the row or from the page with all fields."""
    view = catalogue()
    plan, record = get_milestone(session(), code, reference, actor())
    require(actor(), policy.UPDATE_MILESTONE, subject_of(view, code, record))
    kind = ProgressForm if request.form.get("form") == "row" else full_form(view, record)
    form = with_choices(kind(), view, plan, record)
    item = view.items_by_id[record.item_id]
    if is_good(form):
        try:
            saved = milestones.update_milestone(
                session(),
                view,
                code,
                reference,
                chosen(form.values(request.form)),
                actor=actor(),
                expected_version=version_shown(),
                cause=form.cause.data or None,
                keeps_cause=form.keeps_cause.data,
                **form.why(),
            )
        except Invalid as error:
            put_beside(form, error)
        except Conflict as conflict:
            if wants_fragment():
                raise  # the page's script offers to compare
            back = cell_address(view, code, item)
            latest = latest_changes(plan, SubjectKind.MILESTONE, record.milestone_id)
            conflict.theirs |= amounts_of(view, conflict.theirs["budget"], conflict.theirs["funding"])
            return conflict_page(form, conflict, title=f"{reference} {record.title}", back=back, latest=latest)
        else:
            return after_saving(view, plan, saved, gettext("Saved"), may_undo=saved.version != version_shown())
    if kind is ProgressForm and not wants_fragment():
        return render_template("countries/row_page.html", row=card_of(view, plan, record), owner=code, form=form), 422
    return editor(view, plan, record, form), 422


def after_saving(
    view: CatalogueView, plan: PlanInScope, saved: MilestoneRecord, deed: str, *, may_undo: bool
) -> Answer:
    """The saved row for the page's script, with what was done when, else back to the cell."""
    if wants_fragment():
        status = f"{deed} {clock.now().astimezone(clock.BRUSSELS):%H:%M}"
        card = card_of(view, plan, saved)
        return render_template(row_here(), row=card, owner=plan.owner, form=None, saved=status, may_undo=may_undo)
    flash(gettext("%(deed)s: %(title)s.", deed=deed, title=saved.title), "success")
    return back_to(view, plan.owner, view.items_by_id[saved.item_id])


@area.route("/<code>/items/<key>/milestones/add", methods=["GET", "POST"])
@signed_in
@writes
def add_milestone(code: str, key: str) -> Answer:
    """Add a milestone to an item."""
    view = catalogue()
    item = item_of(view, key)
    plan = readable_plan(code)
    require(actor(), policy.ADD_MILESTONE, own_work(code, item))
    form = milestone_form(view, None)(
        data={"workstream_key": item.workstream, "measured_by": measured_by(view, item.workstream)}
    )
    with_choices(form, view, plan, None, item.block_key)
    status = 200
    if form.is_submitted():
        status = 422
        if is_good(form):
            values = {name: value for name, value in form.values(request.form).items() if value not in (None, "")}
            try:
                milestones.add_milestone(session(), view, code, key, values, actor=actor(), **form.why())
            except Invalid as error:
                put_beside(form, error)
            else:
                flash(gettext("Added: %(title)s.", title=form.title.data), "success")
                return back_to(view, code, item)
    page = render_template(
        "countries/edit_milestone.html",
        owner=code,
        milestone=None,
        item=item,
        form=form,
        instruments=rows_in(view, None),
        back=cell_address(view, code, item),
    )
    return page, status


def own_work(code: str, item: ItemView) -> WorkSubject:
    """Work on an item by the authorities that the person acts for."""
    return WorkSubject(code, item.block_key, frozenset(key for held in actor().held for key in held.authorities))


def measured_by(view: CatalogueView, workstream: str) -> str:
    """How a workstream's milestones are measured unless said otherwise."""
    return view.workstreams[workstream].measured_by.value


def readable_plan(code: str) -> PlanInScope:
    """The plan, when the person may read it. Raises NotFound."""
    return get_plan(session(), code, actor())
