"""Milestones and items: cancel, take back, confirm, report in place, reopen, name what comes before."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import row_key, signed_in
from app.plans.services import closing, milestone_status, predecessors
from app.web.countries.area import area
from app.web.countries.deeds.common import (
    back_to,
    item_of,
)
from app.web.countries.deeds.milestones import Answer
from app.web.countries.forms import (
    PredecessorForm,
    ReasonForm,
)


@area.post("/<code>/milestones/<reference>/cancel")
@signed_in
@writes
def cancel_milestone(code: str, reference: str) -> Answer:
    """Cancel a milestone, with the reason."""
    form = ReasonForm()
    saved = milestone_status.cancel_milestone(
        session(),
        code,
        reference,
        actor=actor(),
        expected_version=form.expected_version,
        reason=form.reason.data or "",
    )
    flash(gettext("Cancelled: %(title)s. You can take it back.", title=saved.title), "success")
    return redirect(url_for("countries.show_milestone", code=code, reference=reference), 303)


@area.post("/<code>/milestones/<reference>/uncancel")
@signed_in
@writes
def uncancel_milestone(code: str, reference: str) -> Answer:
    """Take a cancelled milestone back."""
    form = ReasonForm()
    saved = milestone_status.uncancel_milestone(
        session(),
        code,
        reference,
        actor=actor(),
        expected_version=form.expected_version,
        reason=form.reason.data or "",
    )
    flash(gettext("Taken back: %(title)s.", title=saved.title), "success")
    return redirect(url_for("countries.show_milestone", code=code, reference=reference), 303)


@area.post("/<code>/milestones/<reference>/confirm")
@signed_in
@writes
def confirm_milestone(code: str, reference: str) -> Answer:
    """“No change”: recorded as a confirmation."""
    milestone_status.confirm_milestones(session(), code, [reference], actor=actor())
    flash(gettext("Confirmed: nothing has changed."), "success")
    return redirect(url_for("countries.show_milestone", code=code, reference=reference), 303)


@area.post("/<code>/items/<key>/in-place")
@signed_in
@writes
def report_in_place(code: str, key: str) -> Answer:
    """Report an item in place."""
    view = catalogue()
    form = ReasonForm()
    closing.report_in_place(
        session(), view, code, key, actor=actor(), day=form.effective_on.data, reason=form.reason.data or ""
    )
    flash(gettext("Reported in place."), "success")
    return back_to(view, code, item_of(view, key))


@area.post("/<code>/items/<key>/reopen")
@signed_in
@writes
def reopen_item(code: str, key: str) -> Answer:
    """Take back that an item is in place, with the reason."""
    view = catalogue()
    closing.reopen_item(session(), view, code, key, actor=actor(), reason=ReasonForm().reason.data or "")
    flash(gettext("The item is open again."), "success")
    return back_to(view, code, item_of(view, key))


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
    return redirect(url_for("countries.show_milestone", code=code, reference=reference), 303)


@area.post("/<code>/milestones/<reference>/predecessors/remove")
@signed_in
@writes
def remove_predecessor(code: str, reference: str) -> Answer:
    """Take away that a milestone comes before."""
    predecessor_id = request.form.get("predecessor_id", type=row_key)
    if predecessor_id is not None:
        predecessors.remove_predecessor(session(), code, reference, predecessor_id, actor=actor())
        flash(gettext("Taken away."), "success")
    return redirect(url_for("countries.show_milestone", code=code, reference=reference), 303)
