"""Second readings, as far as somebody may see them: what the other said is not read before it is revealed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.accounts.actor import Actor
from app.accounts.models import User
from app.assessments.states import Verdict
from app.core.errors import NotFound
from app.core.labels import message
from app.core.policy import allows
from app.plans.models import Plan
from app.plans.policy import PlanSubject
from app.reading.models import SecondItem, SecondReading, SecondVerdict
from app.reading.policy import LEAD_SECOND, READ
from app.reading.second import Said, SecondItemRecord, SecondRecord, Settled

NO_SECOND = message("There is no such second reading, or none that you may see.")

_first, _second = aliased(User), aliased(User)


def list_seconds(session: Session, actor: Actor) -> list[SecondRecord]:
    """Those that the actor leads or reads, the latest first, without their items; one statement."""
    found = map(_record, session.execute(_seconds().order_by(SecondReading.id.desc())))
    return [one for one in found if _sees(actor, one)]


def get_second(session: Session, reading_id: int, actor: Actor) -> SecondRecord:
    """One with its items. Until it is revealed there is of verdicts only what the actor gave. Raises NotFound."""
    row = session.execute(_seconds().where(SecondReading.id == reading_id)).one_or_none()
    found = _record(row) if row else None
    if found is None or not _sees(actor, found):
        raise NotFound(NO_SECOND)
    verdicts = select(
        SecondVerdict.second_item_id,
        SecondVerdict.user_id,
        SecondVerdict.verdict,
        SecondVerdict.reason,
        SecondVerdict.given_at,
    ).join(SecondItem, SecondItem.id == SecondVerdict.second_item_id)
    verdicts = verdicts.where(SecondItem.reading_id == reading_id)
    if not found.is_revealed:
        verdicts = verdicts.where(SecondVerdict.user_id == actor.user_id)
    said = {
        (item, user): Said(Verdict(verdict), reason, at)
        for item, user, verdict, reason, at in session.execute(verdicts)
    }
    items = session.execute(select(SecondItem).where(SecondItem.reading_id == reading_id).order_by(SecondItem.id))
    return replace(found, items=tuple(_items(items.scalars(), said, found)))


def hold_second(session: Session, reading_id: int) -> SecondReading:
    """The row, held: one verdict after the other, so that the last one is noticed. Raises NotFound."""
    query = select(SecondReading).where(SecondReading.id == reading_id).with_for_update()
    row = session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()
    if row is None:
        raise NotFound(NO_SECOND)
    return row


def find_item_row(session: Session, reading_id: int, item_id: int) -> SecondItem:
    """An item of a second reading. Raises NotFound."""
    query = select(SecondItem).where(SecondItem.reading_id == reading_id, SecondItem.item_id == item_id)
    row = session.execute(query).scalar_one_or_none()
    if row is None:
        raise NotFound(message("This item is not in the second reading."))
    return row


def is_complete(session: Session, reading_id: int) -> bool:
    """Whether both have spoken on every item."""
    items = select(func.count()).where(SecondItem.reading_id == reading_id)
    said = (
        select(func.count())
        .select_from(SecondVerdict)
        .join(SecondItem, SecondItem.id == SecondVerdict.second_item_id)
        .where(SecondItem.reading_id == reading_id)
    )
    return session.execute(said).scalar_one() == 2 * session.execute(items).scalar_one()


def list_said(session: Session, reading_id: int) -> list[tuple[int, int, str]]:
    """What was said: item, reader, verdict; for the trail, once it is revealed."""
    query = (
        select(SecondItem.item_id, SecondVerdict.user_id, SecondVerdict.verdict)
        .join(SecondVerdict, SecondVerdict.second_item_id == SecondItem.id)
        .where(SecondItem.reading_id == reading_id)
        .order_by(SecondItem.id, SecondVerdict.user_id)
    )
    return [(item_id, user_id, verdict) for item_id, user_id, verdict in session.execute(query)]


def list_running_items(session: Session, plan_id: int) -> set[int]:
    """Items of a plan that stand in a second reading which is not revealed yet."""
    query = (
        select(SecondItem.item_id)
        .join(SecondReading, SecondReading.id == SecondItem.reading_id)
        .where(SecondReading.plan_id == plan_id, SecondReading.revealed_at.is_(None))
    )
    return set(session.execute(query).scalars())


def _sees(actor: Actor, one: SecondRecord) -> bool:
    subject = PlanSubject(one.owner)
    reads = actor.user_id in one.readers and allows(actor, READ, subject)
    return reads or allows(actor, LEAD_SECOND, subject)


def _seconds() -> Select[*tuple[Any, ...]]:
    return (
        select(
            SecondReading.id,
            Plan.owner,
            SecondReading.block_key,
            SecondReading.seed,
            SecondReading.sample_size,
            SecondReading.first_id,
            SecondReading.second_id,
            _first.name,
            _second.name,
            SecondReading.opened_at,
            SecondReading.revealed_at,
            SecondReading.is_cut_short,
        )
        .join(Plan, Plan.id == SecondReading.plan_id)
        .join(_first, _first.id == SecondReading.first_id)
        .join(_second, _second.id == SecondReading.second_id)
    )


def _record(row: Any) -> SecondRecord:
    return SecondRecord(*row)


def _items(
    rows: Iterable[SecondItem], said: dict[tuple[int, int], Said], found: SecondRecord
) -> Iterable[SecondItemRecord]:
    for row in rows:
        settled = None
        if row.verdict is not None and row.settled_at is not None:
            settled = Settled(Verdict(row.verdict), row.reason, row.settled_at, row.assessment_id)
        first, second = (said.get((row.id, user_id)) for user_id in found.readers)
        yield SecondItemRecord(row.id, row.item_id, first, second, settled)
