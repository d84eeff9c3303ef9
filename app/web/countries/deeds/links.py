"""What a milestone waits for, and whether other countries may let theirs wait for it."""

from __future__ import annotations

from flask import flash, redirect, request
from flask_babel import gettext

from app.core.errors import Invalid
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import row_key, signed_in
from app.plans.services import predecessors
from app.web.countries.area import area
from app.web.countries.deeds.milestones import Answer
from app.web.countries.deeds.pages import address_of, refused_on
from app.web.countries.forms import PredecessorForm


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
