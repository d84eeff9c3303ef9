"""The agenda of a meeting and what was concluded. Of links to flags those that the reader may know of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.core.errors import NotFound
from app.core.labels import message
from app.flags.models import Flag
from app.flags.policy import visible_to as flags_visible_to
from app.meetings.models import Action, AgendaLink, AgendaPoint, Conclusion, FormerPoint
from app.meetings.queries.meetings import get_meeting
from app.meetings.records import ConclusionRecord, FormerRecord, LinkRecord, MeetingRecord, PointRecord
from app.meetings.states import LinkKind
from app.plans.models import Plan

NO_POINT = message("There is no such point, or none that you may see.")


def list_points(session: Session, meeting_id: int, actor: Actor, until: datetime | None = None) -> list[PointRecord]:
    """The agenda of a meeting that the actor reads, in its order, as it stands or as it was known at an instant.

    Three statements, one for none.
    """
    here = AgendaPoint.meeting_id == meeting_id
    rows = list(session.scalars(select(AgendaPoint).where(here, _stands(AgendaPoint.made_at, AgendaPoint, until))))
    if not rows:
        return []
    keys = [row.id for row in rows]
    links, former = _links(session, keys, actor, until), _former(session, keys)
    points = [_point(row, links.get(row.id, ()), former.get(row.id, ()), until) for row in rows]
    return sorted(points, key=lambda one: (one.position, one.point_id))


def _point(
    row: AgendaPoint, links: Iterable[LinkRecord], former: Sequence[FormerRecord], until: datetime | None
) -> PointRecord:
    """A point in the words that stand, or stood at an instant, with those that had stood before; the latest first."""
    earlier = [one for one in former if until is None or one.replaced_at <= until]
    later = [one for one in former if until is not None and one.replaced_at > until]
    words: AgendaPoint | FormerRecord = later[-1] if later else row
    return PointRecord(
        row.id, row.meeting_id, words.position, words.title, words.text, row.version, tuple(links), tuple(earlier)
    )


def _stands(
    since: InstrumentedAttribute[datetime], table: type[AgendaPoint | AgendaLink], until: datetime | None
) -> ColumnElement[bool]:
    """What stands, or stood at an instant."""
    if until is None:
        return table.removed_at.is_(None)
    return and_(since <= until, or_(table.removed_at.is_(None), table.removed_at > until))


def _former(session: Session, points: Collection[int]) -> dict[int, list[FormerRecord]]:
    """How points were worded before, the latest first."""
    before = FormerPoint
    query = (
        select(before.point_id, before.position, before.title, before.text, before.replaced_at, User.name)
        .outerjoin(User, User.id == before.replaced_by_id)
        .where(before.point_id.in_(points))
        .order_by(before.id.desc())
    )
    found: defaultdict[int, list[FormerRecord]] = defaultdict(list)
    for point_id, position, title, text, replaced_at, author in session.execute(query):
        found[point_id].append(FormerRecord(position, title, text, replaced_at, author))
    return dict(found)


def get_point(session: Session, point_id: int, actor: Actor) -> tuple[MeetingRecord, PointRecord]:
    """A point with its meeting. Raises NotFound."""
    meeting_id = session.execute(select(AgendaPoint.meeting_id).where(AgendaPoint.id == point_id)).scalar_one_or_none()
    if meeting_id is None:
        raise NotFound(NO_POINT)
    meeting = get_meeting(session, meeting_id, actor)
    found = next((one for one in list_points(session, meeting_id, actor) if one.point_id == point_id), None)
    if found is None:
        raise NotFound(NO_POINT)
    return meeting, found


def has_begun(session: Session, meeting_id: int) -> bool:
    """Whether anything was ever on the agenda of a meeting, was concluded or given to do.

    A point that was taken off counts: it is still read as it was known on the days on which it stood.
    """
    return any(
        session.execute(select(table.id).where(table.meeting_id == meeting_id).limit(1)).first() is not None
        for table in (AgendaPoint, Conclusion, Action)
    )


def find_point_row(session: Session, point_id: int) -> AgendaPoint:
    """The row of a point, held and read anew."""
    query = (
        select(AgendaPoint)
        .where(AgendaPoint.id == point_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.execute(query).scalar_one()


def list_conclusions(
    session: Session, meeting_id: int, until: datetime | None = None
) -> dict[int, list[ConclusionRecord]]:
    """What was concluded of a meeting that the caller read, by place, the version that holds first. One statement."""
    query = (
        select(Conclusion.id, Conclusion.place, Conclusion.text, Conclusion.said_at, User.name)
        .outerjoin(User, User.id == Conclusion.author_id)
        .where(Conclusion.meeting_id == meeting_id)
        .order_by(Conclusion.id.desc())
    )
    if until is not None:
        query = query.where(Conclusion.said_at <= until)
    found: defaultdict[int, list[ConclusionRecord]] = defaultdict(list)
    for row in session.execute(query):
        found[row.place].append(ConclusionRecord(*row))
    return dict(found)


def list_conclusions_across(
    session: Session, meeting_ids: Collection[int], until: datetime | None = None
) -> dict[int, tuple[ConclusionRecord, ...]]:
    """What was concluded of meetings that the caller read, as it holds or held at an instant: by meeting, that of the
    whole first, then point by point. One statement, none for no meetings."""
    if not meeting_ids:
        return {}
    last = select(func.max(Conclusion.id)).where(Conclusion.meeting_id.in_(sorted(meeting_ids)))
    if until is not None:
        last = last.where(Conclusion.said_at <= until)
    query = (
        select(
            *(Conclusion.meeting_id, Conclusion.id, Conclusion.place, Conclusion.text, Conclusion.said_at, User.name),
        )
        .outerjoin(User, User.id == Conclusion.author_id)
        .outerjoin(AgendaPoint, AgendaPoint.id == Conclusion.place)
        .where(Conclusion.id.in_(last.group_by(Conclusion.meeting_id, Conclusion.place)))
        .order_by(Conclusion.meeting_id, func.coalesce(AgendaPoint.position, 0), Conclusion.id)
    )
    found: defaultdict[int, list[ConclusionRecord]] = defaultdict(list)
    for row in session.execute(query):
        found[row.meeting_id].append(ConclusionRecord(row.id, row.place, row.text, row.said_at, row.name))
    return {key: tuple(told) for key, told in found.items()}


def last_conclusion_id(session: Session, meeting_id: int, place: int) -> int | None:
    """The version of a conclusion that holds; None for none."""
    query = select(Conclusion.id).where(Conclusion.meeting_id == meeting_id, Conclusion.place == place)
    return session.execute(query.order_by(Conclusion.id.desc()).limit(1)).scalar_one_or_none()


def has_followed(session: Session, point: PointRecord) -> bool:
    """Whether anything was concluded of a point, or somebody was given something to do."""
    concluded = last_conclusion_id(session, point.meeting_id, point.point_id) is not None
    given = select(Action.id).where(Action.point_id == point.point_id).limit(1)
    return concluded or session.execute(given).first() is not None


def count_points(session: Session, meeting_id: int) -> int:
    """How many points a meeting ever had."""
    return len(session.scalars(select(AgendaPoint.id).where(AgendaPoint.meeting_id == meeting_id)).all())


def _links(
    session: Session, points: Collection[int], actor: Actor, until: datetime | None
) -> dict[int, list[LinkRecord]]:
    """Links to flags that the actor may not read are not among them: nothing tells that they are there."""
    link = AgendaLink
    query = (
        select(link.point_id, link.kind, link.key, link.item_id, link.flag_id, Plan.owner, Flag.number)
        .outerjoin(Flag, Flag.id == link.flag_id)
        .outerjoin(Plan, Plan.id == Flag.plan_id)
        .where(link.point_id.in_(points), _stands(link.put_at, link, until))
        .where(or_(link.flag_id.is_(None), flags_visible_to(actor)))
        .order_by(link.id)
    )
    found: defaultdict[int, list[LinkRecord]] = defaultdict(list)
    for point_id, kind, key, item_id, flag_id, owner, number in session.execute(query):
        name = f"{owner}-{number}" if flag_id is not None else ""
        found[point_id].append(LinkRecord(point_id, LinkKind(kind), key, item_id, flag_id, name))
    return dict(found)
