"""Meetings that name a country; what was given to somebody to do at a meeting, and what others said of it since.

For the coordinators of whom it concerns, and for contributors of the agency that owns an action.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.meetings.queries.actions import WantedActions, list_actions, list_entries
from app.meetings.queries.meetings import Wanted, list_meetings
from app.meetings.records import ActionRecord, EntryRecord
from app.meetings.states import ActionState, Body
from app.notices import paths, words
from app.notices.policy import agencies_of, coordinated
from app.notices.records import Notice, Window
from app.notices.states import Kind
from app.plans.states import EU
from app.statements.queries import list_bodies


def notices_of_actions(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """That something was given and is still open, that it was changed, withdrawn or opened again by somebody else.

    At most four statements, none for those who are not meant.
    """
    own, bodies = coordinated(actor), agencies_of(actor)
    known = list_bodies(session) if bodies else {}
    agencies = {code for code, named in known.items() if named & bodies}
    if not own and not agencies:
        return
    wanted = WantedActions(owners=own | agencies, said_since=window.since)
    actions = {one.action_id: one for one in list_actions(session, actor, wanted, known)}
    said: defaultdict[int, list[EntryRecord]] = defaultdict(list)
    for entry in list_entries(session, actions, window.until) if actions else ():
        said[entry.action_id].insert(0, entry)
    for key, entries in said.items():
        for before, entry in zip([None, *entries], entries, strict=False):
            told = _told(actions[key], before, entry)
            is_by_others = entry.author_id is None or entry.author_id != actor.user_id
            if told and is_by_others and window.holds(entry.said_at):
                yield Notice(
                    Kind.ACTIONS,
                    entry.said_at,
                    told,
                    paths.of_action(key),
                    owner=EU if actions[key].owner in agencies else actions[key].owner,
                    name=actions[key].name,
                    on=actions[key].entry.due_on if before is None else entry.due_on,
                )


def notices_of_meetings(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """That somebody else recorded a meeting which names a country, for its coordinators; not what does not take place.

    Two statements for each country that the actor coordinates, one where nothing was recorded.
    """
    for country in sorted(coordinated(actor) - {EU}):
        wanted = Wanted(country=country, made_since=window.since)
        for one in list_meetings(session, actor, wanted):
            is_by_others = one.author_id is None or one.author_id != actor.user_id
            if is_by_others and country in one.countries and not one.is_cancelled and window.holds(one.made_at):
                yield Notice(
                    Kind.ACTIONS,
                    one.made_at,
                    words.CONSULTATION_WITH if one.body is Body.CONSULTATION else words.MEETING_NAMES,
                    paths.of_meeting(one.meeting_id),
                    owner=country,
                    name=str(one.meeting_id),
                    on=one.starts_on,
                )


def _told(action: ActionRecord, before: EntryRecord | None, entry: EntryRecord) -> str:
    """What an entry says that is news to whoever owns the action; empty for none."""
    if before is None:
        given = words.ACTION_GIVEN_TO_AGENCY if action.bodies else words.ACTION_GIVEN
        return given if action.is_open else ""
    if entry.state is ActionState.WITHDRAWN and before.state is not ActionState.WITHDRAWN:
        return words.ACTION_WITHDRAWN
    if entry.state is ActionState.OPEN and before.state is not ActionState.OPEN:
        return words.ACTION_REOPENED
    if (entry.what, entry.due_on) != (before.what, before.due_on):
        return words.ACTION_CHANGED
    return ""
