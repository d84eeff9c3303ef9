"""A request: made, corrected, and taken from step to step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.catalogue.views import CatalogueView
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.plans.queries.heads import NO_PLAN, find_head, list_authorities
from app.support import services
from app.support.life import DATED, NEEDS_TEXT, deeds_of
from app.support.policy import FOLLOW_UP, READ, REQUEST, SupportSubject, sides_of
from app.support.queries.requests import NO_REQUEST, get_request
from app.support.records import RequestRecord
from app.support.services.living import right_for
from app.support.states import Deed, PartKind, State
from app.web.countries.deeds.common import version_shown
from app.web.support.area import Answer, area, country_here
from app.web.support.forms import LinkForm, RequestForm, StepForm
from app.web.tongue import gettext


@dataclass(frozen=True)
class Next:
    """A step that the person can take, with its form."""

    deed: Deed
    form: StepForm

    @property
    def is_dated(self) -> bool:
        """Whether it is asked on which day it happened."""
        return self.deed in DATED

    @property
    def needs_text(self) -> bool:
        """Whether it has to be said in words."""
        return self.deed in NEEDS_TEXT


@area.route("/countries/<code>/request", methods=["GET", "POST"])
@signed_in
@writes
def make_request(code: str) -> Answer:
    """Ask for support for an authority of the country."""
    view = catalogue()
    owner = country_here(view, code)
    if owner not in actor().countries:
        raise NotFound(NO_REQUEST)
    require(actor(), REQUEST, SupportSubject(owner))
    form = _request_form(view, owner)
    if form.validate_on_submit():
        try:
            made = services.make_request(session(), view, owner, form.values(), actor=actor())
        except Invalid as error:
            put_beside(form, _named(error))
        else:
            flash(gettext("The request is made; the support officer has been told."), "success")
            return redirect(url_for("support.show_request", request_id=made.id), 303)
    page = render_template("support/write_request.html", view=view, owner=owner, form=form, found=None)
    return (page, 422) if request.method == "POST" else page


@area.get("/requests/<int:request_id>")
@signed_in
def show_request(request_id: int) -> str:
    """A request with what it is about, its life, and the steps that the person can take."""
    return request_page(get_request(session(), request_id, actor()))


@area.route("/requests/<int:request_id>/correct", methods=["GET", "POST"])
@signed_in
@writes
def correct_request(request_id: int) -> Answer:
    """Say it anew while nobody has decided."""
    view = catalogue()
    found = get_request(session(), request_id, actor())
    require(actor(), REQUEST, found.subject)
    form = _request_form(view, found.owner, found)
    if form.validate_on_submit():
        try:
            services.correct_request(
                session(), view, found, form.values(), actor=actor(), expected_version=version_shown()
            )
        except Invalid as error:
            put_beside(form, _named(error))
        except (WrongState, Conflict) as refusal:
            form.form_errors.append(spoken(refusal))
            page = render_template("support/write_request.html", view=view, owner=found.owner, form=form, found=found)
            return page, status_of(refusal)
        else:
            flash(gettext("Saved."), "success")
            return redirect(url_for("support.show_request", request_id=request_id), 303)
    page = render_template("support/write_request.html", view=view, owner=found.owner, form=form, found=found)
    return (page, 422) if request.method == "POST" else page


@area.post("/requests/<int:request_id>/steps/<deed>")
@signed_in
@writes
def take_step(request_id: int, deed: str) -> Answer:
    """Take a step in the life of a request or project."""
    view = catalogue()
    found = get_request(session(), request_id, actor())
    try:
        chosen = Deed(deed)
    except ValueError:
        raise NotFound(NO_REQUEST) from None
    require(actor(), right_for(chosen), found.subject)
    form = StepForm(view, chosen)
    if form.validate():
        try:
            services.take_step(
                session(), view, found, chosen, form.values(), actor=actor(), expected_version=version_shown()
            )
        except Invalid as error:
            put_beside(form, _named(error))
        except (WrongState, Conflict) as refusal:
            form.form_errors.append(spoken(refusal))
            return request_page(found, {chosen: form}), status_of(refusal)
        else:
            flash(gettext("Recorded."), "success")
            return _back(found)
    return request_page(found, {chosen: form}), 422


@area.post("/requests/<int:request_id>/links")
@signed_in
@writes
def add_link(request_id: int) -> Answer:
    """Say what complements a request."""
    found = get_request(session(), request_id, actor())
    require(actor(), REQUEST, found.subject)
    form = LinkForm()
    if form.validate():
        try:
            services.add_link(session(), found, form.values(), actor=actor())
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("Added."), "success")
            return _back(found)
    return request_page(found, link=form), 422


@area.post("/requests/<int:request_id>/links/<int:link_id>/withdraw")
@signed_in
@writes
def withdraw_link(request_id: int, link_id: int) -> Response:
    """Take back what was said to complement a request."""
    found = get_request(session(), request_id, actor())
    services.withdraw_link(session(), found, link_id, actor=actor())
    flash(gettext("Taken back."), "success")
    return _back(found)


def request_page(found: RequestRecord, tried: dict[Deed, StepForm] | None = None, link: LinkForm | None = None) -> str:
    """The page, with forms as they were sent where something was wrong."""
    view = catalogue()
    if not allows(actor(), READ, found.subject):
        raise NotFound(NO_REQUEST)
    may_ask = allows(actor(), REQUEST, found.subject)
    return render_template(
        "support/show_request.html",
        view=view,
        found=found,
        call=next((call for call in view.calls if call.key == found.call_key), None),
        steps=next_steps(view, found, tried or {}),
        link=(link or LinkForm(formdata=None)) if may_ask else None,
        may_correct=may_ask and found.state is State.REQUESTED,
        PartKind=PartKind,
    )


def next_steps(view: CatalogueView, found: RequestRecord, tried: dict[Deed, StepForm]) -> list[Next]:
    """The steps that the person can take, each with its form; those that were tried, as they were sent."""
    sides = sides_of(actor(), found.subject)
    steps = []
    for deed in deeds_of(found.state, sides) if sides or allows(actor(), FOLLOW_UP, found.subject) else ():
        if deed in tried or not allows(actor(), right_for(deed), found.subject):
            continue
        form = StepForm(view, deed, formdata=None, data=_suggested(found))
        steps.append(Next(deed, form))
    return [*(Next(deed, form) for deed, form in tried.items()), *steps]


def _suggested(found: RequestRecord) -> dict[str, Any]:
    """What the support plan covers as it was asked for, to begin with."""
    return {
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "blocks": list(found.parts.get(PartKind.BLOCK, ())),
        "item_ids": list(found.parts.get(PartKind.ITEM, ())),
    }


def _request_form(view: CatalogueView, owner: str, found: RequestRecord | None = None) -> RequestForm:
    head = find_head(session(), owner)
    if head is None:
        raise NotFound(NO_PLAN)
    authorities = list_authorities(session(), head.plan_id)
    if found is None:
        return RequestForm(view, authorities)
    data = {
        "call_key": found.call_key,
        "title": found.title,
        "beneficiary_id": str(found.beneficiary_id),
        "need": found.need,
        "expected_results": found.expected_results,
        "measures": list(found.parts.get(PartKind.MEASURE, ())),
        "themes": list(found.parts.get(PartKind.THEME, ())),
        **_suggested(found),
    }
    return RequestForm(view, authorities, data=data)


def _named(error: Invalid) -> Invalid:
    """The same error at the field of the form: `items` is what forms have already."""
    if error.field == "items":
        return Invalid(error.message, field="item_ids", **error.values)
    return error


def _back(found: RequestRecord) -> Response:
    return redirect(url_for("support.show_request", request_id=found.request_id), 303)
