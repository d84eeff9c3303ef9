"""The agenda is written, and what was concluded is published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, render_template, request

from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, row_key, signed_in
from app.http.errors import spoken, status_of
from app.meetings.policy import KEEP
from app.meetings.queries.agenda import NO_POINT, get_point, list_conclusions, list_points
from app.meetings.queries.meetings import get_meeting
from app.meetings.records import MeetingRecord, PointRecord
from app.meetings.services.agenda import add_point, conclude, remove_point, write_point
from app.meetings.states import LinkKind
from app.web.beside_typed import Stands, beside_typed
from app.web.countries.deeds.common import version_shown
from app.web.meetings.area import Answer, area, ask_to_see, back_to
from app.web.meetings.forms import ConclusionForm, PointForm
from app.web.tongue import gettext


@area.route("/meetings/<int:meeting_id>/points/new", methods=["GET", "POST"])
@signed_in
@writes
def put_on_agenda(meeting_id: int) -> Answer:
    """Add a point to the agenda."""
    ask_to_see()
    view, meeting = catalogue(), _kept(meeting_id)
    form = PointForm()
    form.offer(view)
    if form.validate_on_submit():
        try:
            key = add_point(session(), view, meeting_id, form.values(), actor=actor())
        except Invalid as error:
            put_beside(form, error)
        except WrongState as refusal:
            form.form_errors.append(spoken(refusal))
            return _point_page(meeting, form), status_of(refusal)
        else:
            return back_to(meeting_id, f"point-{key}")
    page = _point_page(meeting, form)
    return (page, 422) if request.method == "POST" else page


@area.route("/meetings/points/<int:point_id>/edit", methods=["GET", "POST"])
@signed_in
@writes
def write_on_agenda(point_id: int) -> Answer:
    """Write a point anew."""
    ask_to_see()
    view = catalogue()
    meeting, point = get_point(session(), point_id, actor())
    require(actor(), KEEP, meeting.subject)
    form = PointForm(data={**_data(point), "version": point.version})
    form.offer(view)
    if form.validate_on_submit():
        try:
            write_point(session(), view, point_id, form.values(), actor=actor(), expected_version=version_shown())
        except Invalid as error:
            put_beside(form, error)
        except Conflict as conflict:
            form.form_errors.append(spoken(conflict))
            now = get_point(session(), point_id, actor())[1]
            return _point_page(meeting, form, now, beside_typed(form, _data(now), now.version)), 409
        else:
            flash(gettext("Saved."), "success")
            return back_to(meeting.meeting_id, f"point-{point_id}")
    page = _point_page(meeting, form, point)
    return (page, 422) if request.method == "POST" else page


@area.post("/meetings/points/<int:point_id>/remove")
@signed_in
@writes
def take_off_agenda(point_id: int) -> Answer:
    """Take a point off of which nothing was concluded."""
    ask_to_see()
    meeting_id = remove_point(session(), point_id, actor=actor(), expected_version=version_shown())
    flash(gettext("The agenda point was removed."), "success")
    return back_to(meeting_id, "agenda")


@area.route("/meetings/<int:meeting_id>/conclusions", methods=["GET", "POST"])
@signed_in
@writes
def publish_conclusion(meeting_id: int) -> Answer:
    """Publish what was concluded of the meeting, with `?point=` of a point; or correct it."""
    ask_to_see()
    meeting = _kept(meeting_id)
    point_id = request.args.get("point", type=row_key)
    point = _point_of(meeting, point_id)
    versions = list_conclusions(session(), meeting_id).get(point_id or 0, [])
    last = versions[0] if versions else None
    form = ConclusionForm(data={"text": last.text if last else "", "version": last.conclusion_id if last else 0})
    if form.validate_on_submit():
        try:
            conclude(session(), meeting_id, point_id, form.text.data, actor=actor(), seen=version_shown() or None)
        except Invalid as error:
            put_beside(form, error)
        except Conflict as conflict:
            form.form_errors.append(spoken(conflict))
            holds = list_conclusions(session(), meeting_id).get(point_id or 0, [])
            form.version.data = holds[0].conclusion_id if holds else 0  # the page shows it
            return _conclusion_page(meeting, point, form), 409
        else:
            told = gettext("Published. What was said before stays readable.") if last else gettext("Published.")
            flash(told, "success")
            return back_to(meeting_id, f"point-{point_id}" if point_id else "conclusions")
    page = _conclusion_page(meeting, point, form)
    return (page, 422) if request.method == "POST" else page


def _kept(meeting_id: int) -> MeetingRecord:
    """A meeting that the person keeps. Raises NotFound, NotAllowed."""
    meeting = get_meeting(session(), meeting_id, actor())
    require(actor(), KEEP, meeting.subject)
    return meeting


def _point_of(meeting: MeetingRecord, point_id: int | None) -> PointRecord | None:
    """The point that the address names, or None for the meeting as a whole. Raises NotFound."""
    if point_id is None:
        return None
    points = list_points(session(), meeting.meeting_id, actor())
    found = next((one for one in points if one.point_id == point_id), None)
    if found is None:
        raise NotFound(NO_POINT)
    return found


def _data(point: PointRecord) -> dict[str, Any]:
    """What the form shows of a point that stands."""
    return {
        "title": point.title,
        "text": point.text,
        "position": point.position,
        "flags": point.flag_names,
        "blocks": [link.key for link in point.of(LinkKind.BLOCK)],
        "items": [str(link.item_id) for link in point.of(LinkKind.ITEM)],
        "steps": [link.key for link in point.of(LinkKind.STEP)],
    }


def _point_page(
    meeting: MeetingRecord, form: PointForm, point: PointRecord | None = None, stands: Sequence[Stands] = ()
) -> str:
    return render_template("meetings/write_point.html", meeting=meeting, form=form, point=point, stands=stands)


def _conclusion_page(meeting: MeetingRecord, point: PointRecord | None, form: ConclusionForm) -> str:
    versions = list_conclusions(session(), meeting.meeting_id).get(point.point_id if point else 0, [])
    return render_template("meetings/write_conclusion.html", meeting=meeting, form=form, point=point, versions=versions)
