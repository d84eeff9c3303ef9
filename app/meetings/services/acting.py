"""Actions are given at a meeting; whoever owns one says what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import ActorGroup
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows
from app.core.texts import clean_text
from app.meetings.models import Action, ActionEntry
from app.meetings.policy import KEEP, REPORT, reads_as
from app.meetings.queries.actions import find_action_row, get_action, last_action_number
from app.meetings.queries.agenda import NO_POINT, list_points
from app.meetings.records import ActionRecord, MeetingRecord
from app.meetings.services.common import hold, note
from app.meetings.states import MOST, TEXT_LIMIT, ActionState
from app.plans.rules.values import clean_day, clean_past_day
from app.plans.states import EU
from app.statements.queries import list_bodies

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

BEFORE_MEETING = message("That day is before the meeting.")
KEPT = (ActionState.OPEN, ActionState.WITHDRAWN)
"""What those who keep the meeting say of an action that is not theirs."""


def owners(view: CatalogueView) -> tuple[str, ...]:
    """Who can be given something to do: Member States in protocol order, the EU level, agencies."""
    agencies = (code for code, one in view.actors.items() if one.group is ActorGroup.AGENCY)
    return (*view.countries, EU, *agencies)


def give_action(
    session: Session, view: CatalogueView, meeting_id: int, values: Mapping[str, Any], *, actor: Actor
) -> int:
    """Give somebody something to do; returns the key of the action.

    `values`: `what`, `owner` (one of `owners`, who reads the meeting), `due_on`, `point_id` (of the agenda, or None).
    Raises NotFound, NotAllowed, Invalid, WrongState.
    """
    meeting, _ = hold(session, meeting_id, actor=actor)
    number = last_action_number(session, meeting_id) + 1
    if number > MOST:
        raise WrongState(message("A meeting can have %(most)s actions."), most=MOST)
    owner, point_id = values.get("owner"), values.get("point_id")
    if owner not in owners(view):
        raise Invalid(message("Choose one of the list."), field="owner")
    if not reads_as(meeting.subject, owner, is_agency=owner in view.actors):
        raise Invalid(message("Whoever acts has to read the meeting: its reach leaves them out."), field="owner")
    if point_id is not None and point_id not in {p.point_id for p in list_points(session, meeting_id, actor)}:
        raise NotFound(NO_POINT)
    what, due_on = _what(values, meeting)
    now = clock.now()
    made = Action(
        meeting_id=meeting_id, point_id=point_id, number=number, owner=owner, given_at=now, given_by_id=actor.user_id
    )
    session.add(made)
    session.flush()
    _add(session, made.id, 0, {"what": what, "due_on": due_on, "state": ActionState.OPEN.value}, actor)
    changes = {"owner": [None, owner], "due_on": [None, due_on]}
    note(session, meeting.subject, "meetings:action:given", "meeting_action", made.id, actor=actor, changes=changes)
    return made.id


def change_action(
    session: Session, action_id: int, values: Mapping[str, Any], *, actor: Actor, seen: int | None
) -> None:
    """Say what an open action is and by when anew, with a note; see `give_action`. What was said before stays.

    `seen`: the entry that the actor has seen. Raises NotFound, NotAllowed, Invalid, Conflict, WrongState.
    """
    action = _held(session, action_id, actor, seen)
    if not allows(actor, KEEP, action.subject):
        raise NotAllowed(message("You may not do this."))
    if not action.is_open:
        raise WrongState(message("The action is not open any more."))
    what, due_on = _what(values, action.meeting)
    said = {
        "what": what,
        "due_on": due_on,
        "state": ActionState.OPEN.value,
        "note": clean_text(values.get("note"), "note", TEXT_LIMIT),
    }
    _say(session, action, said, "changed", actor)


def report_action(
    session: Session,
    action_id: int,
    state: ActionState,
    *,
    actor: Actor,
    seen: int | None,
    note_: Any = "",
    ended_on: Any = None,
) -> None:
    """Say that an action is done or withdrawn, since when (empty: today), or open again, with a note.

    Whoever owns it says any of these; those who keep the meeting withdraw it and open it again, and do not say that it
    is done. Raises NotFound, NotAllowed, Invalid, Conflict, WrongState.
    """
    action = _held(session, action_id, actor, seen)
    is_kept = state in KEPT and allows(actor, KEEP, action.subject)
    if not is_kept and not allows(actor, REPORT, action.subject):
        raise NotAllowed(message("You may not do this."))
    if state is ActionState.OPEN and action.is_open:
        raise WrongState(message("The action is open."))
    words = clean_text(note_, "note", TEXT_LIMIT, required=state is ActionState.WITHDRAWN)
    day = None if state is ActionState.OPEN else clean_past_day(ended_on, "ended_on") or clock.today()
    if day is not None and day < clock.day_of(action.given_at) and day < action.meeting.starts_on:
        raise Invalid(BEFORE_MEETING, field="ended_on")
    said = {
        "what": action.entry.what,
        "due_on": action.entry.due_on,
        "state": state.value,
        "ended_on": day,
        "note": words,
    }
    _say(session, action, said, "reported", actor)


def _held(session: Session, action_id: int, actor: Actor, seen: int | None) -> ActionRecord:
    """An action that the actor reads, held. Raises NotFound, Conflict."""
    get_action(session, action_id, actor)
    find_action_row(session, action_id)
    now = get_action(session, action_id, actor, list_bodies(session))
    if seen is not None and seen != now.entry.entry_id:
        raise Conflict(current_version=now.entry.entry_id)
    return now


def _say(session: Session, action: ActionRecord, said: dict[str, Any], deed: str, actor: Actor) -> None:
    """Add an entry, unless it says what holds already."""
    before = action.entry
    standing = {"what": before.what, "due_on": before.due_on, "state": before.state.value, "ended_on": before.ended_on}
    if not said["note"] and all(standing[name] == said.get(name) for name in standing):
        return
    _add(session, action.action_id, before.entry_id, said, actor)
    changes = {
        name: [standing[name], said.get(name)]
        for name in ("due_on", "state", "ended_on")
        if standing[name] != said.get(name)
    }
    subject = action.subject
    note(
        session,
        subject,
        f"meetings:action:{deed}",
        "meeting_action",
        action.action_id,
        actor=actor,
        changes={"owner": [action.owner, action.owner], **changes},
    )


def _add(session: Session, action_id: int, follows: int, said: Mapping[str, Any], actor: Actor) -> None:
    entry = ActionEntry(
        action_id=action_id, follows=follows, said_at=clock.now(), author_id=actor.user_id, **{"note": "", **said}
    )
    try:
        with session.begin_nested():
            session.add(entry)
            session.flush()
    except IntegrityError as error:  # somebody followed the same entry at the same moment
        raise Conflict(current_version=follows) from error


def _what(values: Mapping[str, Any], meeting: MeetingRecord) -> tuple[str, date]:
    """What is to be done, and by when: minutes are often written late, so any day from the meeting on."""
    what = clean_text(values.get("what"), "what", TEXT_LIMIT, required=True)
    due_on = clean_day(values.get("due_on"), "due_on")
    if due_on is None:
        raise Invalid(message("Enter a day."), field="due_on")
    if due_on < meeting.starts_on:
        raise Invalid(BEFORE_MEETING, field="due_on")
    return what, due_on
