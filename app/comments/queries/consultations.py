"""Consultations as their readers read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.comments.models import Consultation, ConsultationText
from app.comments.policy import reached
from app.comments.queries.records import ConsultationRecord, FormerConsultation
from app.comments.states import Reach
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.models import Plan

NO_CONSULTATION = message("There is no such consultation.")
AT_MOST = 500


def list_consultations(
    session: Session,
    plan_id: int,
    reaches: Iterable[Reach],
    *,
    until: date | None = None,
    known: datetime | None = None,
) -> list[ConsultationRecord]:
    """The consultations on a plan and its items within these reaches, the latest first, withdrawn ones too.

    `until`: held by that day; `known`: recorded by that instant.
    """
    query = _of(reaches).where(Consultation.plan_id == plan_id)
    if until is not None:
        query = query.where(Consultation.held_on <= until)
    if known is not None:
        query = query.where(Consultation.recorded_at <= known)
    query = query.order_by(Consultation.held_on.desc(), Consultation.id.desc()).limit(AT_MOST)
    return [_record(row, name) for row, name in session.execute(query)]


def list_consultations_across(
    session: Session, actor: Actor, *, until: date, known: datetime | None = None, most: int = AT_MOST
) -> list[tuple[str, ConsultationRecord]]:
    """What reaches the actor of the consultations on all plans, each with its plan's owner; the latest first.

    Withdrawn ones are left out. `until`: held by that day; `known`: recorded by that instant.
    """
    query = (
        select(Consultation, User.name, Plan.owner)
        .join(Plan, Plan.id == Consultation.plan_id)
        .outerjoin(User, User.id == Consultation.recorded_by_id)
        .where(reached(actor, Consultation.reach), Consultation.held_on <= until, Consultation.withdrawn_at.is_(None))
        .order_by(Consultation.held_on.desc(), Consultation.id.desc())
        .limit(most)
    )
    if known is not None:
        query = query.where(Consultation.recorded_at <= known)
    return [(owner, _record(row, name)) for row, name, owner in session.execute(query)]


def get_consultation(
    session: Session, plan_id: int, consultation_id: int, reaches: Iterable[Reach]
) -> ConsultationRecord:
    """One consultation. Raises NotFound."""
    query = _of(reaches).where(Consultation.plan_id == plan_id, Consultation.id == consultation_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_CONSULTATION)
    return _record(row[0], row[1])


def get_consultation_row(session: Session, plan_id: int, consultation_id: int) -> Consultation:
    """The row of a consultation, once the plan's row is held. Raises NotFound."""
    query = select(Consultation).where(Consultation.plan_id == plan_id, Consultation.id == consultation_id)
    row = session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()
    if row is None:
        raise NotFound(NO_CONSULTATION)
    return row


def list_former(session: Session, consultation_id: int) -> list[FormerConsultation]:
    """What a consultation said before it was corrected, the latest first."""
    query = (
        select(ConsultationText, User.name)
        .outerjoin(User, User.id == ConsultationText.by_id)
        .where(ConsultationText.consultation_id == consultation_id)
        .order_by(ConsultationText.id.desc())
    )
    return [
        FormerConsultation(Reach(row.reach), row.with_whom, row.held_on, row.what_changed, row.url, row.until, name)
        for row, name in session.execute(query)
    ]


def find_twin(session: Session, wanted: Consultation) -> Consultation | None:
    """One that says the same and stands: the same button pressed twice."""
    query = select(Consultation).where(
        Consultation.plan_id == wanted.plan_id,
        Consultation.item_id == wanted.item_id,
        Consultation.held_on == wanted.held_on,
        Consultation.with_whom == wanted.with_whom,
        Consultation.what_changed == wanted.what_changed,
        Consultation.reach == wanted.reach,
        Consultation.withdrawn_at.is_(None),
    )
    return session.execute(query.limit(1)).scalar_one_or_none()


def _of(reaches: Iterable[Reach]) -> Select[Consultation, str]:
    return (
        select(Consultation, User.name)
        .outerjoin(User, User.id == Consultation.recorded_by_id)
        .where(Consultation.reach.in_([reach.value for reach in reaches]))
    )


def _record(row: Consultation, recorded_by: str | None) -> ConsultationRecord:
    is_withdrawn = row.withdrawn_at is not None
    return ConsultationRecord(
        consultation_id=row.id,
        item_id=row.item_id,
        reach=Reach(row.reach),
        with_whom=row.with_whom,
        held_on=row.held_on,
        what_changed="" if is_withdrawn else row.what_changed,
        url="" if is_withdrawn else row.url,
        recorded_at=row.recorded_at,
        recorded_by=recorded_by,
        withdrawn_at=row.withdrawn_at,
        withdraw_reason=row.withdraw_reason,
        version=row.version,
    )
