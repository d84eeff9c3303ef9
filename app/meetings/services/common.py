"""What the verbs share: a meeting that is held for who keeps it, and the trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core.errors import Conflict, NotFound
from app.core.policy import allows, require
from app.meetings.models import Meeting
from app.meetings.policy import KEEP, READ, MeetingSubject
from app.meetings.queries.meetings import NO_MEETING, find_row, get_meeting
from app.meetings.records import MeetingRecord
from app.meetings.states import Reach
from app.plans.states import EU


def hold(
    session: Session, meeting_id: int, *, actor: Actor, expected_version: int | None = None
) -> tuple[MeetingRecord, Meeting]:
    """A meeting as it is now and its row, held, for who keeps it. Raises NotFound, NotAllowed, Conflict."""
    get_meeting(session, meeting_id, actor)
    row = find_row(session, meeting_id)
    now = get_meeting(session, meeting_id, actor)
    if not allows(actor, READ, now.subject):
        raise NotFound(NO_MEETING)
    require(actor, KEEP, now.subject)
    if expected_version is not None and row.version != expected_version:
        raise Conflict(current_version=row.version)
    return now, row


def country_of(subject: MeetingSubject) -> str:
    """Under which country a deed on a meeting stands in the trail: the one consulted, else the EU level."""
    return next(iter(subject.countries), EU) if subject.reach is Reach.COUNTRY else EU


def note(
    session: Session,
    subject: MeetingSubject,
    deed: str,
    kind: str,
    key: int,
    *,
    actor: Actor,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Write a deed into the audit trail; texts stay out of it, since administrators read no plans."""
    record(
        session,
        actor=actor,
        deed=deed,
        subject_kind=kind,
        subject_id=key,
        country=country_of(subject),
        changes=dict(changes or {}),
    )
