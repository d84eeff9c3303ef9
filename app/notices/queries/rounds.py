"""Rounds: opened and closed, their cut-offs, and the later ones that a country was given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.notices import paths, words
from app.notices.deadlines import start_of
from app.notices.policy import coordinated
from app.notices.records import Notice, Window
from app.notices.states import CUT_OFF_DAYS, Kind
from app.plans.models import Plan
from app.plans.states import EU
from app.review.models import Extension, Round, Submission

_DAY = timedelta(days=1)


class Later(NamedTuple):
    """A later cut-off of a round for a country."""

    round_id: int
    owner: str
    until_on: date
    given_at: datetime
    given_by_id: int | None


def notices_of_rounds(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """For coordinators of Member States: rounds that were opened or closed, later cut-offs that their country was
    given, and the cut-off that counts for it where it comes near or has passed and nothing was sent.

    Three statements, one where there is no round.
    """
    own = sorted(coordinated(actor) - {EU})
    if not own:
        return
    query = select(
        Round.id,
        Round.title,
        Round.cut_off_on,
        Round.opened_at,
        Round.opened_by_id,
        Round.closed_at,
        Round.closed_by_id,
    ).where(or_(Round.closed_at.is_(None), Round.closed_at > window.since))
    rounds = [row for row in session.execute(query) if row.opened_at <= window.until]
    answered = _answered(session, own, [row.id for row in rounds if row.closed_at is None])
    later = _later(session, own, [row.id for row in rounds], window)
    for row in rounds:
        given = [one for one in later if one.round_id == row.id]
        yield from _deeds(row, own, given, actor, window)
        if row.closed_at is None:
            waited_for = [owner for owner in own if (row.id, owner) not in answered]
            yield from _deadlines(row, waited_for, given, window)


def _deeds(row: Any, own: list[str], given: Iterable[Later], actor: Actor, window: Window) -> Iterator[Notice]:
    path = paths.of_round(row.id)
    about: dict[str, Any] = {"owner": own[0] if len(own) == 1 else "", "by": EU, "name": row.title}
    for at, by_id, said in (
        (row.opened_at, row.opened_by_id, words.OPENED),
        (row.closed_at, row.closed_by_id, words.CLOSED),
    ):
        if window.holds(at) and by_id != actor.user_id:
            yield Notice(Kind.ROUNDS, at, said, path, on=row.cut_off_on, **about)
    for one in given:
        if window.holds(one.given_at) and one.given_by_id != actor.user_id:
            about["owner"] = one.owner
            yield Notice(Kind.ROUNDS, one.given_at, words.EXTENDED, path, on=one.until_on, **about)


def _deadlines(row: Any, owners: Iterable[str], given: Iterable[Later], window: Window) -> Iterator[Notice]:
    counts = {one.owner: (one.until_on, one.given_at) for one in given}
    for owner in owners:
        cut_off_on, since = counts.get(owner, (row.cut_off_on, row.opened_at))
        for day, said in _days(cut_off_on, clock.day_of(since)):
            at, path = start_of(day), paths.of_round(row.id)
            if window.holds(at):
                yield Notice(Kind.DEADLINES, at, said, path, owner=owner, name=row.title, on=cut_off_on)


def _days(cut_off_on: date, since: date) -> Iterator[tuple[date, str]]:
    """On which days something is said of a cut-off that was named on another day."""
    near = max(cut_off_on - timedelta(days=CUT_OFF_DAYS), since + _DAY)
    if near <= cut_off_on:
        yield near, words.CUT_OFF_NEAR
    yield cut_off_on + _DAY, words.CUT_OFF_PASSED


def _answered(session: Session, owners: Collection[str], round_ids: Collection[int]) -> set[tuple[int | None, str]]:
    if not round_ids:
        return set()
    query = (
        select(Submission.round_id, Plan.owner)
        .join(Plan, Plan.id == Submission.plan_id)
        .where(Submission.round_id.in_(round_ids), Submission.submitted_at.is_not(None), Plan.owner.in_(owners))
    )
    return {(round_id, owner) for round_id, owner in session.execute(query)}


def _later(session: Session, owners: Collection[str], round_ids: Collection[int], window: Window) -> list[Later]:
    """The later cut-offs as known at the end of the window, the one that counts last."""
    if not round_ids:
        return []
    query = (
        select(Extension.round_id, Plan.owner, Extension.until_on, Extension.given_at, Extension.given_by_id)
        .join(Plan, Plan.id == Extension.plan_id)
        .where(Extension.round_id.in_(round_ids), Plan.owner.in_(owners), Extension.given_at <= window.until)
        .order_by(Extension.until_on, Extension.id)
    )
    return [Later(*row) for row in session.execute(query)]
