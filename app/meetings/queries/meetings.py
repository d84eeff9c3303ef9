"""Meetings that the reader may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.core.errors import NotFound
from app.core.labels import message
from app.meetings.models import AgendaLink, AgendaPoint, Meeting, MeetingCountry
from app.meetings.policy import visible_to
from app.meetings.records import LinkedMeeting, MeetingRecord
from app.meetings.states import Body, LinkKind, Reach

NO_MEETING = message("There is no such meeting, or none that you may see.")

_COLUMNS = (
    *("body", "name", "title", "starts_on", "ends_on", "place", "is_online", "is_cancelled", "year", "step_key"),
    *("chair", "reach", "made_at"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which meetings; None or empty: all. `country`: those that name it, or that it chairs. `until`: as known then."""

    body: Body | None = None
    years: tuple[int, ...] = ()
    country: str = ""
    step: str = ""
    until: datetime | None = None
    made_since: datetime | None = None


def list_meetings(session: Session, actor: Actor, wanted: Wanted | None = None) -> list[MeetingRecord]:
    """The meetings that the actor may read, the latest first. Two statements, one for none."""
    query = meetings(actor).where(*_conditions(wanted or Wanted()))
    return _with_countries(session, session.execute(query.order_by(Meeting.starts_on.desc(), Meeting.id.desc())))


def get_meeting(session: Session, meeting_id: int, actor: Actor, until: datetime | None = None) -> MeetingRecord:
    """One meeting. Raises NotFound, also for one that was not known yet at an instant."""
    found = _with_countries(
        session, session.execute(meetings(actor).where(Meeting.id == meeting_id, *_conditions(Wanted(until=until))))
    )
    if not found:
        raise NotFound(NO_MEETING)
    return found[0]


def list_linked(session: Session, actor: Actor) -> dict[tuple[LinkKind, str], list[LinkedMeeting]]:
    """What the meetings that the actor may read have on their agenda: by kind and key, the latest first. One statement.

    Of flags too: whether the actor may know of a flag is for the caller to ask.
    """
    query = (
        select(AgendaLink.kind, AgendaLink.key, Meeting.id, Meeting.title, Meeting.starts_on, Meeting.year)
        .join(AgendaPoint, AgendaPoint.id == AgendaLink.point_id)
        .join(Meeting, Meeting.id == AgendaPoint.meeting_id)
        .where(
            AgendaLink.removed_at.is_(None),
            AgendaPoint.removed_at.is_(None),
            Meeting.is_cancelled.is_(False),
            visible_to(actor),
        )
        .order_by(Meeting.starts_on.desc(), Meeting.id.desc())
    )
    found: defaultdict[tuple[LinkKind, str], list[LinkedMeeting]] = defaultdict(list)
    for row in session.execute(query):
        here, one = found[LinkKind(row.kind), row.key], LinkedMeeting(row.id, row.title, row.starts_on, row.year)
        if one not in here:
            here.append(one)
    return dict(found)


def find_row(session: Session, meeting_id: int) -> Meeting:
    """The row of a meeting, held and read anew."""
    query = select(Meeting).where(Meeting.id == meeting_id).with_for_update().execution_options(populate_existing=True)
    return session.execute(query).scalar_one()


def meetings(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The columns of meetings that the actor may read, without their countries."""
    return (
        select(
            Meeting.id.label("meeting_id"),
            *(getattr(Meeting, name) for name in _COLUMNS),
            User.name.label("author"),
            Meeting.version,
            Meeting.author_id,
        )
        .outerjoin(User, User.id == Meeting.author_id)
        .where(visible_to(actor))
    )


def countries_of(session: Session, meeting_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Who takes part in some meetings."""
    query = (
        select(MeetingCountry.meeting_id, MeetingCountry.country)
        .where(MeetingCountry.meeting_id.in_(sorted(set(meeting_ids))))
        .order_by(MeetingCountry.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for key, country in session.execute(query):
        found[key] = (*found.get(key, ()), country)
    return found


def record_of(values: dict[str, Any], countries: tuple[str, ...] = ()) -> MeetingRecord:
    """A record of the columns of `meetings`."""
    kinds = {"body": Body(values["body"]), "reach": Reach(values["reach"])}
    return MeetingRecord(**{**values, **kinds}, countries=countries)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.body:
        found.append(Meeting.body == wanted.body.value)
    if wanted.years:
        found.append(Meeting.year.in_(wanted.years))
    if wanted.step:
        found.append(Meeting.step_key == wanted.step)
    if wanted.country:
        named = select(MeetingCountry.id).where(
            MeetingCountry.meeting_id == Meeting.id, MeetingCountry.country == wanted.country
        )
        found.append(exists(named.correlate(Meeting)) | (Meeting.chair == wanted.country))
    if wanted.until is not None:
        found.append(Meeting.made_at <= wanted.until)
    if wanted.made_since is not None:
        found.append(Meeting.made_at >= wanted.made_since)
    return found


def _with_countries(session: Session, rows: Iterable[Any]) -> list[MeetingRecord]:
    found = [record_of(dict(row._mapping)) for row in rows]
    if not found:
        return []
    countries = countries_of(session, (one.meeting_id for one in found))
    return [replace(one, countries=countries.get(one.meeting_id, ())) for one in found]
