"""The authorities of a country."""

from __future__ import annotations

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from app.catalogue.states import ActorGroup
from app.core.errors import Conflict, Invalid, WrongState
from app.core.labels import message
from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.plans import policy
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan, list_authorities
from app.plans.services import authorities
from app.plans.states import EU
from app.web.countries.area import area
from app.web.countries.deeds.common import chosen, conflict_page, version_shown
from app.web.countries.deeds.milestones import Answer
from app.web.countries.forms import AuthorityForm
from app.web.countries.forms_versions import marks_of
from app.web.tongue import language

CHANGES_OF_USE = {
    "deactivate": authorities.deactivate_authority,
    "reactivate": authorities.reactivate_authority,
}
DEEDS_IN_WORDS = {"deactivate": message("Take out of use"), "reactivate": message("Take back into use")}


TYPED = ("name", "short_name", "contact_email")
"""What a row of the directory lets one type."""


class RefusedNames(NamedTuple):
    """What was typed for an authority, and the sentence that stands beside it."""

    authority_id: int
    name: str
    short_name: str
    contact_email: str
    sentence: str


def page_of(code: str, form: AuthorityForm, refused: RefusedNames | None = None) -> str:
    """The directory with the form to add one; `refused` are names that one could not get, and why."""
    view = catalogue()
    plan = get_plan(session(), code, actor())
    groups = {ActorGroup.EU, ActorGroup.AGENCY} if code == EU else {ActorGroup.NATIONAL}
    kinds = [kind for kind in view.actors.values() if kind.group in groups]
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
        refused=refused,
        marks_of=marks_of,
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
                contact_email=form.contact_email.data or "",
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
    deed = request.form.get("deed")
    back = url_for("countries.list_authorities_of", code=code)
    try:
        change(code, authority_id, deed)
    except Conflict as conflict:
        title = conflict.theirs["name"]
        if deed in CHANGES_OF_USE:
            words = DEEDS_IN_WORDS[deed]
            return conflict_page(FlaskForm(), conflict, title=title, back=back, deed=gettext(words))
        return conflict_page(AuthorityForm(), conflict, title=title, back=back)
    except (Invalid, WrongState) as refusal:
        session().rollback()
        name, short_name, contact = (request.form.get(field, "") for field in TYPED)
        names = RefusedNames(authority_id, name, short_name, contact, spoken(refusal))
        return page_of(code, AuthorityForm(formdata=None), names), status_of(refusal)
    flash(gettext("Saved."), "success")
    return redirect(back, 303)


def change(code: str, authority_id: int, deed: str | None) -> None:
    """The deed that a button of the directory asks for."""
    version: int | None = version_shown()
    if deed in CHANGES_OF_USE:
        CHANGES_OF_USE[deed](session(), code, authority_id, actor=actor(), expected_version=version)
        return
    held = held_now(code, authority_id)
    typed = {name: request.form.get(name, "") for name in TYPED if name in request.form or name != "contact_email"}
    wanted = {**held, **chosen(typed)}
    if held["contact_email"] != wanted["contact_email"]:
        authorities.set_contact(
            session(), code, authority_id, wanted["contact_email"], actor=actor(), expected_version=version
        )
        if all(wanted[name] == held[name] for name in ("name", "short_name")):
            return
        version = None  # the plan's row is held: nobody else can have come between
    authorities.rename_authority(
        session(),
        code,
        authority_id,
        wanted["name"],
        short_name=wanted["short_name"],
        actor=actor(),
        expected_version=version,
    )


def held_now(code: str, authority_id: int) -> dict[str, str]:
    """What the directory says of an authority now; empty for one that is not there, which the service will say."""
    for held in list_authorities(session(), get_plan(session(), code, actor()).plan_id):
        if held.authority_id == authority_id:
            return {name: getattr(held, name) or "" for name in TYPED}
    return dict.fromkeys(TYPED, "")
