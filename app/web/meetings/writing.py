"""A meeting is made and written anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, render_template, request

from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound
from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken
from app.meetings.policy import KEEP, bodies_kept_by
from app.meetings.queries.meetings import NO_MEETING, get_meeting
from app.meetings.records import MeetingRecord
from app.meetings.services.keeping import make_meeting, write_meeting
from app.web.beside_typed import Stands, beside_typed
from app.web.countries.deeds.common import version_shown
from app.web.meetings.area import Answer, area, ask_to_see, back_to
from app.web.meetings.forms import MeetingForm
from app.web.meetings.lists import years_of
from app.web.tongue import gettext


@area.route("/meetings/new", methods=["GET", "POST"])
@signed_in
@writes
def make() -> Answer:
    """Record a meeting; `?year=` and `?step=` say to which step it belongs."""
    ask_to_see()
    view, today = catalogue(), clock.today()
    bodies = bodies_kept_by(actor(), view, today)
    if not bodies:
        raise NotFound(NO_MEETING)
    said = {"year": request.args.get("year", str(today.year)), "step": request.args.get("step", "")}
    form = MeetingForm(data=said)
    form.offer(view, bodies, years_of(view, today))
    if form.validate_on_submit():
        try:
            key = make_meeting(session(), view, form.values(), actor=actor())
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("Recorded. Those whom its reach names can read it."), "success")
            return back_to(key)
    page = _page(form)
    return (page, 422) if request.method == "POST" else page


@area.route("/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@signed_in
@writes
def write(meeting_id: int) -> Answer:
    """Write a meeting anew."""
    ask_to_see()
    view, today = catalogue(), clock.today()
    found = get_meeting(session(), meeting_id, actor())
    require(actor(), KEEP, found.subject)
    form = MeetingForm(data={**_data(found), "version": found.version})
    bodies = bodies_kept_by(actor(), view, today) or (found.body,)
    form.offer(view, bodies, years_of(view, today))
    if form.validate_on_submit():
        try:
            write_meeting(session(), view, meeting_id, form.values(), actor=actor(), expected_version=version_shown())
        except Invalid as error:
            put_beside(form, error)
        except Conflict as conflict:
            form.form_errors.append(spoken(conflict))
            now = get_meeting(session(), meeting_id, actor())
            return _page(form, now, beside_typed(form, _data(now), now.version)), 409
        else:
            flash(gettext("Saved."), "success")
            return back_to(meeting_id)
    page = _page(form, found)
    return (page, 422) if request.method == "POST" else page


def _page(form: MeetingForm, found: MeetingRecord | None = None, stands: Sequence[Stands] = ()) -> str:
    return render_template("meetings/write_meeting.html", form=form, found=found, stands=stands)


def _data(found: MeetingRecord) -> dict[str, Any]:
    """What the form shows of a meeting that stands."""
    names = ("name", "title", "starts_on", "ends_on", "place", "is_online", "is_cancelled")
    said = {name: getattr(found, name) for name in names}
    chosen = {"body": found.body.value, "reach": found.reach.value, "year": str(found.year), "step": found.step_key}
    return {**said, **chosen, "countries": list(found.countries)}
