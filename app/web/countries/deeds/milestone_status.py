"""Milestones and items: cancel, take back, confirm, report in place, reopen, name what comes before."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from app.catalogue.views import ItemView
from app.core.errors import Conflict
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import row_key, signed_in
from app.plans.services import closing, milestone_status, predecessors
from app.web.countries.area import area
from app.web.countries.deeds.common import back_to, cell_address, conflict_page, item_of, version_shown
from app.web.countries.deeds.milestones import Answer
from app.web.countries.forms import PredecessorForm, ReasonForm
from app.web.tongue import language


def page_of(code: str, reference: str) -> str:
    """The page of a milestone, on which these deeds stand."""
    return url_for("countries.show_milestone", code=code, reference=reference)


@area.post("/<code>/milestones/<reference>/cancel")
@signed_in
@writes
def cancel_milestone(code: str, reference: str) -> Answer:
    """Cancel a milestone, with the reason."""
    form = ReasonForm()
    why: dict[str, Any] = {"expected_version": version_shown(), "reason": form.reason.data or ""}
    back = page_of(code, reference)
    try:
        saved = milestone_status.cancel_milestone(session(), code, reference, actor=actor(), **why)
    except Conflict as conflict:
        return conflict_page(form, conflict, title=reference, back=back, deed=gettext("Cancel the milestone"))
    flash(gettext("Cancelled: %(title)s. You can take it back.", title=saved.title), "success")
    return redirect(back, 303)


@area.post("/<code>/milestones/<reference>/uncancel")
@signed_in
@writes
def uncancel_milestone(code: str, reference: str) -> Answer:
    """Take a cancelled milestone back."""
    form = ReasonForm()
    why: dict[str, Any] = {"expected_version": version_shown(), "reason": form.reason.data or ""}
    back = page_of(code, reference)
    try:
        saved = milestone_status.uncancel_milestone(session(), code, reference, actor=actor(), **why)
    except Conflict as conflict:
        return conflict_page(form, conflict, title=reference, back=back, deed=gettext("Take the milestone back"))
    flash(gettext("Taken back: %(title)s.", title=saved.title), "success")
    return redirect(back, 303)


@area.post("/<code>/milestones/<reference>/confirm")
@signed_in
@writes
def confirm_milestone(code: str, reference: str) -> Answer:
    """“No change”: recorded as a confirmation of what the page showed."""
    back = page_of(code, reference)
    try:
        milestone_status.confirm_milestones(session(), code, {reference: version_shown()}, actor=actor())
    except Conflict as conflict:
        return conflict_page(ReasonForm(), conflict, title=reference, back=back, deed=gettext("No change: confirm"))
    flash(gettext("Confirmed: nothing has changed."), "success")
    return redirect(back, 303)


@area.post("/<code>/items/<key>/in-place")
@signed_in
@writes
def report_in_place(code: str, key: str) -> Answer:
    """Report an item in place."""
    view = catalogue()
    form = ReasonForm()
    why: dict[str, Any] = {"expected_version": version_shown(), "reason": form.reason.data or ""}
    try:
        closing.report_in_place(session(), view, code, key, actor=actor(), day=form.effective_on.data, **why)
    except Conflict as conflict:
        return conflict_on_item(form, conflict, code, item_of(view, key), gettext("Report in place"))
    flash(gettext("Reported in place."), "success")
    return back_to(view, code, item_of(view, key))


@area.post("/<code>/items/<key>/reopen")
@signed_in
@writes
def reopen_item(code: str, key: str) -> Answer:
    """Take back that an item is in place, with the reason."""
    view = catalogue()
    form = ReasonForm()
    why: dict[str, Any] = {"expected_version": version_shown(), "reason": form.reason.data or ""}
    try:
        closing.reopen_item(session(), view, code, key, actor=actor(), **why)
    except Conflict as conflict:
        return conflict_on_item(form, conflict, code, item_of(view, key), gettext("Open again"))
    flash(gettext("The item is open again."), "success")
    return back_to(view, code, item_of(view, key))


def conflict_on_item(form: ReasonForm, conflict: Conflict, code: str, item: ItemView, deed: str) -> Answer:
    """Somebody has changed the item's closing milestone meanwhile."""
    back = cell_address(catalogue(), code, item)
    return conflict_page(form, conflict, title=item.title.in_(language()), back=back, deed=deed)


@area.post("/<code>/milestones/<reference>/predecessors")
@signed_in
@writes
def add_predecessor(code: str, reference: str) -> Answer:
    """Name a milestone that comes before."""
    form = PredecessorForm()
    if form.validate():
        predecessors.add_predecessor(
            session(), catalogue(), code, reference, form.predecessor.data.strip().upper(), actor=actor()
        )
        flash(gettext("Saved."), "success")
    else:
        flash(gettext("Enter the reference of a milestone, for example IE-0142."), "error")
    return redirect(page_of(code, reference), 303)


@area.post("/<code>/milestones/<reference>/predecessors/remove")
@signed_in
@writes
def remove_predecessor(code: str, reference: str) -> Answer:
    """Take away that a milestone comes before."""
    predecessor_id = request.form.get("predecessor_id", type=row_key)
    if predecessor_id is not None:
        predecessors.remove_predecessor(session(), code, reference, predecessor_id, actor=actor())
        flash(gettext("Taken away."), "success")
    return redirect(page_of(code, reference), 303)
