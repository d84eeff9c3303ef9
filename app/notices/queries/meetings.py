"""What was given to somebody to do at a meeting: for the coordinators of whom it was given to."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.meetings.queries.actions import WantedActions, list_actions
from app.meetings.states import ActionState
from app.notices import paths, words
from app.notices.policy import coordinated
from app.notices.records import Notice, Window
from app.notices.states import Kind


def notices_of_actions(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """For coordinators by what was given to their country, or to the EU level, and is still open; nothing for others.

    Two statements, one for none.
    """
    own = coordinated(actor)
    if not own:
        return
    wanted = WantedActions(owners=own, states=[ActionState.OPEN], since=window.since, given_until=window.until)
    for action in list_actions(session, actor, wanted):
        if action.given_by_id is None or action.given_by_id != actor.user_id:
            yield Notice(
                Kind.ACTIONS,
                action.given_at,
                words.ACTION_GIVEN,
                paths.of_action(action.action_id),
                owner=action.owner,
                name=action.name,
                on=action.entry.due_on,
            )
