"""The authorities of a country."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from app.catalogue.states import ActorGroup
from app.core.errors import Invalid, WrongState
from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken
from app.plans import policy
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan, list_authorities
from app.plans.services import authorities
from app.web.countries.area import area
from app.web.countries.deeds.milestones import Answer
from app.web.countries.forms import AuthorityForm, whole_number
from app.web.tongue import language

CHANGES_OF_USE = {
    "deactivate": authorities.deactivate_authority,
    "reactivate": authorities.reactivate_authority,
}


def page_of(code: str, form: AuthorityForm) -> str:
    """The directory with the form to add one."""
    view = catalogue()
    plan = get_plan(session(), code, actor())
    kinds = [kind for kind in view.actors.values() if kind.group is ActorGroup.NATIONAL]
    form.actor_code.choices = [
        SelectChoice(value="", label=gettext("other")),
        *(SelectChoice(value=kind.code, label=kind.title.in_(language())) for kind in kinds),
    ]
    return render_template(
        "countries/list_authorities.html",
        owner=code,
        view=view,
        authorities=list_authorities(session(), plan.plan_id),
        form=form,
    )


@area.route("/<code>/authorities", methods=["GET", "POST"])
@signed_in
@writes
def list_authorities_of(code: str) -> Answer:
    """The authorities of a plan; add one."""
    get_plan(session(), code, actor())
    require(actor(), policy.MANAGE_AUTHORITIES, PlanSubject(code))
    form = AuthorityForm()
    if not form.is_submitted():
        return page_of(code, form)
    if form.validate():
        try:
            authorities.add_authority(
                session(),
                code,
                form.name.data,
                actor=actor(),
                short_name=form.short_name.data or "",
                actor_code=form.actor_code.data or None,
            )
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("Added: %(name)s.", name=form.name.data), "success")
            return redirect(url_for("countries.list_authorities_of", code=code), 303)
    return page_of(code, form), 422


@area.post("/<code>/authorities/<int:authority_id>")
@signed_in
@writes
def change_authority(code: str, authority_id: int) -> Answer:
    """Rename an authority, or take it out of use and back."""
    version = whole_number(request.form.get("version"))
    deed = request.form.get("deed")
    try:
        change(code, authority_id, deed, version)
    except (Invalid, WrongState) as refusal:
        session().rollback()
        flash(spoken(refusal), "error")
        return redirect(url_for("countries.list_authorities_of", code=code), 303)
    flash(gettext("Saved."), "success")
    return redirect(url_for("countries.list_authorities_of", code=code), 303)


def change(code: str, authority_id: int, deed: str | None, version: int | None) -> None:
    """The deed that a button of the directory asks for."""
    if deed in CHANGES_OF_USE:
        CHANGES_OF_USE[deed](session(), code, authority_id, actor=actor(), expected_version=version)
    else:
        authorities.rename_authority(
            session(),
            code,
            authority_id,
            request.form.get("name", ""),
            short_name=request.form.get("short_name", ""),
            actor=actor(),
            expected_version=version,
        )
