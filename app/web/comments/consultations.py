"""Consultations on a plan and its items: read, record, correct, withdraw."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.catalogue.views import ItemView
from app.comments.policy import RECORD_CONSULTATION, reaches_of
from app.comments.queries import consultations as found
from app.comments.queries.consultations import NO_CONSULTATION
from app.comments.queries.records import ConsultationRecord
from app.comments.services import consultations
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import put_beside, signed_in
from app.http.errors import status_of
from app.plans.policy import PlanSubject, WorkSubject, scope_for
from app.plans.queries.heads import find_head, get_plan
from app.plans.queries.records import PlanInScope
from app.plans.queries.state import list_items
from app.web.comments.area import area
from app.web.comments.forms import ConsultationForm
from app.web.countries.area import country_of, name_of
from app.web.countries.deeds.common import cell_address, chosen, conflict_page, item_of, version_shown
from app.web.countries.deeds.items import record_of, work_on
from app.web.countries.forms import ReasonForm
from app.web.tongue import gettext

Answer = Response | str | tuple[str, int]


@area.get("/countries/<code>/consultations")
@signed_in
def show_consultations(code: str) -> str:
    """The consultations on a plan and its items that reach the person: held by the day, and recorded by when it is
    looked at from."""
    seen, view = read_viewpoint(), catalogue()
    country_of(view, code)
    reaches, head = reaches_of(actor(), code), find_head(session(), code)
    if not reaches or head is None:
        raise NotFound(NO_CONSULTATION)
    known = clock.end_of(seen.known) if seen.known else None
    listed = found.list_consultations(session(), head.plan_id, reaches, until=seen.as_of, known=known)
    scope = scope_for(actor(), code)
    if scope is None and not listed:
        raise NotFound(NO_CONSULTATION)
    may_record = not seen.is_past and allows(actor(), RECORD_CONSULTATION, PlanSubject(code))
    works = {} if may_record or seen.is_past or scope is None else items_of_plan(PlanInScope(head, scope))

    def may_change(one: ConsultationRecord) -> bool:
        subject = works.get(one.item_id or 0)
        return not one.withdrawn_at and (
            may_record or (subject is not None and allows(actor(), RECORD_CONSULTATION, subject))
        )

    return render_template(
        "comments/show_consultations.html",
        owner=code,
        name=name_of(view, code),
        view=view,
        listed=listed,
        is_open=scope is not None,
        may_record=may_record,
        may_change=may_change,
    )


def items_of_plan(plan: PlanInScope) -> dict[int, WorkSubject]:
    """What a right on each item of a plan depends on."""
    items = catalogue().items_by_id
    records = list_items(session(), plan.plan_id, plan.scope, clock.today())
    return {one.item_id: work_on(plan.owner, items[one.item_id], one) for one in records if one.item_id in items}


def subject_of(plan: PlanInScope, item: ItemView | None) -> PlanSubject | WorkSubject:
    """What the right to record on an item, or on the plan as a whole, depends on."""
    return PlanSubject(plan.owner) if item is None else work_on(plan.owner, item, record_of(plan, item.item_id))


def back_from(code: str, item: ItemView | None) -> str:
    """Where the consultation stands: with its item, or in the list."""
    return url_for("comments.show_consultations", code=code) if item is None else cell_address(catalogue(), code, item)


def page_of(
    code: str,
    item: ItemView | None,
    form: ConsultationForm,
    record: ConsultationRecord | None = None,
    withdrawing: ReasonForm | None = None,
) -> str:
    """The form of a consultation; `withdrawing` may hold what was typed and what was wrong."""
    withdrawing = withdrawing or ReasonForm(formdata=None)
    withdrawing.reason.id = "withdraw-reason"
    withdrawing.reason.flags.required = True
    return render_template(
        "comments/edit_consultation.html",
        owner=code,
        item=item,
        form=form,
        consultation=record,
        withdrawing=withdrawing,
        former=found.list_former(session(), record.consultation_id) if record else [],
        back=back_from(code, item),
    )


@area.route("/countries/<code>/consultations/record", methods=["GET", "POST"])
@signed_in
@writes
def record_consultation(code: str) -> Answer:
    """Record a consultation on the plan, or on the item that the address names: `?item=key`."""
    view = catalogue()
    plan = get_plan(session(), code, actor())
    key = request.args.get("item")
    item = item_of(view, key) if key else None
    require(actor(), RECORD_CONSULTATION, subject_of(plan, item))
    form = ConsultationForm(reaches_of(actor(), code))
    if not form.is_submitted():
        return page_of(code, item, form)
    if form.validate():
        try:
            consultations.record_consultation(session(), view, code, key or None, form.values(), actor=actor())
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("The consultation is recorded."), "success")
            return redirect(back_from(code, item), 303)
    return page_of(code, item, form), 422


def standing(code: str, consultation_id: int) -> tuple[ItemView | None, ConsultationRecord]:
    """A consultation that the person may change, with its item. Raises NotFound, NotAllowed."""
    plan = get_plan(session(), code, actor())
    record = found.get_consultation(session(), plan.plan_id, consultation_id, reaches_of(actor(), code))
    item = None if record.item_id is None else catalogue().items_by_id[record.item_id]
    require(actor(), RECORD_CONSULTATION, subject_of(plan, item))
    return item, record


def form_of(code: str, record: ConsultationRecord, **options: None) -> ConsultationForm:
    """The form of a consultation as it stands; what was sent goes before."""
    values = {name: getattr(record, name) for name in ConsultationForm.FIELDS}
    return ConsultationForm(reaches_of(actor(), code), data={**values, "version": str(record.version)}, **options)


@area.route("/countries/<code>/consultations/<int:consultation_id>", methods=["GET", "POST"])
@signed_in
@writes
def correct_consultation(code: str, consultation_id: int) -> Answer:
    """Correct what a consultation says."""
    item, record = standing(code, consultation_id)
    form = form_of(code, record)
    if not form.is_submitted():
        return page_of(code, item, form, record)
    status = 422
    if form.validate():
        try:
            consultations.correct_consultation(
                session(),
                catalogue(),
                code,
                consultation_id,
                {**{name: getattr(record, name) for name in form.FIELDS}, **chosen(form.values())},
                actor=actor(),
                expected_version=version_shown(),
            )
        except (Invalid, WrongState) as refusal:
            put_beside(form, Invalid(refusal.message, field=getattr(refusal, "field", None), **refusal.values))
            status = status_of(refusal)
        except Conflict as conflict:
            return conflict_page(form, conflict, title=record.with_whom, back=back_from(code, item))
        else:
            flash(gettext("Saved."), "success")
            return redirect(back_from(code, item), 303)
    return page_of(code, item, form, record), status


@area.post("/countries/<code>/consultations/<int:consultation_id>/withdraw")
@signed_in
@writes
def withdraw_consultation(code: str, consultation_id: int) -> Answer:
    """Withdraw a consultation, with the reason."""
    item, record = standing(code, consultation_id)
    form = ReasonForm()
    try:
        consultations.withdraw_consultation(
            session(),
            catalogue(),
            code,
            consultation_id,
            actor=actor(),
            expected_version=version_shown(),
            reason=form.reason.data or "",
        )
    except Conflict as conflict:
        deed = gettext("Withdraw")
        return conflict_page(form, conflict, title=record.with_whom, back=back_from(code, item), deed=deed)
    except (Invalid, WrongState) as refusal:
        put_beside(form, Invalid(refusal.message, field=getattr(refusal, "field", None), **refusal.values))
        return page_of(code, item, form_of(code, record, formdata=None), record, form), status_of(refusal)
    flash(gettext("Withdrawn: %(title)s.", title=record.with_whom), "success")
    return redirect(back_from(code, item), 303)
