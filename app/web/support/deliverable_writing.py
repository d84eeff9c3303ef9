"""A deliverable is begun, written and given files."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.http.uploads import sent_file, takes_files
from app.plans.queries.records import MilestoneRecord
from app.plans.queries.state import list_milestones
from app.support.areas import opened_items
from app.support.deliverables.policy import CREATE, WRITE
from app.support.deliverables.queries.deliverables import NO_DELIVERABLE, get_deliverable
from app.support.deliverables.records import DeliverableRecord
from app.support.deliverables.services.writing import (
    STAYS,
    add_file,
    create_deliverable,
    offered_items,
    remove_file,
    update_deliverable,
)
from app.support.deliverables.states import ServedKind
from app.support.queries.requests import get_project
from app.support.records import RequestRecord
from app.web.arriving import ground
from app.web.countries.choices import whole_number
from app.web.countries.deeds.common import version_shown
from app.web.support.area import Answer, area
from app.web.support.deliverable_forms import DeliverableForm, FileForm
from app.web.support.deliverable_pages import GROUND, back_to, deliverable_page
from app.web.tongue import gettext, language


@area.route("/projects/<int:project_id>/deliverables/new", methods=["GET", "POST"])
@signed_in
@writes
def begin_deliverable(project_id: int) -> Answer:
    """Begin a deliverable of a project."""
    read_viewpoint()
    project = get_project(session(), project_id, actor())
    require(actor(), CREATE, project.subject)
    form = _form(project, None)
    if form.validate_on_submit():
        try:
            key = create_deliverable(session(), catalogue(), project_id, form.values(), actor=actor())
        except Invalid as error:
            put_beside(form, _named(error))
        except WrongState as refusal:
            form.form_errors.append(spoken(refusal))
            return _page(project, form, None), status_of(refusal)
        else:
            flash(gettext("Begun. Nobody else reads it until it is submitted."), "success")
            return back_to(key)
    page = _page(project, form, None)
    return (page, 422) if request.method == "POST" else page


@area.route("/deliverables/<int:deliverable_id>/edit", methods=["GET", "POST"])
@signed_in
@writes
def write_deliverable(deliverable_id: int) -> Answer:
    """Write a draft, or one that was returned, anew."""
    read_viewpoint()
    found = get_deliverable(session(), deliverable_id, actor())
    require(actor(), WRITE, found.subject)
    project = get_project(session(), found.project_id, actor())
    form = _form(project, found)
    if form.validate_on_submit():
        try:
            update_deliverable(
                session(),
                catalogue(),
                deliverable_id,
                form.values(),
                actor=actor(),
                expected_version=version_shown(),
            )
        except Invalid as error:
            put_beside(form, _named(error))
        except (Conflict, WrongState) as refusal:
            form.form_errors.append(spoken(refusal))
            return _page(project, form, found), status_of(refusal)
        else:
            flash(gettext("Saved."), "success")
            return back_to(deliverable_id)
    page = _page(project, form, found)
    return (page, 422) if request.method == "POST" else page


@ground(GROUND)
def may_send_file(code: str, target: str) -> None:
    """Whether the person may add a file to a deliverable of a country. Raises NotFound, NotAllowed, WrongState."""
    found = get_deliverable(session(), whole_number(target) or 0, actor())
    if found.owner != code:
        raise NotFound(NO_DELIVERABLE)
    require(actor(), WRITE, found.subject)
    if not found.is_open:
        raise WrongState(STAYS)


@area.post("/deliverables/<int:deliverable_id>/files")
@signed_in
@writes
@takes_files
def add_deliverable_file(deliverable_id: int) -> Answer:
    """Add a file to the version that is being put together."""
    found = get_deliverable(session(), deliverable_id, actor())
    require(actor(), WRITE, found.subject)
    form = FileForm()
    if form.validate():
        try:
            with sent_file(form.file) as file:
                if file is None:
                    raise Invalid(message("Choose the file."), field="file")
                add_file(session(), deliverable_id, file, actor=actor())
                is_waiting = file.is_held_back
        except Invalid as error:
            put_beside(form, error)
        except WrongState as refusal:
            form.form_errors.append(spoken(refusal))
            return deliverable_page(found, upload=form), status_of(refusal)
        else:
            waits = gettext("It is handed out to nobody until the virus scanner has looked at it.")
            flash(f"{gettext('The file is added.')} {waits if is_waiting else ''}".strip(), "success")
            return back_to(deliverable_id)
    return deliverable_page(found, upload=form), 422


@area.post("/deliverables/<int:deliverable_id>/files/<int:file_id>/remove")
@signed_in
@writes
def remove_deliverable_file(deliverable_id: int, file_id: int) -> Response:
    """Take a file out of the version that is being put together."""
    remove_file(session(), deliverable_id, file_id, actor=actor())
    flash(gettext("The file is taken out."), "success")
    return redirect(url_for("support.show_deliverable", deliverable_id=deliverable_id), 303)


def _form(project: RequestRecord, found: DeliverableRecord | None) -> DeliverableForm:
    view = catalogue()
    form = DeliverableForm(data=_data(found) if found else {"language": language()})
    items = offered_items(view, project, actor())
    form.offer(view, items, _milestones(project, {item.item_id for item in items}))
    return form


def _milestones(project: RequestRecord, items: set[int]) -> list[MilestoneRecord]:
    """The milestones of these items that the person reads for support."""
    opened = opened_items(session(), catalogue(), project.owner, actor())
    found: list[MilestoneRecord] = []
    for scope in sorted(set(opened.values())):
        here = [item_id for item_id, one in opened.items() if one is scope and item_id in items]
        found += list_milestones(session(), project.plan_id, scope, clock.today(), here) if here else []
    return [one for one in found if not one.is_cancelled]


def _data(found: DeliverableRecord) -> dict[str, Any]:
    named = milestones_named(found)
    return {
        "kind": found.kind.value,
        "title": found.title,
        "language": found.language,
        "measures": list(found.measures),
        "item_ids": [str(item_id) for item_id in found.items],
        "milestones": list(named.values()),
        "product_of": named.get(found.product_of_id or 0, ""),
        "summary": found.summary,
    }


def milestones_named(found: DeliverableRecord) -> dict[int, str]:
    """The references of the milestones that it serves, by key, as they were named."""
    return dict(zip(found.milestones, found.serves.get(ServedKind.MILESTONE, ()), strict=True))


def _named(error: Invalid) -> Invalid:
    return Invalid(error.message, field="item_ids", **error.values) if error.field == "items" else error


def _page(project: RequestRecord, form: DeliverableForm, found: DeliverableRecord | None) -> str:
    return render_template("support/write_deliverable.html", view=catalogue(), project=project, form=form, found=found)
