"""What happened on fiches and in second readings, without a word of what was written or found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.calendars.reading import calendar_of
from app.core import clock
from app.core.policy import allows
from app.fiches.clocks import Marks, Standing, standing_on
from app.fiches.models import Fiche, FicheComment
from app.fiches.policy import FicheSubject, sides_of, visible_to
from app.fiches.states import Side, State
from app.notices import words
from app.notices.deadlines import near_on, start_of
from app.notices.paths import of_fiche, of_second_reading
from app.notices.policy import coordinated, reviews_any
from app.notices.queries.windows import within
from app.notices.records import Notice, Window
from app.notices.states import Kind
from app.plans.models import Plan
from app.plans.policy import PlanSubject
from app.plans.states import EU
from app.reading.models import SecondReading
from app.reading.policy import LEAD_SECOND, READ


class Sent(NamedTuple):
    """A fiche that was sent for the factual check, without its texts."""

    owner: str
    number: int | None
    sent_at: datetime
    check_due_on: date
    checked_at: datetime | None
    checked_by_id: int | None
    final_at: datetime | None
    final_by_id: int | None
    has_comments: bool

    def notice(self, kind: Kind, at: datetime, said: str, *, by: str = "", on: date | None = None) -> Notice:
        """That something happened to it."""
        path, name = of_fiche(self.owner, self.number), f"{self.owner}-{self.number}"
        return Notice(kind, at, said, path, owner=self.owner, by=by, name=name, on=on)

    def standing(self, until: datetime) -> Standing:
        """Where it stood at an instant, as was known then."""
        sent_on, checked_on, final_on = (
            clock.day_of(at) if at is not None and at <= until else None
            for at in (self.sent_at, self.checked_at, self.final_at)
        )
        marks = Marks(clock.day_of(self.sent_at), sent_on, self.check_due_on, checked_on, final_on)
        return standing_on(marks, clock.day_of(until), calendar_of(self.owner), calendar_of(EU))


def notices_of_fiches(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """For coordinators: fiches that were sent for the factual check, or made final; for reviewers: checks that were
    returned; for each side its days. One statement."""
    if not coordinated(actor) - {EU} and not reviews_any(actor):
        return
    has_comments = exists().where(FicheComment.fiche_id == Fiche.id, FicheComment.withdrawn_at.is_(None))
    query = (
        select(
            Plan.owner,
            Fiche.number,
            Fiche.sent_at,
            Fiche.check_due_on,
            Fiche.checked_at,
            Fiche.checked_by_id,
            Fiche.final_at,
            Fiche.final_by_id,
            has_comments,
        )
        .join(Plan, Plan.id == Fiche.plan_id)
        .where(
            visible_to(actor),
            Fiche.sent_at <= window.until,
            or_(Fiche.final_at.is_(None), Fiche.final_at > window.since),
        )
        .order_by(Fiche.id)
    )
    rows: Iterable[Any] = session.execute(query)
    for fiche in (Sent(*row) for row in rows):
        sides = sides_of(actor, FicheSubject(fiche.owner, is_sent=True, is_final=fiche.final_at is not None))
        yield from _deeds(fiche, sides, actor, window)
        standing = fiche.standing(window.until)
        for side in sorted(sides):
            for day, said, on in _days(fiche, standing, side):
                if window.holds(start_of(day)):
                    yield fiche.notice(Kind.DEADLINES, start_of(day), said, on=on)


def _deeds(fiche: Sent, sides: Collection[Side], actor: Actor, window: Window) -> Iterator[Notice]:
    if Side.COUNTRY in sides and window.holds(fiche.sent_at):
        yield fiche.notice(Kind.FICHES, fiche.sent_at, words.FICHE_SENT, by=EU, on=fiche.check_due_on)
    checked_at, final_at = fiche.checked_at, fiche.final_at
    if Side.COMMISSION in sides and checked_at and window.holds(checked_at) and fiche.checked_by_id != actor.user_id:
        said = words.FICHE_COMMENTED if fiche.has_comments else words.FICHE_CHECKED
        yield fiche.notice(Kind.FICHES, checked_at, said, by=fiche.owner)
    if Side.COUNTRY in sides and final_at and window.holds(final_at) and fiche.final_by_id != actor.user_id:
        yield fiche.notice(Kind.FICHES, final_at, words.FICHE_FINAL, by=EU)


def _days(fiche: Sent, standing: Standing, side: Side) -> Iterator[tuple[date, str, date]]:
    """On which days a side is told something, what, and of which day. A lead reviewer is told as a reviewer."""
    day = timedelta(days=1)
    if standing.state is State.LAPSED and side is not Side.LEAD:
        yield fiche.check_due_on + day, words.CHECK_LATE, fiche.check_due_on
    if standing.turn is not side or standing.due_on is None:
        return
    is_check = side is Side.COUNTRY
    near = near_on(standing.due_on, standing.since, calendar_of(fiche.owner if is_check else EU))
    if near is not None:
        yield near, words.TO_CHECK if is_check else words.TO_FINISH, standing.due_on
    if not is_check:
        yield standing.due_on + day, words.FINISH_LATE, standing.due_on


def notices_of_second_readings(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """For the two readers: that they are asked, or that it was ended; for leads: that both have spoken. One
    statement."""
    if not reviews_any(actor):
        return
    one = SecondReading
    query = (
        select(one.id, Plan.owner, one.first_id, one.second_id, one.opened_at, one.revealed_at, one.is_cut_short)
        .join(Plan, Plan.id == one.plan_id)
        .where(or_(within(one.opened_at, window), within(one.revealed_at, window)))
        .order_by(one.id)
    )
    for reading_id, owner, first_id, second_id, opened_at, revealed_at, is_cut_short in session.execute(query):
        subject = PlanSubject(owner)
        told: list[tuple[datetime | None, str]] = []
        if actor.user_id in (first_id, second_id):
            if allows(actor, READ, subject):
                told = [(opened_at, words.SECOND_ASKED), (revealed_at if is_cut_short else None, words.SECOND_ENDED)]
        elif allows(actor, LEAD_SECOND, subject) and not is_cut_short:
            told = [(revealed_at, words.SECOND_DONE)]
        for at, said in told:
            if at is not None and window.holds(at):
                yield Notice(Kind.READINGS, at, said, of_second_reading(reading_id), owner=owner, by=EU)
