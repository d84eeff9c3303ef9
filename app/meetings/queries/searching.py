"""Meetings found by words: in what they are called, their agenda, what was concluded, and what somebody is to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union_all
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.meetings.models import Action, ActionEntry, AgendaPoint, Conclusion, Meeting
from app.meetings.queries.meetings import meetings, record_of
from app.meetings.records import MeetingRecord


@dataclass(frozen=True, slots=True)
class MeetingHit:
    """A meeting that was found; `text`: of its agenda, conclusions and actions as they stand, a part a line."""

    meeting: MeetingRecord
    text: str


def search_meetings(session: Session, actor: Actor, words: Sequence[str], limit: int = 50) -> list[MeetingHit]:
    """The meetings in which all words stand, as it stands now, of those that the actor may read, the latest first; who
    reads a meeting reads all of these. Two statements, none without words.

    What was taken off the agenda, and what was said before it was corrected, is not found.
    """
    if not words:
        return []
    query = meetings(actor).where(*(_holds(word) for word in words))
    query = query.order_by(Meeting.starts_on.desc(), Meeting.id.desc()).limit(limit)
    found = [record_of(dict(row._mapping)) for row in session.execute(query)]
    texts = _texts(session, [one.meeting_id for one in found])
    return [MeetingHit(one, "\n".join(texts.get(one.meeting_id, ()))) for one in found]


def _holds(word: str) -> ColumnElement[bool]:
    """Whether a word stands in a meeting."""
    named = [column.icontains(word, autoescape=True) for column in (Meeting.title, Meeting.name, Meeting.place)]
    parts = [
        exists(query.where(or_(*(column.icontains(word, autoescape=True) for column in columns))).correlate(Meeting))
        for query, columns in _parts()
    ]
    return or_(*named, *parts)


def _parts() -> list[tuple[Select[Any], tuple[Any, ...]]]:
    """Of a meeting the points, the conclusions and the actions as they stand, with the columns of their words."""
    of_point = select(AgendaPoint.id).where(AgendaPoint.meeting_id == Meeting.id, AgendaPoint.removed_at.is_(None))
    last = select(func.max(Conclusion.id)).group_by(Conclusion.meeting_id, Conclusion.place)
    concluded = select(Conclusion.id).where(Conclusion.meeting_id == Meeting.id, Conclusion.id.in_(last))
    said_last = select(func.max(ActionEntry.id)).group_by(ActionEntry.action_id)
    acting = select(ActionEntry.id).where(
        ActionEntry.action_id == Action.id, Action.meeting_id == Meeting.id, ActionEntry.id.in_(said_last)
    )
    return [
        (of_point, (AgendaPoint.title, AgendaPoint.text)),
        (concluded, (Conclusion.text,)),
        (acting, (ActionEntry.what, ActionEntry.note)),
    ]


def _texts(session: Session, keys: Collection[int]) -> dict[int, list[str]]:
    if not keys:
        return {}
    pieces = [
        query.with_only_columns(Meeting.id, column).select_from(Meeting).where(Meeting.id.in_(sorted(keys)))
        for query, columns in _parts()
        for column in columns
    ]
    found: defaultdict[int, list[str]] = defaultdict(list)
    for key, text in session.execute(union_all(*pieces)):
        if text:
            found[key].append(text)
    return found
