"""One meeting: its agenda, what was concluded, and who acts on it; and one action with all that was said of it."""

from __future__ import annotations

from collections import defaultdict

from flask import render_template
from flask_wtf import FlaskForm

from app.core.errors import NotFound
from app.core.policy import allows
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.meetings.policy import KEEP, REPORT
from app.meetings.queries.actions import NO_ACTION, WantedActions, get_action, list_actions, list_entries
from app.meetings.queries.agenda import list_conclusions, list_points
from app.meetings.queries.meetings import get_meeting
from app.meetings.records import ActionRecord
from app.meetings.services.acting import KEPT
from app.meetings.states import ActionState, LinkKind
from app.statements.queries import list_bodies
from app.web.cycling.lines import owner_name
from app.web.meetings.area import area, ask_to_see, until_of
from app.web.meetings.forms import ChangeForm, ReportForm
from app.web.meetings.lists import body_name


@area.get("/meetings/<int:meeting_id>")
@signed_in
def show_meeting(meeting_id: int) -> str:
    """A meeting that the reader reads."""
    ask_to_see()
    seen, view, person = read_viewpoint(), catalogue(), actor()
    until = until_of(seen)
    meeting = get_meeting(session(), meeting_id, person, until)
    actions: defaultdict[int, list[ActionRecord]] = defaultdict(list)
    for action in list_actions(session(), person, WantedActions(meeting_id=meeting_id, until=until)):
        actions[action.point_id or 0].append(action)
    return render_template(
        "meetings/show_meeting.html",
        view=view,
        meeting=meeting,
        points=list_points(session(), meeting_id, person, until),
        conclusions=list_conclusions(session(), meeting_id, until),
        actions=actions,
        steps={step.key: step for step in view.cycle},
        keeps=not seen.is_past and allows(person, KEEP, meeting.subject),
        kinds=LinkKind,
        day=seen.as_of,
        body_name=body_name,
        owner_name=lambda code: owner_name(view, code),
    )


@area.get("/actions/<int:action_id>")
@signed_in
def show_action(action_id: int) -> str:
    """An action, all that was said of it, and for whoever owns it or keeps the meeting what they may say."""
    ask_to_see()
    return action_page(action_id)


def action_page(action_id: int, form: FlaskForm | None = None) -> str:
    """The page; `form` is what was typed when a deed was refused."""
    seen, view, person = read_viewpoint(), catalogue(), actor()
    action = get_action(session(), action_id, person, list_bodies(session()))
    until = until_of(seen)
    if until is not None:
        known = list_actions(session(), person, WantedActions(action_id=action_id, until=until))
        if not known:
            raise NotFound(NO_ACTION)
        action = known[0]
    keeps = not seen.is_past and allows(person, KEEP, action.subject)
    reports = not seen.is_past and allows(person, REPORT, action.subject)
    states = [
        state
        for state in (ActionState.DONE, ActionState.WITHDRAWN, ActionState.OPEN)
        if (reports or (keeps and state in KEPT)) and (state is not ActionState.OPEN or not action.is_open)
    ]
    points = list_points(session(), action.meeting.meeting_id, person, until)
    return render_template(
        "meetings/show_action.html",
        view=view,
        action=action,
        point=next((one for one in points if one.point_id == action.point_id), None),
        history=list_entries(session(), [action_id], until),
        report=_report(action, states, form) if states else None,
        change=_change(action, form) if keeps and action.is_open else None,
        day=seen.as_of,
        body_name=body_name,
        owner_name=lambda code: owner_name(view, code),
    )


def _report(action: ActionRecord, states: list[ActionState], form: FlaskForm | None) -> ReportForm:
    made = form if isinstance(form, ReportForm) else ReportForm(formdata=None)
    if action.entry.state in states:
        states = [state for state in states if state is not action.entry.state]
    made.offer(states)
    return made


def _change(action: ActionRecord, form: FlaskForm | None) -> ChangeForm:
    if isinstance(form, ChangeForm):
        return form
    return ChangeForm(formdata=None, data={"what": action.entry.what, "due_on": action.entry.due_on})
