"""The page of one step of a year: what holds of it, what was recorded, and for its keepers the form."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound
from app.core.policy import allows, require
from app.governance.cycle import Cycle, Line
from app.governance.limits import MOST_TURNS
from app.governance.policy import READ, RECORD
from app.governance.queries import list_entries
from app.governance.services import NO_STEP, Place, entries_of, is_on_event, record_step, step_at, subject_of
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken
from app.meetings.records import MeetingRecord
from app.web.countries.deeds.common import version_shown
from app.web.cycling.lines import address_of, address_of_line, owner_name
from app.web.cycling.lines import subject_of as subject_of_line
from app.web.cycling.wording import said
from app.web.frame import country_name
from app.web.governance.area import area
from app.web.governance.forms import StepForm
from app.web.governance.meeting_events import meetings_of
from app.web.tongue import gettext
from app.web.words import sentence

Answer = Redirect | str | tuple[str, int]


@area.get("/<int:year>/steps/<step>")
@signed_in
def show_step(year: int, step: str) -> str:
    """One step of a year: what holds of it, all that was recorded, and for its keepers the form."""
    read_viewpoint()
    return _step_page(_place(year, step))


@area.post("/<int:year>/steps/<step>")
@signed_in
@writes
def record(year: int, step: str) -> Answer:
    """Record what is planned and what happened."""
    view, place = catalogue(), _place(year, step)
    subject = subject_of(view, place)
    if not allows(actor(), READ, subject):
        raise NotFound(NO_STEP)
    require(actor(), RECORD, subject)
    form = StepForm()
    if form.validate():
        try:
            record_step(session(), view, place, form.values(), actor=actor(), seen=version_shown() or None)
        except Invalid as error:
            put_beside(form, error)
        except Conflict as conflict:
            form.form_errors.append(spoken(conflict))
            return _step_page(place, form), 409
        else:
            flash(gettext("Recorded. What was recorded before stays in the history."), "success")
            return redirect(address_of(place), 303)
    return _step_page(place, form), 422


def _place(year: int, step: str) -> Place:
    """What the address names. Raises NotFound."""
    turn = request.args.get("turn", 1, type=int)
    place = Place(year, step, turn, request.args.get("country", ""), request.args.get("body", ""))
    if not 1 <= turn <= MOST_TURNS:
        raise NotFound(NO_STEP)
    step_at(catalogue(), place)
    return place


def _step_page(place: Place, form: StepForm | None = None) -> str:
    seen, view, person = read_viewpoint(), catalogue(), actor()
    step = step_at(view, place)
    known = clock.end_of(seen.known) if seen.known else None
    history = [
        entry for entry in entries_of(session(), view, place, actor=person) if known is None or entry.said_at <= known
    ]
    cycle = Cycle(view, place.year, list_entries(session(), person, [place.year]), seen.as_of, known)
    line = cycle.line((place.step, place.turn, place.country or place.body))
    keeps = not seen.is_past and allows(person, RECORD, subject_of(view, place))
    steps = {one.key: one for one in view.cycle}
    meetings = meetings_of(place.year, seen, place.step)
    return render_template(
        "governance/show_step.html",
        place=place,
        step=step,
        steps=steps,
        view=view,
        cycle=cycle,
        line=line,
        sentence=sentence(said(line, steps)) if line else "",
        others=_others(cycle, place, person),
        history=history,
        owner=owner_name(view, place.country or place.body) if place.country or place.body else "",
        owner_name=lambda code: owner_name(view, code),
        place_of=address_of_line,
        place_here=lambda meeting_id: f"{address_of(place, meeting=meeting_id)}#record",
        form=(form or _form(history[0] if history else None, meetings)) if keeps else None,
        version=history[0].entry_id if history else 0,
        action=address_of(place, "governance.record"),
        is_event=is_on_event(view, step),
        meetings=meetings,
        today=seen.today,
        country_names={code: country_name(code) for code in view.countries} if keeps else {},
    )


def _form(entry: object | None, meetings: Sequence[MeetingRecord]) -> StepForm:
    """The form with what holds; `?meeting=` fills in the day of one of its meetings, for the keeper to record."""
    form = StepForm(formdata=None, obj=entry)
    wanted = request.args.get("meeting", type=int)
    held = next((one for one in meetings if one.meeting_id == wanted and not one.is_cancelled), None)
    if held is not None:
        day = form.happened_on if held.ends_on <= clock.today() else form.planned_on
        day.data = held.ends_on
    return form


def _others(cycle: Cycle, place: Place, person: Actor) -> list[Line]:
    """The other occurrences of the step that the reader may read."""
    here = (place.step, place.turn, place.country or place.body)
    lines = cycle.by_step.get(place.step, ())
    return [line for line in lines if line.place != here and allows(person, READ, subject_of_line(line, cycle))]
