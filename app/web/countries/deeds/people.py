"""Who works on a plan: contributors are invited, deputies named, and both ended, by the country's coordinators."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from wtforms.fields.choices import SelectChoice

from app.accounts import services
from app.accounts.policy import DELEGATE, CountrySubject
from app.accounts.queries import list_country_grants
from app.accounts.services import Invited, delegating
from app.core.errors import Invalid, NotAllowed, WrongState
from app.core.labels import message
from app.core.policy import require
from app.http.commits import after_commit, writes
from app.http.context import actor, catalogue, config, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.http.signin import end_sessions_of
from app.plans.queries.heads import get_plan, list_authorities
from app.plans.services.roles import invite_contributor
from app.web.countries.area import area, country_of, name_of
from app.web.countries.deeds.milestones import Answer
from app.web.countries.forms_people import ContributorForm, DeputyForm
from app.web.countries.people import helper, limits_of, role_of
from app.web.tongue import gettext, language


@area.get("/<code>/people")
@signed_in
def list_people(code: str) -> str:
    """Everybody with a role on the plan."""
    return people_page(code)


def people_page(code: str, refusal: str = "") -> str:
    """The list, and why a deed on it was refused. Raises NotFound, NotAllowed."""
    names = enter(code)
    grants = list_country_grants(session(), code)
    return render_template(
        "countries/people/list_people.html",
        owner=code,
        name=name_of(catalogue(), code),
        helpers=[helper(grant, catalogue(), names, actor()) for grant in grants],
        refusal=refusal,
    )


def enter(code: str) -> dict[int, str]:
    """Whoever gets in may hand on work in the country; the names of its authorities. Raises NotFound, NotAllowed."""
    country_of(catalogue(), code)
    plan = get_plan(session(), code, actor())
    require(actor(), DELEGATE, CountrySubject(code))
    return {one.authority_id: one.name for one in list_authorities(session(), plan.plan_id)}


@area.route("/<code>/people/invite", methods=["GET", "POST"])
@signed_in
@writes
def invite_contributor_of(code: str) -> Answer:
    """Invite a contributor for some authorities; the link is shown once."""
    enter(code)
    form = ContributorForm()
    plan = get_plan(session(), code, actor())
    listed = [one for one in list_authorities(session(), plan.plan_id) if one.is_active]
    form.authorities.choices = [SelectChoice(value=one.authority_id, label=one.name) for one in listed]
    form.blocks.choices = [
        SelectChoice(value=block.key, label=f"{block.code} {block.title.in_(language())}")
        for block in catalogue().blocks.values()
    ]
    if form.validate_on_submit():
        try:
            invited = invite_contributor(
                session(), form.scope(code), actor=actor(), email=form.email.data, name=form.name.data
            )
        except Invalid as error:
            session().rollback()
            put_beside(form, error)
        else:
            return after_giving(code, invited)
    page = render_template(
        "countries/people/invite_contributor.html", owner=code, name=name_of(catalogue(), code), form=form
    )
    return (page, 422) if form.is_submitted() else page


@area.route("/<code>/people/<int:grant_id>/deputy", methods=["GET", "POST"])
@signed_in
@writes
def name_deputy(code: str, grant_id: int) -> Answer:
    """Name who acts for somebody until a day."""
    names = enter(code)
    grant = delegating.find_delegation(session(), code, grant_id, actor=actor())
    if not delegating.may_name_deputy(actor(), grant):
        raise NotAllowed(message("You may not name a deputy for this role."))
    form = DeputyForm()
    status = 422
    if form.validate_on_submit():
        try:
            invited = services.name_deputy(
                session(),
                code,
                grant_id,
                actor=actor(),
                email=form.email.data,
                name=form.name.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
            )
        except (Invalid, WrongState) as error:
            session().rollback()
            status = status_of(error)
            put_beside(form, Invalid(error.message, field=getattr(error, "field", None), **error.values))
        else:
            return after_giving(code, invited)
    page = render_template(
        "countries/people/name_deputy.html",
        owner=code,
        name=name_of(catalogue(), code),
        form=form,
        person=grant.user,
        role=role_of(grant),
        limits=limits_of(grant, catalogue(), names),
        last_day=grant.ends_on,
    )
    return (page, status) if form.is_submitted() else page


@area.post("/<code>/people/<int:grant_id>/link")
@signed_in
@writes
def renew_link(code: str, grant_id: int) -> Answer:
    """A new link for somebody who has not come in yet, shown once."""
    enter(code)
    try:
        return after_giving(code, services.renew_link(session(), code, grant_id, actor=actor()))
    except WrongState as refusal:
        return people_page(code, spoken(refusal)), status_of(refusal)


@area.post("/<code>/people/<int:grant_id>/end")
@signed_in
@writes
def end_delegation(code: str, grant_id: int) -> Answer:
    """End a contributor's or a deputy's role now; it can be given again."""
    enter(code)
    try:
        person = services.end_delegation(session(), code, grant_id, actor=actor())
    except WrongState as refusal:
        return people_page(code, spoken(refusal)), status_of(refusal)
    ended = person.id
    after_commit(lambda: end_sessions_of(ended))
    flash(gettext("Ended: %(name)s. What they did stays.", name=person.name), "success")
    return redirect(url_for("countries.list_people", code=code), 303)


def after_giving(code: str, invited: Invited) -> Answer:
    """The link for who is new, once; for who can sign in already, back to the list."""
    person: Any = invited.person
    if invited.secret is None:
        flash(gettext("%(name)s has the role, and signs in as before.", name=person.name), "success")
        return redirect(url_for("countries.list_people", code=code), 303)
    link = config().public_url + url_for("account.use_link", secret=invited.secret)
    return render_template(
        "countries/people/show_link.html", owner=code, name=name_of(catalogue(), code), person=person, link=link
    )
