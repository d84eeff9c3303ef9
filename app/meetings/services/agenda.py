"""The agenda of a meeting is written, and what was concluded is published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.texts import clean_line, clean_text
from app.flags.queries.flags import get_flag
from app.meetings.models import AgendaLink, AgendaPoint, Conclusion, FormerPoint
from app.meetings.policy import MeetingSubject
from app.meetings.queries.agenda import (
    NO_POINT,
    count_points,
    find_point_row,
    get_point,
    has_followed,
    last_conclusion_id,
    list_points,
)
from app.meetings.records import PointRecord
from app.meetings.services.common import hold, note
from app.meetings.states import LINE_LIMIT, MOST, TEXT_LIMIT, LinkKind

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

FLAG = re.compile(r"([A-Z]{2})-([1-9][0-9]{0,5})")
"""How a flag is called: `IE-7`."""

Link = tuple[LinkKind, str, int | None, int | None]
"""Kind, key, item and flag of a link."""


def add_point(
    session: Session, view: CatalogueView, meeting_id: int, values: Mapping[str, Any], *, actor: Actor
) -> int:
    """Put a point on the agenda; returns its key.

    `values`: `title`, `text`, `position` (empty: last), `blocks`, `items` (numbers), `steps`, and `flags`: the names of
    flags that the actor reads, separated by commas. Raises NotFound, NotAllowed, Invalid, WrongState.
    """
    meeting, _ = hold(session, meeting_id, actor=actor)
    if count_points(session, meeting_id) >= MOST:
        raise WrongState(message("An agenda can have %(most)s points."), most=MOST)
    said, links = _cleaned(session, view, values, actor)
    points = list_points(session, meeting_id, actor)
    said["position"] = said["position"] or min(MOST, max((one.position for one in points), default=0) + 1)
    now = clock.now()
    made = AgendaPoint(meeting_id=meeting_id, made_at=now, **said)
    session.add(made)
    session.flush()
    _link(session, made.id, links, now)
    _note(session, meeting.subject, "added", made.id, actor)
    return made.id


def write_point(
    session: Session,
    view: CatalogueView,
    point_id: int,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    expected_version: int | None,
) -> None:
    """Write a point anew; see `add_point`. How it was worded before stays readable, and what it was about is kept.
    Links to flags that the actor may not read stay as they are.

    Raises NotFound, NotAllowed, Invalid, Conflict.
    """
    meeting, point, row = _held(session, point_id, actor, expected_version)
    said, links = _cleaned(session, view, values, actor)
    said["position"] = said["position"] or point.position
    before = {(link.kind, link.key) for link in point.links}
    gone = before - {(kind, key) for kind, key, *_ in links}
    added = [link for link in links if link[:2] not in before]
    if not gone and not added and all(getattr(row, name) == value for name, value in said.items()):
        return
    now = clock.now()
    if any(getattr(row, name) != value for name, value in said.items()):
        session.add(_former(row, now, actor))
    for name, value in said.items():
        setattr(row, name, value)
    flag_modified(row, "title")  # the row is written, so its version rises
    session.flush()
    for kind, key in sorted(gone):
        held = (AgendaLink.point_id == point_id, AgendaLink.removed_at.is_(None))
        wanted = (AgendaLink.kind == kind.value, AgendaLink.key == key)
        session.execute(update(AgendaLink).where(*held, *wanted).values(removed_at=now))
    _link(session, point_id, added, now)
    _note(session, meeting, "written", point_id, actor)


def remove_point(session: Session, point_id: int, *, actor: Actor, expected_version: int | None) -> int:
    """Take a point off of which nothing was concluded and nobody was given anything to do; returns its meeting.

    Raises NotFound, NotAllowed, Conflict, WrongState.
    """
    meeting, point, row = _held(session, point_id, actor, expected_version)
    if has_followed(session, point):
        raise WrongState(message("Something was concluded of this point, or given to somebody to do: it stays."))
    row.removed_at = clock.now()
    session.flush()
    _note(session, meeting, "removed", point_id, actor)
    return point.meeting_id


def conclude(
    session: Session, meeting_id: int, point_id: int | None, text: Any, *, actor: Actor, seen: int | None
) -> int:
    """Publish what was concluded of a point, or of the meeting as a whole; returns the key of this version.

    What was concluded before stays and is shown as such. `seen`: the version that the actor has seen, None for none.
    What holds already is not said again. Raises NotFound, NotAllowed, Invalid, Conflict.
    """
    meeting, _ = hold(session, meeting_id, actor=actor)
    if point_id is not None and point_id not in {p.point_id for p in list_points(session, meeting_id, actor)}:
        raise NotFound(NO_POINT)
    words = clean_text(text, "text", TEXT_LIMIT, required=True)
    place = point_id or 0
    last = last_conclusion_id(session, meeting_id, place)
    if last != seen:
        raise Conflict(current_version=last or 0)
    before = session.get(Conclusion, last) if last is not None else None
    if before is not None and before.text == words:
        return before.id
    made = Conclusion(
        meeting_id=meeting_id,
        place=place,
        follows=last or 0,
        text=words,
        said_at=clock.now(),
        author_id=actor.user_id,
    )
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as error:  # somebody followed the same version at the same moment
        raise Conflict(current_version=last or 0) from error
    deed = "meetings:conclusion:corrected" if before else "meetings:conclusion:published"
    note(session, meeting.subject, deed, "meeting_conclusion", made.id, actor=actor)
    return made.id


def _held(
    session: Session, point_id: int, actor: Actor, expected_version: int | None
) -> tuple[MeetingSubject, PointRecord, AgendaPoint]:
    meeting, _ = get_point(session, point_id, actor)
    hold(session, meeting.meeting_id, actor=actor)
    row = find_point_row(session, point_id)
    now, point = get_point(session, point_id, actor)
    if expected_version is not None and row.version != expected_version:
        raise Conflict(current_version=row.version)
    return now.subject, point, row


def _cleaned(
    session: Session, view: CatalogueView, values: Mapping[str, Any], actor: Actor
) -> tuple[dict[str, Any], list[Link]]:
    position = values.get("position")
    if position is not None and not 1 <= position <= MOST:
        raise Invalid(message("Write a number from 1 to %(most)s."), field="position", most=MOST)
    said = {
        "title": clean_line(values.get("title"), "title", LINE_LIMIT, required=True),
        "text": clean_text(values.get("text"), "text", TEXT_LIMIT),
        "position": position,
    }
    steps = [step.key for step in view.cycle]
    links: list[Link] = [
        *((LinkKind.BLOCK, key, None, None) for key in _known(values.get("blocks"), list(view.blocks), "blocks")),
        *(
            (LinkKind.ITEM, view.items_by_id[key].key, key, None)
            for key in _known(values.get("items"), list(view.items_by_id), "items")
        ),
        *((LinkKind.STEP, key, None, None) for key in _known(values.get("steps"), steps, "steps")),
        *((LinkKind.FLAG, str(key), None, key) for key in _flags(session, values.get("flags"), actor)),
    ]
    return said, links


def _known(named: Any, known: list[Any], field: str) -> list[Any]:
    wanted = set(named or ())
    if wanted - set(known):
        raise Invalid(message("Choose from the list."), field=field)
    return [key for key in known if key in wanted]


def _flags(session: Session, named: Any, actor: Actor) -> list[int]:
    """The keys of flags by their names. Of one that there is not the same is said as of one that is not seen."""
    found: list[int] = []
    for name in clean_line(named, "flags", LINE_LIMIT).replace(";", ",").split(","):
        if not (wanted := name.strip().upper()):
            continue
        parts = FLAG.fullmatch(wanted)
        try:
            if parts is None:
                raise NotFound(NO_POINT)
            key = get_flag(session, parts[1], int(parts[2]), actor).flag_id
        except NotFound:
            sentence = message("There is no flag “%(name)s” that you may see. Flags are called as IE-7.")
            raise Invalid(sentence, field="flags", name=wanted[:20]) from None
        if key not in found:
            found.append(key)
    return found


def _former(row: AgendaPoint, now: datetime, actor: Actor) -> FormerPoint:
    """The words of a point as they stand, before they are changed."""
    return FormerPoint(
        point_id=row.id,
        version=row.version,
        position=row.position,
        title=row.title,
        text=row.text,
        replaced_at=now,
        replaced_by_id=actor.user_id,
    )


def _link(session: Session, point_id: int, links: list[Link], now: datetime) -> None:
    session.add_all(
        AgendaLink(point_id=point_id, kind=kind.value, key=key, item_id=item_id, flag_id=flag_id, put_at=now)
        for kind, key, item_id, flag_id in links
    )
    session.flush()


def _note(session: Session, meeting: MeetingSubject, deed: str, point_id: int, actor: Actor) -> None:
    note(session, meeting, f"meetings:point:{deed}", "agenda_point", point_id, actor=actor)
