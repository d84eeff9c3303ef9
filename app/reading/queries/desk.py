"""What was shared since, and what waits for reviewers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.assessments.models import Assessment
from app.core import clock
from app.flags.moves import is_open
from app.flags.policy import sides_of
from app.flags.queries.flags import list_flags
from app.flags.records import FlagRecord
from app.plans.models import ContinuousSharing, Milestone, Plan, PlanBlock, PlanRelease, PlanReleaseBlock, Revision
from app.plans.queries.sharing import KNOWN, shared_by
from app.plans.states import SubjectKind
from app.readiness.plan import PlanReading
from app.reading.desk import Facts, NotLookedAt, SharedSince, Unassessed, WaitingFlag, latest_first
from app.reading.models import DeskVisit, SubmissionLook
from app.reading.queries.marks import UNTOLD
from app.review.models import Submission

Place = tuple[int, int]
"""A plan's and an item's key."""


def find_visit(session: Session, user_id: int | None) -> datetime | None:
    """Up to which instant a reviewer has seen what was shared; None before they first said so."""
    return session.execute(select(DeskVisit.seen_until).where(DeskVisit.user_id == user_id)).scalar_one_or_none()


def list_shared_since(session: Session, owners: Mapping[int, str], since: datetime) -> list[SharedSince]:
    """What of these plans (key → owner) was shared after an instant, block by block; one statement."""
    before = shared_by(KNOWN, sorted(owners))
    query = (
        select(
            Revision.plan_id,
            PlanBlock.id,
            PlanBlock.block_key,
            PlanBlock.shared_at,
            Revision.subject_kind,
            Revision.subject_id,
            Revision.changes,
        )
        .join(PlanBlock, PlanBlock.id == Revision.plan_block_id)
        .outerjoin(before, before.c.block_id == PlanBlock.id)
        .where(
            Revision.plan_id.in_(sorted(owners)),
            ~Revision.is_automatic,
            PlanBlock.shared_at > since,
            Revision.recorded_at <= PlanBlock.shared_at,
            or_(before.c.instant.is_(None), Revision.recorded_at > before.c.instant),
        )
        .order_by(Revision.plan_id, PlanBlock.id)
    )
    subjects: dict[tuple[int, str, datetime], dict[SubjectKind, set[int]]] = defaultdict(lambda: defaultdict(set))
    for plan_id, _block_id, key, shared_at, kind, subject_id, changes in session.execute(query, {"known": since}):
        if any(name not in UNTOLD and old != new for name, (old, new) in changes.items()):
            subjects[plan_id, key, shared_at][SubjectKind(kind)].add(subject_id)
    return [
        SharedSince(owners[plan_id], key, {kind: len(held) for kind, held in by_kind.items()}, shared_at)
        for (plan_id, key, shared_at), by_kind in subjects.items()
    ]


def read_facts(session: Session, actor: Actor, readings: Mapping[int, PlanReading], day: date) -> Facts:
    """What waits on the plans (key → its shared state) that the actor reviews, on a day; seven statements."""
    owners = {plan_id: reading.owner for plan_id, reading in readings.items()}
    flags = [flag for flag in list_flags(session, actor) if flag.owner in owners.values()]
    waiting, still_open = _waiting(flags, actor, day)
    return Facts(waiting, tuple(_unassessed(session, readings)), tuple(_not_looked_at(session, owners)), still_open)


def _waiting(flags: Iterable[FlagRecord], actor: Actor, day: date) -> tuple[tuple[WaitingFlag, ...], Mapping[str, int]]:
    found: list[WaitingFlag] = []
    still_open: dict[str, int] = defaultdict(int)
    for flag in flags:
        standing = flag.standing(day)
        if standing is None or not is_open(standing.state):
            continue
        still_open[flag.owner] += 1
        if standing.turn is not None and standing.turn in sides_of(actor, flag.subject):
            is_question = bool(flag.asker)
            found.append(
                WaitingFlag(
                    flag.owner, flag.name, is_question, standing.since, standing.due_on, standing.waiting, standing.late
                )
            )
    return latest_first(found), dict(still_open)


def _unassessed(session: Session, readings: Mapping[int, PlanReading]) -> Iterable[Unassessed]:
    in_place = {
        (plan_id, item_id)
        for plan_id, reading in readings.items()
        for item_id, item in reading.items.items()
        if item.level is not None and item.is_counted
    }
    assessed = _last_assessed(session, readings)
    for (plan_id, item_id), known_at in _known_in_place(session, readings).items():
        last = assessed.get((plan_id, item_id))
        if (plan_id, item_id) in in_place and (last is None or last < known_at):
            yield Unassessed(readings[plan_id].owner, item_id, clock.day_of(known_at))


def _last_assessed(session: Session, plan_ids: Collection[int]) -> dict[Place, datetime]:
    query = (
        select(Assessment.plan_id, Assessment.item_id, func.max(Assessment.assessed_at))
        .where(Assessment.plan_id.in_(sorted(plan_ids)))
        .group_by(Assessment.plan_id, Assessment.item_id)
    )
    return {(plan_id, item_id): at for plan_id, item_id, at in session.execute(query)}


def _known_in_place(session: Session, plan_ids: Collection[int]) -> dict[Place, datetime]:
    """Item → from which instant on others knew that it was reported in place: the release that first held it."""
    query = (
        select(Revision.plan_id, Milestone.item_id, PlanBlock.id, Revision.recorded_at, Revision.changes)
        .join(PlanBlock, PlanBlock.id == Revision.plan_block_id)
        .join(
            Milestone,
            and_(Revision.subject_kind == SubjectKind.MILESTONE.value, Milestone.id == Revision.subject_id),
        )
        .where(
            Revision.plan_id.in_(sorted(plan_ids)), Milestone.is_closing, Revision.recorded_at <= PlanBlock.shared_at
        )
        .order_by(Revision.id)
    )
    said: dict[Place, tuple[int, datetime]] = {}
    for plan_id, item_id, block_id, recorded_at, changes in session.execute(query):
        if changes.get("actual_on", (None, None))[1] is not None:
            said[plan_id, item_id] = block_id, recorded_at
    releases, continuous = _releases(session, plan_ids), _continuous(session, plan_ids)
    return {
        place: _first_known(recorded_at, releases[block_id], continuous[place[0]])
        for place, (block_id, recorded_at) in said.items()
    }


Period = tuple[datetime, datetime | None]


def _first_known(recorded_at: datetime, releases: Iterable[datetime], periods: Iterable[Period]) -> datetime:
    if any(began <= recorded_at and (ended is None or recorded_at <= ended) for began, ended in periods):
        return recorded_at
    return min((at for at in releases if at >= recorded_at), default=recorded_at)


def _releases(session: Session, plan_ids: Collection[int]) -> dict[int, list[datetime]]:
    query = (
        select(PlanReleaseBlock.plan_block_id, PlanRelease.released_at)
        .join(PlanRelease, PlanRelease.id == PlanReleaseBlock.plan_release_id)
        .where(PlanRelease.plan_id.in_(sorted(plan_ids)))
    )
    found: dict[int, list[datetime]] = defaultdict(list)
    for block_id, at in session.execute(query):
        found[block_id].append(at)
    return found


def _continuous(session: Session, plan_ids: Collection[int]) -> dict[int, list[Period]]:
    query = select(ContinuousSharing.plan_id, ContinuousSharing.started_at, ContinuousSharing.ended_at).where(
        ContinuousSharing.plan_id.in_(sorted(plan_ids))
    )
    found: dict[int, list[Period]] = defaultdict(list)
    for plan_id, began, ended in session.execute(query):
        found[plan_id].append((began, ended))
    return found


def _not_looked_at(session: Session, owners: Mapping[int, str]) -> Iterable[NotLookedAt]:
    query = (
        select(Submission.plan_id, Submission.id, Submission.kind, Submission.submitted_at)
        .outerjoin(SubmissionLook, SubmissionLook.submission_id == Submission.id)
        .where(
            Submission.plan_id.in_(sorted(owners)), Submission.submitted_at.is_not(None), SubmissionLook.id.is_(None)
        )
        .order_by(Submission.submitted_at, Submission.id)
    )
    rows: Iterable[Any] = session.execute(query)
    return [NotLookedAt(owners[plan_id], key, kind, clock.day_of(at)) for plan_id, key, kind, at in rows]


def find_submission_plan(session: Session, submission_id: int) -> str | None:
    """Whose plan a submission that counts is of."""
    query = (
        select(Plan.owner)
        .join(Submission, Submission.plan_id == Plan.id)
        .where(Submission.id == submission_id, Submission.submitted_at.is_not(None))
    )
    return session.execute(query).scalar_one_or_none()


def is_looked_at(session: Session, submission_id: int) -> bool:
    """Whether a reviewer said to have looked at a submission."""
    query = select(SubmissionLook.id).where(SubmissionLook.submission_id == submission_id)
    return session.execute(query).scalar_one_or_none() is not None
