"""Actions of meetings that the reader may read, as they stand now or stood at an instant."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.core.errors import NotFound
from app.core.labels import message
from app.meetings.models import Action, ActionEntry, Meeting
from app.meetings.queries.meetings import countries_of, meetings, record_of
from app.meetings.records import ActionRecord, EntryRecord
from app.meetings.states import ActionState
from app.statements.policy import Bodies

NO_ACTION = message("There is no such action, or none that you may see.")

_OF_ACTION = ("action_id", "point_id", "number", "owner", "given_at", "given_by_id")
_OF_ENTRY = ("entry_id", "what", "due_on", "state", "ended_on", "note", "said_at", "said_by")


@dataclass(frozen=True, slots=True)
class WantedActions:
    """Which actions; None or empty: all. `until`: as they stood then; `said_since`: of which something was said
    since."""

    meeting_id: int | None = None
    action_id: int | None = None
    owners: Collection[str] = ()
    states: Collection[ActionState] = ()
    year: int | None = None
    until: datetime | None = None
    said_since: datetime | None = None


def list_actions(
    session: Session, actor: Actor, wanted: WantedActions | None = None, bodies: Bodies | None = None
) -> list[ActionRecord]:
    """The actions of the meetings that the actor may read, those due first first. Two statements, one for none.

    `bodies`: which authorities of the EU-level plan are which agency, for who says what became of an agency's.
    """
    asked = wanted or WantedActions()
    query = _actions(actor, asked).order_by(ActionEntry.due_on, Action.id)
    rows = [dict(row._mapping) for row in session.execute(query)]
    if not rows:
        return []
    countries = countries_of(session, (row["meeting_id"] for row in rows))
    return [_record(row, countries.get(row["meeting_id"], ()), bodies or {}) for row in rows]


def get_action(session: Session, action_id: int, actor: Actor, bodies: Bodies | None = None) -> ActionRecord:
    """One action as it stands. Raises NotFound."""
    found = list_actions(session, actor, WantedActions(action_id=action_id), bodies)
    if not found:
        raise NotFound(NO_ACTION)
    return found[0]


def list_entries(session: Session, actions: Collection[int], until: datetime | None = None) -> list[EntryRecord]:
    """All that was said of some actions that the caller read, the latest first. One statement."""
    entry = ActionEntry
    query = (
        select(
            *(entry.id, entry.action_id, entry.what, entry.due_on, entry.state, entry.ended_on, entry.note),
            *(entry.said_at, entry.author_id, User.name),
        )
        .outerjoin(User, User.id == entry.author_id)
        .where(entry.action_id.in_(sorted(actions)))
        .order_by(entry.id.desc())
    )
    if until is not None:
        query = query.where(entry.said_at <= until)
    return [
        EntryRecord(
            entry_id=row.id,
            action_id=row.action_id,
            what=row.what,
            due_on=row.due_on,
            state=ActionState(row.state),
            ended_on=row.ended_on,
            note=row.note,
            said_at=row.said_at,
            author=row.name,
            author_id=row.author_id,
        )
        for row in session.execute(query)
    ]


def find_action_row(session: Session, action_id: int) -> Action:
    """The row of an action, held, so that what is said of it is said one after the other."""
    query = select(Action).where(Action.id == action_id).with_for_update().execution_options(populate_existing=True)
    return session.execute(query).scalar_one()


def last_action_number(session: Session, meeting_id: int) -> int:
    """The highest number of an action of a meeting; 0 for none."""
    return session.execute(select(func.max(Action.number)).where(Action.meeting_id == meeting_id)).scalar_one() or 0


def owners_of(session: Session, meeting_id: int) -> frozenset[str]:
    """Who was given something to do at a meeting."""
    return frozenset(session.scalars(select(Action.owner).where(Action.meeting_id == meeting_id)))


def _actions(actor: Actor, wanted: WantedActions) -> Select[*tuple[Any, ...]]:
    said = User.__table__.alias("sayer")
    last = select(func.max(ActionEntry.id)).group_by(ActionEntry.action_id)
    if wanted.until is not None:
        last = last.where(ActionEntry.said_at <= wanted.until)
    return (
        meetings(actor)
        .add_columns(
            *(Action.id.label("action_id"), Action.point_id, Action.number, Action.owner, Action.given_at),
            Action.given_by_id,
            *(ActionEntry.id.label("entry_id"), ActionEntry.what, ActionEntry.due_on, ActionEntry.state),
            *(ActionEntry.ended_on, ActionEntry.note, ActionEntry.said_at, said.c.name.label("said_by")),
        )
        .join(Action, Action.meeting_id == Meeting.id)
        .join(ActionEntry, ActionEntry.action_id == Action.id)
        .outerjoin(said, said.c.id == ActionEntry.author_id)
        .where(ActionEntry.id.in_(last), *_conditions(wanted))
    )


def _conditions(wanted: WantedActions) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.meeting_id is not None:
        found.append(Action.meeting_id == wanted.meeting_id)
    if wanted.action_id is not None:
        found.append(Action.id == wanted.action_id)
    if wanted.owners:
        found.append(Action.owner.in_(sorted(wanted.owners)))
    if wanted.states:
        found.append(ActionEntry.state.in_(sorted(state.value for state in wanted.states)))
    if wanted.said_since is not None:
        found.append(ActionEntry.said_at > wanted.said_since)
    if wanted.year is not None:
        found.append(Meeting.year == wanted.year)
    return found


def _record(row: dict[str, Any], countries: tuple[str, ...], bodies: Bodies) -> ActionRecord:
    of_action = {name: row.pop(name) for name in _OF_ACTION}
    said = {name: row.pop(name) for name in _OF_ENTRY}
    entry = EntryRecord(
        said["entry_id"],
        of_action["action_id"],
        said["what"],
        said["due_on"],
        ActionState(said["state"]),
        said["ended_on"],
        said["note"],
        said["said_at"],
        said["said_by"],
    )
    return ActionRecord(
        meeting=record_of(row, countries), entry=entry, bodies=bodies.get(of_action["owner"], frozenset()), **of_action
    )
