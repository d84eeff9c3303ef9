"""Sharing: what others will see, and the act of showing it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.plans import policy
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan, list_authorities
from app.plans.queries.history import list_unshared
from app.plans.services import releases
from app.plans.states import Cause
from app.web.countries.area import area
from app.web.countries.deeds.milestones import Answer
from app.web.countries.forms import ShareForm, SharingForm
from app.web.tongue import language


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
    if form.is_submitted():
        keys = [key for key in form.blocks.data or () if key in view.blocks]
        whole = request.form.get("what") == "plan"
        made = releases.share(session(), code, None if whole else keys, actor=actor(), note=form.note.data or "")
        flash(gettext("Shared: %(number)s changes.", number=made.changes_shared), "success")
        return redirect(url_for("countries.show_country", code=code), 303)
    wanted = request.args.get("block")
    form.blocks.data = [wanted] if wanted in view.blocks else sorted({change.block_key for change in changes})
    sharing = SharingForm(
        data={"shares_continuously": plan.head.shares_continuously, "shares_row": plan.head.shares_row}
    )
    return render_template(
        "countries/share.html",
        owner=code,
        view=view,
        plan=plan,
        form=form,
        sharing=sharing,
        changes=changes,
        causes={cause.value: cause for cause in Cause},
        people={a.authority_id: a.name for a in list_authorities(session(), plan.plan_id)},
    )


@area.post("/<code>/sharing")
@signed_in
@writes
def set_sharing(code: str) -> Answer:
    """How the plan is shared from now on."""
    plan = get_plan(session(), code, actor())
    require(actor(), policy.SET_SHARING, PlanSubject(code))
    form = SharingForm()
    if form.shares_continuously.data != plan.head.shares_continuously:
        releases.set_continuous_sharing(session(), code, form.shares_continuously.data, actor=actor())
    if form.shares_row.data != plan.head.shares_row:
        releases.set_row_sharing(session(), code, form.shares_row.data, actor=actor())
    flash(gettext("Saved."), "success")
    return redirect(url_for("countries.share", code=code), 303)
