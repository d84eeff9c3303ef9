"""Evidence: attach, change, withdraw."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request, url_for

from app.catalogue.views import ItemView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.uploads import depot, sent_file, takes_files
from app.plans import policy
from app.plans.policy import PlanSubject
from app.plans.queries.files import kinds_received, list_versions
from app.plans.queries.heads import get_plan
from app.plans.queries.items import find_withdrawn_evidence
from app.plans.queries.records import EvidenceRecord, PlanInScope
from app.plans.queries.state import list_evidence, list_milestones
from app.plans.services import evidence
from app.plans.states import EvidenceKind, SubjectKind
from app.readiness.facts import still_wanted
from app.web.arriving import ground, pieces_for
from app.web.catalogue.wording import proofs_in_words
from app.web.countries.area import area
from app.web.countries.deeds.common import (
    as_shown,
    back_to,
    cell_address,
    chosen,
    conflict_page,
    item_of,
    version_shown,
)
from app.web.countries.deeds.items import record_of, work_on
from app.web.countries.deeds.milestones import Answer
from app.web.countries.deeds.pages import latest_changes
from app.web.countries.forms import ReasonForm
from app.web.countries.forms_evidence import EvidenceForm
from app.web.countries.forms_versions import NO_VALUES
from app.web.tongue import gettext


def page_of(
    code: str,
    item: ItemView,
    form: EvidenceForm,
    record: EvidenceRecord | None,
    withdrawing: ReasonForm | None = None,
) -> str:
    """The page of a piece of evidence; `withdrawing` may hold what was typed and what was wrong."""
    withdrawing = withdrawing or ReasonForm(formdata=None)
    withdrawing.reason.id = "withdraw-reason"
    withdrawing.reason.flags.required = True
    return render_template(
        "countries/edit_evidence.html",
        owner=code,
        item=item,
        form=form,
        evidence=record,
        withdrawing=withdrawing,
        back=cell_address(catalogue(), code, item),
        versions=list_versions(session(), record.evidence_id) if record else [],
        depot=depot(),
        pieces=pieces_for("evidence", code, item.key) if form.file else None,
        may_scan=depot().scanner is not None and allows(actor(), policy.SCAN_AGAIN, PlanSubject(code)),
    )


@ground("evidence")
def may_send_file(code: str, key: str) -> None:
    """Whether the person may attach a file to an item of a country. Raises NotFound, NotAllowed."""
    item = item_of(catalogue(), key)
    plan = get_plan(session(), code, actor())
    require(actor(), policy.ATTACH_EVIDENCE, work_on(code, item, record_of(plan, item.item_id)))
    if item.is_sensitive:
        raise NotAllowed(message("For this item no file is taken."))


def form_of(plan: PlanInScope, item: ItemView, record: EvidenceRecord | None, **options: Any) -> EvidenceForm:
    """The form of a piece of evidence as it stands, or of a new one; what was sent goes before."""
    form = EvidenceForm(data=values_of(record) if record else {"kind": kind_asked_for(item)}, **options)
    here = list_milestones(session(), plan.plan_id, plan.scope, clock.today(), [item.item_id])
    named = record.milestones if record else ()
    form.offer([one for one in here if not one.is_cancelled or one.reference in named], is_sensitive=item.is_sensitive)
    return form


def kind_asked_for(item: ItemView) -> str:
    """The kind of evidence that the item's closing condition asks for; the first of all where it asks for none."""
    asked = item.proofs[0] if item.proofs else frozenset(EvidenceKind)
    return next(kind.value for kind in EvidenceKind if kind in asked)


@area.route("/<code>/items/<key>/evidence/attach", methods=["GET", "POST"])
@signed_in
@writes
@takes_files
def attach_evidence(code: str, key: str) -> Answer:
    """Attach evidence to an item."""
    view = catalogue()
    item = item_of(view, key)
    plan = get_plan(session(), code, actor())
    require(actor(), policy.ATTACH_EVIDENCE, work_on(code, item, record_of(plan, item.item_id)))
    form = form_of(plan, item, None)
    if not form.is_submitted():
        return page_of(code, item, form, None)
    if form.validate():
        try:
            with sent_file(form.file) as file:
                evidence.attach_evidence(
                    session(), view, code, key, form.values(), actor=actor(), reason=form.reason.data or "", file=file
                )
                is_waiting = file is not None and file.is_held_back
        except Invalid as error:
            put_beside(form, error)
        else:
            attached = gettext("Attached: %(title)s.", title=form.title.data)
            waits = gettext("It shows nothing until the virus scanner has looked at the file.")
            flash(f"{attached} {waits if is_waiting else _said_of_condition(plan, item)}".strip(), "success")
            return back_to(view, code, item)
    return page_of(code, item, form, None), 422


