"""What a milestone waits for, and whether other countries may let theirs wait for it."""

from __future__ import annotations

from flask import flash, redirect, request
from flask_babel import gettext

from app.core.errors import Conflict, Invalid, WrongState
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import row_key, signed_in
from app.plans.services import milestone_status, predecessors
from app.web.countries.area import area
from app.web.countries.deeds.common import version_shown
from app.web.countries.deeds.milestones import Answer
from app.web.countries.deeds.pages import address_of, conflict_on, refused_on
from app.web.countries.forms import DeedForm, PredecessorForm


@area.post("/<code>/milestones/<reference>/predecessors")
@signed_in
@writes
def add_predecessor(code: str, reference: str) -> Answer:
    """Name a milestone that comes before."""
    form = PredecessorForm()
    typed = (form.predecessor.data or "").strip().upper()
    try:
        predecessors.add_predecessor(session(), catalogue(), code, reference, typed, actor=actor())
    except Invalid as refusal:
        return refused_on(form, refusal, code, reference)
    flash(gettext("Saved."), "success")
    return redirect(address_of(code, reference), 303)


@area.post("/<code>/milestones/<reference>/predecessors/remove")
@signed_in
@writes
def remove_predecessor(code: str, reference: str) -> Answer:
    """Take away that a milestone comes before."""
    predecessor_id = request.form.get("predecessor_id", type=row_key)
    if predecessor_id is not None:
        predecessors.remove_predecessor(session(), code, reference, predecessor_id, actor=actor())
        flash(gettext("Taken away."), "success")
    return redirect(address_of(code, reference), 303)


@area.post("/<code>/milestones/<reference>/offer")
@signed_in
@writes
def offer_milestone(code: str, reference: str) -> Answer:
    """Offer a milestone to other countries as a dependency, or no longer."""
    form = DeedForm()
    is_offered = request.form.get("is_offered") == "yes"
    try:
        milestone_status.offer_milestone(
            session(), code, reference, is_offered, actor=actor(), expected_version=version_shown()
        )
    except Conflict as conflict:
        deed = gettext("Offer it to other countries") if is_offered else gettext("Offer it no longer")
        return conflict_on(form, conflict, code, reference, deed)
    except WrongState as refusal:
        return refused_on(form, refusal, code, reference)
    said = (
        gettext("Other countries can now name %(reference)s as what theirs waits for.", reference=reference)
        if is_offered
        else gettext("Other countries now see only that they wait for a milestone of yours.")
    )
    flash(said, "success")
    return redirect(address_of(code, reference), 303)
