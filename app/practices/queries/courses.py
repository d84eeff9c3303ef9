"""Which countries let others read how they came along, and what they then read of the shared history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import Level
from app.core import clock
from app.core.errors import NotFound
from app.core.policy import allows
from app.plans.models import MilestoneSpan, Plan
from app.plans.queries.heads import NO_PLAN
from app.plans.states import EU, Scope
from app.practices.course import (
    FIRST_STEPS,
    Course,
    Point,
    Said,
    days_before,
    followed_until,
    nearest,
    point_of,
    steps_after,
)
from app.practices.models import CourseConsent
from app.practices.policy import READ_COURSE, CourseSubject
from app.readiness.queries.trend import read_progress

if TYPE_CHECKING:
    from app.catalogue.views import BlockView, CatalogueView

_SPAN = (
    *("plan_id", "subject_id", "item_id", "valid_from", "title", "is_closing", "is_cancelled", "progress", "actual_on"),
    *("workstream_key", "step_key", "value", "target_value", "target_unit"),
)


def list_consenting(session: Session) -> dict[str, tuple[int, datetime]]:
    """Country → its plan, and since when it consents. For callers that ask for rights of each."""
    query = (
        select(Plan.owner, Plan.id, CourseConsent.given_at)
        .join(CourseConsent, CourseConsent.plan_id == Plan.id)
        .where(CourseConsent.ended_at.is_(None), Plan.owner != EU)
        .order_by(Plan.id)
    )
    return {owner: (plan_id, given_at) for owner, plan_id, given_at in session.execute(query)}


def find_consent_row(session: Session, plan_id: int) -> CourseConsent | None:
    """The consent of a plan that stands."""
    query = select(CourseConsent).where(CourseConsent.plan_id == plan_id, CourseConsent.ended_at.is_(None))
    return session.execute(query).scalar_one_or_none()


def list_consents(session: Session, owner: str) -> list[tuple[datetime, datetime | None]]:
    """From when to when a country consented, the first first."""
    query = (
        select(CourseConsent.given_at, CourseConsent.ended_at)
        .join(Plan, Plan.id == CourseConsent.plan_id)
        .where(Plan.owner == owner)
        .order_by(CourseConsent.id)
    )
    return [(given_at, ended_at) for given_at, ended_at in session.execute(query)]


def readable_courses(session: Session, owner: str, actor: Actor) -> dict[str, int]:
    """The other countries that consent and of which the actor may read, for a country: with their plans.

    Raises NotFound for who may not ask for it.
    """
    if owner == EU or not allows(actor, READ_COURSE, CourseSubject(owner)):
        raise NotFound(NO_PLAN)
    return {
        other: plan_id
        for other, (plan_id, _) in list_consenting(session).items()
        if other != owner and allows(actor, READ_COURSE, CourseSubject(owner, other=other, consents=True))
    }


def who_was_here(
    session: Session,
    view: CatalogueView,
    owner: str,
    plan_id: int,
    block: BlockView,
    others: Mapping[str, int],
) -> tuple[Point, list[Course]]:
    """Where a country stands in a block, and of some others those that stood at a similar point, in protocol order.

    `others`: what `readable_courses` gives. Three statements, one where there are no others.
    """
    today = clock.today()
    days = sorted(days_before(today, view.starts_on))
    wanted = {(plan_id, Scope.SHARED): [today]}
    if days:
        wanted |= {(other, Scope.SHARED): days for other in others.values()}
    points: dict[int, list[Point]] = {}
    names = {key: code for code, key in others.items()} | {plan_id: owner}
    for (key, _), of_days, said in read_progress(session, wanted):
        points[key] = [
            point_of(view, block.key, names[key], day, told) for day, told in zip(of_days, said, strict=True)
        ]
    mine = points[plan_id][0]
    if mine.is_complete:  # nothing follows where everything is in place
        return mine, []
    near = {code: found for code, key in others.items() if (found := nearest(mine, points.get(key, ())))}
    return mine, _courses(session, block, {code: (others[code], near[code]) for code in view.countries if code in near})


def own_course(
    session: Session, view: CatalogueView, owner: str, plan_id: int, block: BlockView, months: int
) -> Course:
    """What a country's own shared history would tell of a block since so many months ago, or since the programme began.

    For callers that ask for rights. Three statements.
    """
    day: date = max(view.starts_on, clock.today() - relativedelta(months=months))
    for _, _, said in read_progress(session, {(plan_id, Scope.SHARED): [day]}):
        point = point_of(view, block.key, owner, day, said[0])
    return _courses(session, block, {owner: (plan_id, point)})[0]


def _courses(session: Session, block: BlockView, near: Mapping[str, tuple[int, Point]]) -> list[Course]:
    """What each did first, as its shared history tells. Of sensitive items no step is told. One statement."""
    if not near:
        return []
    order = [item.item_id for item in block.items if item.level is not Level.EU and not item.is_sensitive]
    today = clock.today()
    until = {code: followed_until(point.day, today) for code, (_, point) in near.items()}
    said = _said(session, order, [(key, point.day, until[code]) for code, (key, point) in near.items()])
    found = []
    for code, (key, point) in near.items():
        steps = steps_after((one for one in said if one.plan_id == key), point.day, until[code], order)
        found.append(Course(code, point, until[code], tuple(steps[:FIRST_STEPS]), max(0, len(steps) - FIRST_STEPS)))
    return found


def _said(session: Session, items: Sequence[int], times: Sequence[tuple[int, date, date]]) -> list[Said]:
    """What plans shared of the milestones of some items up to the end of their time."""
    span = MilestoneSpan
    query = (
        select(*(getattr(span, name) for name in _SPAN))
        .where(
            span.scope == Scope.SHARED.value,
            span.item_id.in_(items),
            or_(*(and_(span.plan_id == key, span.valid_from <= until) for key, _, until in times)),
        )
        .order_by(span.plan_id, span.subject_id, span.valid_from)
    )
    return [Said(*row) for row in session.execute(query)]
