"""The prose of a block."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound
from app.core.labels import message
from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.plans import policy
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan
from app.plans.queries.state import list_prose
from app.plans.services import prose
from app.web.countries.area import area, block_of
from app.web.countries.deeds.common import chosen, conflict_page, version_shown
from app.web.countries.deeds.milestones import Answer
from app.web.countries.forms import ProseForm
from app.web.tongue import language


@area.route("/<code>/blocks/<number>/prose/<section>", methods=["GET", "POST"])
@signed_in
@writes
def edit_prose(code: str, number: str, section: str) -> Answer:
    """Write a section of a block's prose."""
    view = catalogue()
    block = block_of(view, number)
    plan = get_plan(session(), code, actor())
    require(actor(), policy.UPDATE_PROSE, PlanSubject(code))
    part = next((part for part in view.plan_sections if part.key == section), None)
    if part is None:
        raise NotFound(message("The plan's template has no such section."))
    written = list_prose(session(), plan.plan_id, plan.scope, clock.today(), block.key)
    record = next((record for record in written if record.section_key == section), None)
    values = (
        {"text": record.text, "language": record.language, "version": str(record.version)}
        if record
        else {"version": "0"}
    )
    form = ProseForm(data={"language": "en", **values})
    back = url_for("countries.show_prose", code=code, number=number, _anchor=f"prose-{section}")
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            wanted = chosen({"text": form.text.data or "", "language": form.language.data or "en"})
            try:
                prose.update_prose(
                    session(),
                    view,
                    code,
                    block.key,
                    section,
                    wanted.get("text", record.text if record else ""),
                    wanted.get("language", record.language if record else "en"),
                    actor=actor(),
                    expected_version=version_shown(),
                    effective_on=form.effective_on.data,
                    reason=form.reason.data or "",
                )
            except Invalid as error:
                put_beside(form, error)
            except Conflict as conflict:
                return conflict_page(form, conflict, title=part.title.in_(language()), back=back)
            else:
                flash(gettext("Saved."), "success")
                return redirect(back, 303)
    page = render_template("countries/edit_prose.html", owner=code, block=block, section=part, form=form, back=back)
    return page, status
