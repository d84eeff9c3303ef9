"""Actions are given and changed, and whoever owns one says what became of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.errors import Conflict, DomainError, Invalid, WrongState
from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.meetings.policy import KEEP
from app.meetings.queries.agenda import list_points
from app.meetings.queries.meetings import get_meeting
from app.meetings.services.acting import change_action, give_action, owners, report_action
from app.meetings.states import ActionState
from app.web.countries.deeds.common import version_shown
from app.web.cycling.lines import owner_name
from app.web.meetings.area import Answer, area, ask_to_see, back_to
from app.web.meetings.forms import ActionForm, ChangeForm, ReportForm
from app.web.meetings.pages import action_page
from app.web.tongue import gettext


@area.route("/meetings/<int:meeting_id>/actions/new", methods=["GET", "POST"])
@signed_in
@writes
def give(meeting_id: int) -> Answer:
    """Give somebody something to do; `?point=` names a point of the agenda."""
    ask_to_see()
    view = catalogue()
    meeting = get_meeting(session(), meeting_id, actor())
    require(actor(), KEEP, meeting.subject)
    form = ActionForm(data={"point_id": request.args.get("point", "")})
    points = list_points(session(), meeting_id, actor())
    form.offer([(code, owner_name(view, code)) for code in owners(view)], points)
    if form.validate_on_submit():
        try:
            give_action(session(), view, meeting_id, form.values(), actor=actor())
        except Invalid as error:
            put_beside(form, error)
        except WrongState as refusal:
            form.form_errors.append(spoken(refusal))
            return render_template("meetings/give_action.html", meeting=meeting, form=form), status_of(refusal)
        else:
            flash(gettext("Given. It stands on the desk of whoever owns it."), "success")
            return back_to(meeting_id, f"point-{form.point_id.data}" if form.point_id.data else "actions")
    page = render_template("meetings/give_action.html", meeting=meeting, form=form)
    return (page, 422) if request.method == "POST" else page


@area.post("/actions/<int:action_id>/report")
@signed_in
@writes
def report(action_id: int) -> Answer:
    """Say what became of an action."""
    ask_to_see()
    form = ReportForm()
    form.offer(ActionState)
    if form.validate():
        try:
            report_action(
                session(),
                action_id,
                form.state_chosen,
                actor=actor(),
                seen=version_shown(),
                note_=form.note.data,
                ended_on=form.ended_on.data,
            )
        except (Invalid, Conflict, WrongState) as refusal:
            return _refused(action_id, form, refusal)
        flash(gettext("Recorded. What was said before stays in the history."), "success")
        return _to(action_id)
    return action_page(action_id, form), 422


@area.post("/actions/<int:action_id>/change")
@signed_in
@writes
def change(action_id: int) -> Answer:
    """Say what an open action is and by when anew."""
    ask_to_see()
    form = ChangeForm()
    if form.validate():
        try:
            change_action(session(), action_id, form.values(), actor=actor(), seen=version_shown())
        except (Invalid, Conflict, WrongState) as refusal:
            return _refused(action_id, form, refusal)
        flash(gettext("Changed. What was said before stays in the history."), "success")
        return _to(action_id)
    return action_page(action_id, form), 422


def _refused(action_id: int, form: ReportForm | ChangeForm, refusal: DomainError) -> tuple[str, int]:
    """The page with what was typed and why it was refused."""
    if isinstance(refusal, Invalid):
        put_beside(form, refusal)
        return action_page(action_id, form), 422
    form.form_errors.append(spoken(refusal))
    form.version.data = None  # the page shows what stands now with all that was said, and goes on from there
    return action_page(action_id, form), status_of(refusal)


def _to(action_id: int) -> Response:
    return redirect(url_for("meetings.show_action", action_id=action_id), 303)
