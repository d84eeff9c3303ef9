"""Items: what the country says of an item as a whole, and whether it applies."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext

from app.catalogue.views import ItemView
from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.plans import policy
from app.plans.policy import PlanSubject, WorkSubject, one_authority
from app.plans.queries.heads import get_plan, list_authorities
from app.plans.queries.records import ItemRecord, PlanInScope
from app.plans.queries.state import list_items
from app.plans.services import items
from app.plans.states import Applicability
from app.web.countries.area import area
from app.web.countries.choices import authority_choices, check_choice, choices_of, whole_number
from app.web.countries.deeds.common import back_to, cell_address, chosen, conflict_page, item_of, version_shown
from app.web.countries.deeds.milestones import Answer
from app.web.countries.forms import ApplicabilityForm, ItemForm
from app.web.tongue import language


def record_of(plan: PlanInScope, item_id: int) -> ItemRecord | None:
    """What the plan says of an item now; None while nothing was said."""
    found = list_items(session(), plan.plan_id, plan.scope, clock.today(), [item_id])
    return found[0] if found else None


def work_on(code: str, item: ItemView, record: ItemRecord | None) -> WorkSubject:
    """What a right on an item depends on: its lead and contributing authorities."""
    lead = one_authority(record.lead_authority_id) if record else frozenset()
    return WorkSubject(code, item.block_key, lead | frozenset(record.contributing if record else ()))


def item_form(plan: PlanInScope, item: ItemView, record: ItemRecord | None) -> ItemForm:
    """The form of an item as it stands, with what the person may choose; what was sent goes before."""
    values: dict[str, Any] = {"version": "0"}  # nothing was said yet
    if record is not None:
        values = {
            "version": str(record.version),
            "current_state": record.current_state,
            "missing": record.missing,
            "change_planned": record.change_planned,
            "lead_authority_id": str(record.lead_authority_id or ""),
            "contributing": [str(key) for key in record.contributing],
        }
    form = ItemForm(data=values)
    authorities = list_authorities(session(), plan.plan_id)
    form.lead_authority_id.choices = authority_choices(
        authorities,
        record.lead_authority_id if record else None,
        lambda key: allows(actor(), policy.UPDATE_ITEM, WorkSubject(plan.owner, item.block_key, one_authority(key))),
    )
    if allows(actor(), policy.SET_CONTRIBUTING, PlanSubject(plan.owner)):
        form.contributing.choices = authority_choices(authorities)[1:]
    else:
        del form.contributing  # the coordinator names them
    return form


def applicability_form(record: ItemRecord | None) -> ApplicabilityForm:
    """The form of applicability as it stands."""
    form = ApplicabilityForm(
        data={
            "version": str(record.version) if record else "0",
            "applicability": record.applicability if record else Applicability.APPLIES.value,
        }
    )
    form.applicability.choices = choices_of(Applicability)
    form.reason.id = "applicability-reason"  # the page's other form has a reason, too
    return form


def page_of(code: str, key: str, form: ItemForm, applicability: ApplicabilityForm) -> str:
    """The page on which an item is described."""
    view = catalogue()
    item = item_of(view, key)
    return render_template(
        "countries/edit_item.html",
        owner=code,
        item=item,
        form=form,
        applicability=applicability,
        may_set_applicability=allows(actor(), policy.SET_APPLICABILITY, PlanSubject(code)),
        back=cell_address(view, code, item),
    )


@area.get("/<code>/items/<key>/edit")
@signed_in
def edit_item(code: str, key: str) -> Answer:
    """Describe an item: state, what is missing, what is planned, who leads, whether it applies."""
    plan = get_plan(session(), code, actor())
    item = item_of(catalogue(), key)
    record = record_of(plan, item.item_id)
    require(actor(), policy.UPDATE_ITEM, work_on(code, item, record))
    return page_of(code, key, item_form(plan, item, record), applicability_form(record))


@area.post("/<code>/items/<key>")
@signed_in
@writes
def update_item(code: str, key: str) -> Answer:
    """Save what is said of an item."""
    view = catalogue()
    plan = get_plan(session(), code, actor())
    item = item_of(view, key)
    record = record_of(plan, item.item_id)
    require(actor(), policy.UPDATE_ITEM, work_on(code, item, record))
    form = item_form(plan, item, record)
    is_shaped = form.validate()
    if check_choice(form.lead_authority_id) and is_shaped:
        values: dict[str, Any] = {name: form[name].data or "" for name in ItemForm.TEXTS if name in request.form}
        if "lead_authority_id" in request.form:
            values["lead_authority_id"] = whole_number(form.lead_authority_id.data)
        if form.contributing is not None:
            keys = (whole_number(text) for text in form.contributing.data or ())
            values["contributing"] = tuple(key for key in keys if key is not None)
        try:
            items.update_item(
                session(),
                view,
                code,
                key,
                chosen(values),
                actor=actor(),
                expected_version=version_shown(),
                effective_on=form.effective_on.data,
                reason=form.reason.data or "",
            )
        except Invalid as error:
            put_beside(form, error)
        except Conflict as conflict:
            title = item.title.in_(language())
            return conflict_page(form, conflict, title=title, back=cell_address(view, code, item))
        else:
            flash(gettext("Saved."), "success")
            return back_to(view, code, item)
    return page_of(code, key, form, applicability_form(record)), 422


@area.post("/<code>/items/<key>/applicability")
@signed_in
@writes
def set_applicability(code: str, key: str) -> Answer:
    """Say whether an item applies, with the reason."""
    view = catalogue()
    plan = get_plan(session(), code, actor())
    item = item_of(view, key)
    record = record_of(plan, item.item_id)
    require(actor(), policy.SET_APPLICABILITY, PlanSubject(code))
    form = applicability_form(record)
    if form.validate():
        wanted = chosen({"applicability": form.applicability.data})
        if not wanted:
            return back_to(view, code, item)
        try:
            items.set_applicability(
                session(),
                view,
                code,
                key,
                wanted["applicability"],
                actor=actor(),
                reason=form.reason.data or "",
                expected_version=version_shown(),
                effective_on=form.effective_on.data,
            )
        except Invalid as error:
            put_beside(form, error)
        except Conflict as conflict:
            title = item.title.in_(language())
            return conflict_page(form, conflict, title=title, back=cell_address(view, code, item))
        else:
            flash(gettext("Saved. It takes effect at once."), "success")
            return back_to(view, code, item)
    return page_of(code, key, item_form(plan, item, record), form), 422
