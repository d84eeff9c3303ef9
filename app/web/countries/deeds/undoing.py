"""Undo: a milestone as it stood before it was saved, from its row or from its history."""

from __future__ import annotations

from flask import flash, redirect
from flask_babel import gettext

from app.core.errors import Conflict, WrongState
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.plans.services import undoing
from app.web.countries.area import area
from app.web.countries.deeds.common import version_shown, wants_fragment
from app.web.countries.deeds.milestones import Answer, after_saving, readable_plan
from app.web.countries.deeds.pages import address_of, refused_on
from app.web.countries.forms import DeedForm


@area.post("/<code>/milestones/<reference>/undo")
@signed_in
@writes
def undo_milestone(code: str, reference: str) -> Answer:
    """Put back what the person's last change of a milestone changed, as a change of its own."""
    plan = readable_plan(code)
    try:
        saved = undoing.undo_update(session(), code, reference, actor=actor(), expected_version=version_shown())
    except (Conflict, WrongState) as refusal:
        if wants_fragment():
            raise  # the page's script says so in the row
        return refused_on(DeedForm(), refusal, code, reference)
    if not wants_fragment():
        flash(gettext("Undone: %(title)s.", title=saved.title), "success")
        return redirect(address_of(code, reference), 303)
    return after_saving(catalogue(), plan, saved, gettext("Undone"), may_undo=False)