def _said_of_condition(plan: PlanInScope, item: ItemView) -> str:
    """What the closing condition of an item still wants, or that it is met; nothing where it has none."""
    if not item.proofs:
        return ""
    wanted = still_wanted(kinds_received(session(), plan, item.item_id, clock.today()), item.proofs)
    if not wanted:
        return gettext("What was received is what shows the item in place.")
    return gettext("Still wanted to show it: %(what)s.", what=proofs_in_words(wanted))


def find_evidence(plan: PlanInScope, evidence_id: int) -> tuple[EvidenceRecord, bool]:
    """A piece of evidence of the plan, and whether it still stands. Raises NotFound."""
    for record in list_evidence(session(), plan.plan_id, plan.scope, clock.today()):
        if record.evidence_id == evidence_id:
            return record, True
    withdrawn = find_withdrawn_evidence(session(), plan, evidence_id)
    if withdrawn is None:
        raise NotFound(message("There is no such evidence."))
    return withdrawn, False


def withdrawn_page(plan: PlanInScope, item: ItemView, record: EvidenceRecord, form: ReasonForm) -> Answer:
    """Somebody has withdrawn it: who, when and why; what was typed is kept, and can be attached as another piece."""
    typed = [
        (field.name, str(field.label.text), text, as_shown(field, (text,)))
        for field in form
        if field.name not in NO_VALUES
        for text in request.form.getlist(field.name)[: None if field.name == "milestones" else 1]
    ]
    page = render_template(
        "countries/withdrawn_evidence.html",
        owner=plan.owner,
        item=item,
        evidence=record,
        typed=typed,
        versions=list_versions(session(), record.evidence_id),
        may_attach=isinstance(form, EvidenceForm),
        latest=latest_changes(plan, SubjectKind.EVIDENCE, record.evidence_id),
        back=cell_address(catalogue(), plan.owner, item),
    )
    return page, 409


@area.route("/<code>/evidence/<int:evidence_id>", methods=["GET", "POST"])
@signed_in
@writes
@takes_files
def edit_evidence(code: str, evidence_id: int) -> Answer:
    """Change a piece of evidence."""
    view = catalogue()
    plan = get_plan(session(), code, actor())
    record, is_standing = find_evidence(plan, evidence_id)
    item = view.items_by_id[record.item_id]
    require(actor(), policy.ATTACH_EVIDENCE, work_on(code, item, record_of(plan, item.item_id)))
    form = form_of(plan, item, record)
    if not is_standing:
        return withdrawn_page(plan, item, record, form)
    if not form.is_submitted():
        return page_of(code, item, form, record)
    if form.validate():
        try:
            with sent_file(form.file) as file:
                evidence.update_evidence(
                    session(),
                    view,
                    code,
                    evidence_id,
                    chosen(form.values()),
                    actor=actor(),
                    expected_version=version_shown(),
                    effective_on=form.effective_on.data,
                    reason=form.reason.data or "",
                    file=file,
                )
        except Invalid as error:
            put_beside(form, error)
        except Conflict as conflict:
            if form.file and form.file.data:
                flash(gettext("The file was not kept. Choose it again once you have compared."), "warning")
            elif pieces_for("evidence", code, item.key).arrived:
                flash(gettext("The file that has arrived goes with what you choose."), "info")
            return conflict_page(form, conflict, title=record.title, back=cell_address(view, code, item))
        else:
            flash(gettext("Saved."), "success")
            return back_to(view, code, item)
    return page_of(code, item, form, record), 422


def values_of(record: EvidenceRecord) -> dict[str, Any]:
    """A piece of evidence as its form holds it."""
    values = {name: getattr(record, name) for name in EvidenceForm.FIELDS}
    return {**values, "milestones": list(record.milestones), "version": str(record.version)}


@area.post("/<code>/evidence/<int:evidence_id>/withdraw")
@signed_in
@writes
def withdraw_evidence(code: str, evidence_id: int) -> Answer:
    """Withdraw a piece of evidence, with the reason."""
    view = catalogue()
    plan = get_plan(session(), code, actor())
    record, _is_standing = find_evidence(plan, evidence_id)
    item = view.items_by_id[record.item_id]
    form = ReasonForm()
    try:
        evidence.withdraw_evidence(
            session(),
            code,
            evidence_id,
            actor=actor(),
            expected_version=version_shown(),
            reason=form.reason.data or "",
        )
    except Conflict as conflict:
        deed, back = gettext("Withdraw"), url_for("countries.edit_evidence", code=code, evidence_id=evidence_id)
        latest = latest_changes(plan, SubjectKind.EVIDENCE, evidence_id)
        return conflict_page(form, conflict, title=record.title, back=back, deed=deed, latest=latest)
    except WrongState:
        return withdrawn_page(plan, item, record, form)
    except Invalid as error:
        put_beside(form, error)
        return page_of(code, item, form_of(plan, item, record, formdata=None), record, form), 422
    flash(gettext("Withdrawn: %(title)s.", title=record.title), "success")
    return back_to(view, code, item)
