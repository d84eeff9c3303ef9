"""Milestones and items: cancel, take back, confirm, report in place, reopen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, redirect
from flask_babel import gettext

from app.catalogue.views import ItemView
from app.core.errors import Conflict, DomainError, Invalid, WrongState
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.plans.queries.records import MilestoneRecord
from app.plans.services import closing, milestone_status
from app.web.countries.area import area
from app.web.countries.deeds.common import back_to, cell_address, conflict_page, item_of, version_shown
from app.web.countries.deeds.milestones import Answer
from app.web.countries.deeds.pages import address_of, closing_reference, conflict_on, refused_on, with_errors
from app.web.countries.forms import DeedForm
from app.web.tongue import language


@area.post("/<code>/milestones/<reference>/cancel")
@signed_in
@writes
def cancel_milestone(code: str, reference: str) -> Answer:
    """Cancel a milestone, with the reason."""
    said, form = gettext("Cancelled: %(title)s. You can take it back."), DeedForm()
    cancel = partial(milestone_status.cancel_milestone, keeps_reason=form.keeps_reason.data)
    return with_reason(cancel, form, code, reference, gettext("Cancel the milestone"), said)


@area.post("/<code>/milestones/<reference>/uncancel")
@signed_in
@writes
def uncancel_milestone(code: str, reference: str) -> Answer:
    """Take a cancelled milestone back."""
    said, form = gettext("Taken back: %(title)s."), DeedForm()
    uncancel = milestone_status.uncancel_milestone
    return with_reason(uncancel, form, code, reference, gettext("Take the milestone back"), said)


def with_reason(
    service: Callable[..., MilestoneRecord], form: DeedForm, code: str, reference: str, deed: str, said: str
) -> Answer:
    """A deed on a milestone with its reason; what was typed is kept whatever is answered."""
    why: dict[str, Any] = {"expected_version": version_shown(), "reason": form.reason.data or ""}
    try:
        saved = service(session(), code, reference, actor=actor(), **why)
    except Conflict as conflict:
        return conflict_on(form, conflict, code, reference, deed)
    except (Invalid, WrongState) as refusal:
        return refused_on(form, refusal, code, reference)
    flash(said % {"title": saved.title}, "success")
    return redirect(address_of(code, reference), 303)


@area.post("/<code>/milestones/<reference>/confirm")
@signed_in
@writes
def confirm_milestone(code: str, reference: str) -> Answer:
    """“No change”: recorded as a confirmation of what the page showed."""
    try:
        milestone_status.confirm_milestones(session(), code, {reference: version_shown()}, actor=actor())
    except Conflict as conflict:
        return conflict_on(DeedForm(), conflict, code, reference, gettext("No change: confirm"))
    flash(gettext("Confirmed: nothing has changed."), "success")
    return redirect(address_of(code, reference), 303)


@area.post("/<code>/items/<key>/in-place")
@signed_in
@writes
def report_in_place(code: str, key: str) -> Answer:
    """Report an item in place."""
    view = catalogue()
    form = DeedForm()
    day, why = form.effective_on.data, form.reason.data or ""
    if not form.validate():
        reference = closing_reference(code, item_of(view, key))
        if reference is not None:
            return with_errors(form, code, reference)
    try:
        closing.report_in_place(
            session(), view, code, key, actor=actor(), day=day, expected_version=version_shown(), reason=why
        )
    except (Conflict, Invalid, WrongState) as refusal:
        return refused_on_item(form, refusal, code, item_of(view, key), gettext("Report in place"))
    flash(gettext("Reported in place."), "success")
    return back_to(view, code, item_of(view, key))


@area.post("/<code>/items/<key>/reopen")
@signed_in
@writes
def reopen_item(code: str, key: str) -> Answer:
    """Take back that an item is in place, with the reason."""
    view = catalogue()
    form = DeedForm()
    why: dict[str, Any] = {"expected_version": version_shown(), "reason": form.reason.data or ""}
    try:
        closing.reopen_item(session(), view, code, key, actor=actor(), **why)
    except (Conflict, Invalid, WrongState) as refusal:
        return refused_on_item(form, refusal, code, item_of(view, key), gettext("Open again"))
    flash(gettext("The item is open again."), "success")
    return back_to(view, code, item_of(view, key))


def refused_on_item(form: DeedForm, refusal: DomainError, code: str, item: ItemView, deed: str) -> Answer:
    """A deed on an item is refused on the page of its closing milestone, where it stands."""
    reference = closing_reference(code, item)
    if reference is not None and isinstance(refusal, Conflict):
        return conflict_on(form, refusal, code, reference, deed)
    if isinstance(refusal, Conflict):
        back = cell_address(catalogue(), code, item)
        return conflict_page(form, refusal, title=item.title.in_(language()), back=back, deed=deed)
    if reference is None:
        raise refusal
    return refused_on(form, refusal, code, reference)
