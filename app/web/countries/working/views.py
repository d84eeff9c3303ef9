"""The working list, and the three steps of a change of many: try it, do it, take it back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request

from app.core.errors import Invalid
from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken
from app.plans import policy
from app.plans.bulk import BulkRow, Versions, WhyNeeded
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan, list_authorities
from app.plans.services import bulk
from app.web.countries.area import area, name_of
from app.web.countries.deeds.confirming import versions_chosen
from app.web.countries.deeds.milestones import Answer
from app.web.countries.told import FIELDS, value_teller
from app.web.countries.working.filters import filters_of
from app.web.countries.working.forms import BulkForm
from app.web.countries.working.page import list_page, listed
from app.web.tongue import gettext


@area.get("/<code>/milestones")
@signed_in
def list_milestones_of(code: str) -> str:
    """All milestones of a plan, filtered and sorted by the address."""
    return list_page(code)


@area.post("/<code>/milestones/preview")
@signed_in
@writes
def preview_bulk(code: str) -> Answer:
    """What a change of many would do, and what would be refused; nothing is changed."""
    form, chosen = _asked(code)
    if not chosen:
        return list_page(code, form, [gettext(bulk.NONE_CHOSEN)]), 422
    if form.deed.data and not form.is_asked:
        return _shown(code, form, chosen)
    if not form.validate():
        return _shown(code, form, chosen), 422
    try:
        rows = bulk.preview_change(session(), catalogue(), code, chosen, form.change(), actor=actor())
    except Invalid as refusal:
        if refusal.field == "milestone":
            return list_page(code, form, [spoken(refusal)]), 422
        return _refused(code, form, chosen, refusal)
    return _shown(code, form, chosen, rows)


@area.post("/<code>/milestones/apply")
@signed_in
@writes
def apply_bulk(code: str) -> Answer:
    """Change what a preview showed, all of it but what is refused or was changed meanwhile."""
    form, chosen = _asked(code)
    if not form.validate():
        return _shown(code, form, chosen), 422
    try:
        rows = bulk.apply_change(session(), catalogue(), code, chosen, form.change(), actor=actor())
    except Invalid as refusal:
        return _refused(code, form, chosen, refusal)
    return _done(code, rows, form)


@area.post("/<code>/milestones/undo")
@signed_in
@writes
def undo_bulk(code: str) -> Answer:
    """Take a change of many back."""
    try:
        rows = bulk.undo_change(session(), code, versions_chosen(), actor=actor())
    except Invalid as refusal:
        return list_page(code, None, [spoken(refusal)]), 422
    return _done(code, rows, None)


def _asked(code: str) -> tuple[BulkForm, Versions]:
    """The form that was sent, and what was chosen: boxes, or all that matches as it stands now.

    Raises NotFound, NotAllowed for those who do not work in the plan.
    """
    plan = get_plan(session(), code, actor())
    require(actor(), policy.READ_WORKING, PlanSubject(code))
    form = BulkForm(catalogue(), list_authorities(session(), plan.plan_id))
    if request.form.get("which") != "matching":
        return form, versions_chosen()
    return form, {row.record.reference: row.record.version for row in listed(code).changeable}


def _refused(code: str, form: BulkForm, chosen: Versions, refusal: Invalid) -> Answer:
    """What the change as a whole lacks, beside its field; with the milestones for which it lacks it."""
    put_beside(form, refusal)
    return _shown(code, form, chosen, lacking=refusal.rows if isinstance(refusal, WhyNeeded) else ()), 422


def _shown(
    code: str,
    form: BulkForm,
    chosen: Versions,
    rows: list[BulkRow] | None = None,
    lacking: Sequence[BulkRow] = (),
) -> str:
    """The preview; without `rows`, the fields of the deed."""
    return render_template(
        "countries/working/preview.html",
        owner=code,
        name=name_of(catalogue(), code),
        form=form,
        chosen=chosen,
        rows=rows,
        lacking=lacking,
        **_words(code),
    )


def _done(code: str, rows: list[BulkRow], form: BulkForm | None) -> str:
    """What was done; without a form, what was taken back."""
    return render_template(
        "countries/working/done.html",
        owner=code,
        name=name_of(catalogue(), code),
        rows=rows,
        form=form,
        is_undone=form is None,
        **_words(code),
    )


def _words(code: str) -> dict[str, object]:
    """How values and refusals are read, and the filters to go back to."""
    plan = get_plan(session(), code, actor())
    names = {one.authority_id: one.short_name or one.name for one in list_authorities(session(), plan.plan_id)}
    filters, _unknown = filters_of(request.args, catalogue(), names)
    return {
        "view": catalogue(),
        "value_of": value_teller(catalogue(), names),
        "field_names": FIELDS,
        "refusal_of": spoken,
        "address": filters.in_address(),
    }
