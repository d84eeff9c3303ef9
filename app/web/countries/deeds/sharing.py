"""Sharing: what others will see, and the act of showing it."""

from __future__ import annotations

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.core.errors import Conflict, Invalid, WrongState
from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken
from app.plans import policy
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan, list_authorities
from app.plans.queries.history import list_unshared
from app.plans.queries.records import HistoryEntry, PlanInScope
from app.plans.services import releases
from app.plans.states import Scope
from app.readiness.states import LOOK
from app.web.countries.area import area
from app.web.countries.choices import whole_number
from app.web.countries.deeds.common import NO_VERSION, wants_fragment
from app.web.countries.deeds.milestones import Answer
from app.web.countries.forms import ShareForm
from app.web.countries.readings import plan_reading
from app.web.countries.told import told
from app.web.overview.matrix import columns_of, row_shown_to_others
from app.web.tongue import language

ROW, CONTINUOUSLY = "row", "continuously"

SHOWN = 200
"""Changes in the table before a release."""


@area.route("/<code>/share", methods=["GET", "POST"])
@signed_in
@writes
def share(code: str) -> Answer:
    """Preview what is not yet shared, and share the whole plan or chosen blocks."""
    view = catalogue()
    plan = get_plan(session(), code, actor())
    require(actor(), policy.SHARE, PlanSubject(code))
    form = ShareForm()
    changes = list_unshared(session(), plan)
    form.blocks.choices = [
        SelectChoice(value=block.key, label=f"{block.code} {block.title.in_(language())}")
        for block in view.blocks.values()
    ]
    if not form.is_submitted():
        wanted = request.args.get("block")
        form.blocks.data = [wanted] if wanted in view.blocks else sorted({change.block_key for change in changes})
        return share_page(plan, form, changes)
    if not form.validate():
        return share_page(plan, form, changes), 422
    keys = [key for key in form.blocks.data or () if key in view.blocks]
    whole = request.form.get("what") == "plan"
    try:
        made = releases.share(session(), code, None if whole else keys, actor=actor(), note=form.note.data or "")
    except Invalid as error:
        put_beside(form, error)
        return share_page(plan, form, changes), 422
    except WrongState as error:
        put_beside(form, Invalid(error.message, field="blocks", **error.values))
        return share_page(plan, form, changes), 409
    flash(gettext("Shared: %(number)s changes.", number=made.changes_shared), "success")
    return redirect(url_for("countries.show_country", code=code), 303)


def share_page(plan: PlanInScope, form: ShareForm, changes: list[HistoryEntry]) -> str:
    """What is not yet shared, and how the plan is shared, around a form that may hold errors."""
    people = {a.authority_id: a.name for a in list_authorities(session(), plan.plan_id)}
    return render_template(
        "countries/share.html",
        owner=plan.owner,
        view=catalogue(),
        plan=plan,
        form=form,
        numbers=Counter(change.block_key for change in changes),
        number=len(changes),
        history=told(changes[:SHOWN], catalogue(), people),
    )


@area.get("/<code>/share/row")
@signed_in
def preview_row(code: str) -> Answer:
    """The plan's row of the matrix as other Member States will see it, before it is shared with them."""
    plan = get_plan(session(), code, actor())
    require(actor(), policy.SET_SHARING, PlanSubject(code))
    return row_preview(plan)


def row_preview(plan: PlanInScope, refusal: str = "") -> str:
    """The row with the question whether to share it: a dialog for the page's script, a page without it."""
    view, seen = catalogue(), read_viewpoint()
    reading = plan_reading(session(), view, PlanInScope(plan.head, Scope.SHARED), seen)
    return render_template(
        "countries/row_dialog.html" if wants_fragment() else "countries/preview_row.html",
        owner=plan.owner,
        head=plan.head,
        row=row_shown_to_others(view, plan.head, reading),
        columns=[column._replace(url="") for column in columns_of(view)],
        states=tuple(LOOK),
        refusal=refusal,
    )


@area.post("/<code>/sharing")
@signed_in
@writes
def set_sharing(code: str) -> Answer:
    """Switch one way of sharing on or off: `what` is which, `is_on` whether. The other stays as it is."""
    plan = get_plan(session(), code, actor())
    require(actor(), policy.SET_SHARING, PlanSubject(code))
    is_on = request.form.get("is_on") == "yes"
    what = request.form.get("what")
    if what == ROW:
        return set_row(plan, is_on)
    if what == CONTINUOUSLY:
        releases.set_continuous_sharing(session(), code, is_on, actor=actor())
        said = (
            gettext("From now on every change is shared as it is saved.")
            if is_on
            else gettext("From now on others see the plan as known at its last release.")
        )
        flash(said, "success")
    return back_to_sharing(code)


def set_row(plan: PlanInScope, is_on: bool) -> Answer:
    """Share the row that the person has just looked at, or share it no longer."""
    stamp = whole_number(request.form.get("seen_stamp"))
    try:
        releases.set_row_sharing(
            session(), plan.owner, is_on, actor=actor(), seen_stamp=NO_VERSION if stamp is None else stamp
        )
    except Conflict as conflict:
        return row_preview(plan, spoken(conflict)), 409
    if is_on:
        flash(gettext("Other Member States now see your row of the matrix."), "success")
    else:
        flash(gettext("Other Member States no longer see your row of the matrix."), "success")
    return back_to_sharing(plan.owner)


def back_to_sharing(code: str) -> Response:
    """Back to where it says how the plan is shared."""
    return redirect(url_for("countries.share", code=code, _anchor="from-now-on"), 303)
