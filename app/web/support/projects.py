"""A project: its support plan, who is assigned, what experts suggest."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts.states import Role
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, config, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.support import services
from app.support.areas import opened_items
from app.support.deliverables.policy import CREATE
from app.support.deliverables.queries.deliverables import Wanted, count_deliverables, list_deliverables
from app.support.policy import ASSIGN, OPEN_WORKING, READ
from app.support.queries.requests import NO_REQUEST, get_project
from app.support.queries.suggestions import list_suggestions
from app.support.records import RequestRecord
from app.web.support.area import Answer, area
from app.web.support.forms import AssignForm, ReasonForm
from app.web.support.requests import next_steps
from app.web.tongue import gettext

SHOWN = 10
"""Deliverables that a project's page names, the latest; the others stand in the list."""


@area.get("/projects/<int:project_id>")
@signed_in
def show_project(project_id: int) -> str:
    """A project with its areas, those who are assigned, its meetings, and what was suggested."""
    return project_page(get_project(session(), project_id, actor()))


@area.post("/projects/<int:project_id>/assignments")
@signed_in
@writes
def assign_expert(project_id: int) -> Answer:
    """Assign an expert; who has no account gets one, and a link to hand over."""
    found = get_project(session(), project_id, actor())
    require(actor(), ASSIGN, found.subject)
    form = _assign_form(found)
    if form.validate():
        try:
            _, secret = services.assign_expert(session(), catalogue(), found, form.values(), actor=actor())
        except Invalid as error:
            put_beside(form, Invalid(error.message, field=_field(error), **error.values))
        except (WrongState, Conflict) as refusal:
            form.form_errors.append(spoken(refusal))
            return project_page(found, form), status_of(refusal)
        else:
            if secret:
                link = f"{config().public_url}/invitation/{secret}"
                flash(gettext("Assigned. Hand over this link; it works once, for an hour: %(link)s", link=link))
            else:
                flash(gettext("Assigned."), "success")
            return _back(found)
    return project_page(found, form), 422


@area.post("/projects/<int:project_id>/assignments/<int:assignment_id>/end")
@signed_in
@writes
def end_assignment(project_id: int, assignment_id: int) -> Answer:
    """End an assignment now; what it opened is closed with the person's next request."""
    found = get_project(session(), project_id, actor())
    require(actor(), ASSIGN, found.subject)
    form = ReasonForm()
    if form.validate():
        try:
            services.end_assignment(session(), found, assignment_id, form.reason.data or "", actor=actor())
        except Invalid as error:
            put_beside(form, error)
        except (WrongState, Conflict) as refusal:
            form.form_errors.append(spoken(refusal))
            return project_page(found, ending={assignment_id: form}), status_of(refusal)
        else:
            flash(gettext("The assignment is ended."), "success")
            return _back(found)
    return project_page(found, ending={assignment_id: form}), 422


@area.post("/projects/<int:project_id>/assignments/<int:assignment_id>/working-state")
@signed_in
@writes
def open_working_state(project_id: int, assignment_id: int) -> Response:
    """Open to an expert what the country has not shared of the assignment's blocks and items, or close it."""
    found = get_project(session(), project_id, actor())
    is_open = request.form.get("open") == "1"
    services.open_working_state(
        session(), found, assignment_id, is_open, actor=actor(), expected=request.form.get("was") == "1"
    )
    flash(gettext("Opened.") if is_open else gettext("Closed."), "success")
    return _back(found)


def project_page(
    found: RequestRecord, form: AssignForm | None = None, ending: dict[int, ReasonForm] | None = None
) -> str:
    """The page, with forms as they were sent where something was wrong."""
    view = catalogue()
    if not allows(actor(), READ, found.subject):
        raise NotFound(NO_REQUEST)
    may_assign = allows(actor(), ASSIGN, found.subject) and found.is_open
    opened = opened_items(session(), view, found.owner, actor())
    return render_template(
        "support/show_project.html",
        view=view,
        found=found,
        today=clock.today(),
        assign=(form or _assign_form(found, is_empty=True)) if may_assign else None,
        may_end=allows(actor(), ASSIGN, found.subject),
        ending=ending or {},
        reason_form=lambda key: (ending or {}).get(key) or _reason_form(key),
        may_open=allows(actor(), OPEN_WORKING, found.subject),
        deliverables=list_deliverables(session(), actor(), Wanted(project_id=found.project_id), limit=SHOWN),
        handed_over=count_deliverables(session(), actor(), Wanted(project_id=found.project_id)),
        may_begin=found.is_open and allows(actor(), CREATE, found.subject),
        suggestions=list_suggestions(session(), actor(), project_id=found.project_id),
        steps=next_steps(view, found, {}),
        blocks={view.items_by_id[item_id].block_key for item_id in opened},
        reads_plan=found.owner in actor().countries,
        is_expert=actor().holds(Role.EXPERT),
    )


def _reason_form(key: int) -> ReasonForm:
    form = ReasonForm(formdata=None)
    form.reason.id = f"reason-{key}"
    return form


def _assign_form(found: RequestRecord, *, is_empty: bool = False) -> AssignForm:
    blocks = {area.block_key for area in found.areas if area.item_id is None}
    items = {area.item_id for area in found.areas if area.item_id is not None}
    given = {"formdata": None} if is_empty else {}
    data = {"starts_on": found.project_starts_on, "ends_on": found.project_ends_on}
    return AssignForm(catalogue(), blocks, items, data=data, **given)


def _field(error: Invalid) -> str | None:
    return "item_ids" if error.field == "items" else error.field


def _back(found: RequestRecord) -> Response:
    return redirect(url_for("support.show_project", project_id=found.project_id), 303)
