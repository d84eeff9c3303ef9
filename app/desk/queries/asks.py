"""What was asked of whom, and what came back: a milestone is answered when it was changed or confirmed since."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.core.errors import NotFound
from app.core.labels import message
from app.desk.models import Ask, AskMilestone
from app.desk.records import AskedMilestone, AskRecord
from app.plans.models import Authority, Milestone, Revision
from app.plans.states import SubjectKind

NO_ASK = message("Nothing of this number was asked.")


def _is_answered() -> ColumnElement[bool]:
    """Somebody said something of the milestone after the asking."""
    return (
        exists()
        .where(
            Revision.subject_kind == SubjectKind.MILESTONE.value,
            Revision.subject_id == AskMilestone.milestone_id,
            Revision.recorded_at > Ask.asked_at,
            ~Revision.is_automatic,
        )
        .correlate(AskMilestone, Ask)
    )


@cache
def _asks() -> Select[Any]:
    """The statement is put together once: copies of a table's columns cost more than asking."""
    asker, closer = aliased(User), aliased(User)
    columns: list[Any] = [
        Ask.id,
        Ask.authority_id,
        Authority.name,
        Authority.contact_email,
        asker.name,
        Ask.asked_at,
        Ask.reply_by,
        Ask.subject,
        Ask.body,
        Ask.closed_at,
        closer.name,
        Ask.close_note,
        func.count(AskMilestone.id),
        func.coalesce(func.sum(case((_is_answered(), 1), else_=0)), 0),
    ]
    return (
        select(*columns)
        .join(Authority, Authority.id == Ask.authority_id)
        .outerjoin(asker, asker.id == Ask.asked_by_id)
        .outerjoin(closer, closer.id == Ask.closed_by_id)
        .outerjoin(AskMilestone, AskMilestone.ask_id == Ask.id)
        .group_by(Ask.id, Authority.name, Authority.contact_email, asker.name, closer.name)
    )


def list_asks(
    session: Session, plan_id: int, authorities: Iterable[int] | None = None, limit: int = 60
) -> list[AskRecord]:
    """The asks of a plan, open ones first, then the newest; with `authorities`, those of these. One statement."""
    query = _asks().where(Ask.plan_id == plan_id)
    if authorities is not None:
        query = query.where(Ask.authority_id.in_(sorted(authorities)))
    query = query.order_by(case((Ask.closed_at.is_(None), 0), else_=1), Ask.asked_at.desc(), Ask.id.desc())
    return [AskRecord(*row) for row in session.execute(query.limit(limit))]


def get_ask(session: Session, plan_id: int, ask_id: int) -> AskRecord:
    """One ask of a plan. Raises NotFound."""
    row = session.execute(_asks().where(Ask.plan_id == plan_id, Ask.id == ask_id)).one_or_none()
    if row is None:
        raise NotFound(NO_ASK)
    return AskRecord(*row)


def list_asked_milestones(session: Session, ask_id: int) -> list[AskedMilestone]:
    """What an ask was about, in the order of the letter."""
    columns: list[Any] = [
        Milestone.id,
        Milestone.item_id,
        Milestone.reference,
        Milestone.title,
        Milestone.is_closing,
        func.coalesce(Milestone.forecast_on, Milestone.baseline_on),
        _is_answered(),
    ]
    query = (
        select(*columns)
        .join(AskMilestone, AskMilestone.milestone_id == Milestone.id)
        .join(Ask, Ask.id == AskMilestone.ask_id)
        .where(Ask.id == ask_id)
        .order_by(AskMilestone.id)
    )
    return [AskedMilestone(*row) for row in session.execute(query)]


def get_ask_row(session: Session, plan_id: int, ask_id: int) -> Ask:
    """The row of an ask, once the plan's row is held. Raises NotFound."""
    query = select(Ask).where(Ask.plan_id == plan_id, Ask.id == ask_id)
    row = session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()
    if row is None:
        raise NotFound(NO_ASK)
    return row


def find_open_twin(session: Session, wanted: Ask) -> Ask | None:
    """An open ask of the same words to the same authority by the same person: the same button pressed twice."""
    query = select(Ask).where(
        Ask.plan_id == wanted.plan_id,
        Ask.authority_id == wanted.authority_id,
        Ask.asked_by_id == wanted.asked_by_id,
        Ask.reply_by == wanted.reply_by,
        Ask.subject == wanted.subject,
        Ask.body == wanted.body,
        Ask.closed_at.is_(None),
    )
    return session.execute(query.order_by(Ask.id.desc()).limit(1)).scalar_one_or_none()
