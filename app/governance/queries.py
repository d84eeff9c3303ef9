"""Every SELECT on what is recorded of the yearly cycle and of its pools."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.accounts.queries import role_then
from app.accounts.states import REVIEWING_ROLES, Role
from app.catalogue.states import Solidarity
from app.governance.ledger import PoolRecord
from app.governance.models import CycleEntry, PoolEntry
from app.governance.policy import visible_to
from app.governance.records import EntryRecord
from app.governance.states import LedgerKind, Recorder
from app.plans.states import EU


def list_entries(session: Session, actor: Actor, years: Collection[int]) -> list[EntryRecord]:
    """All that was recorded of some years and that the actor may read, the earliest first. One statement."""
    wanted = _entries().where(CycleEntry.year.in_(sorted(years)), visible_to(actor)).order_by(CycleEntry.id)
    return [EntryRecord(*row) for row in session.execute(wanted)]


def last_entry_id(session: Session, year: int, step: str, turn: int, country: str, body: str) -> int | None:
    """The key of the last entry on one occurrence, whoever may read it; None without one."""
    entry = CycleEntry
    wanted = select(entry.id).where(
        entry.year == year,
        entry.step_key == step,
        entry.turn == turn,
        entry.country == country,
        entry.body == body,
    )
    return session.execute(wanted.order_by(entry.id.desc()).limit(1)).scalar_one_or_none()


def list_pool_records(session: Session, year: int | None = None) -> list[PoolRecord]:
    """All lines of a pool's ledger, or of every pool's, in the order in which they were said. One statement."""
    entry = PoolEntry
    wanted = (
        select(
            entry.id,
            entry.year,
            entry.kind,
            entry.type,
            entry.country,
            entry.amount,
            entry.as_at,
            entry.reference,
            entry.url,
            entry.note,
            entry.said_at,
            User.name,
            recorder_of(entry.author_id, entry.said_at),
        )
        .outerjoin(User, User.id == entry.author_id)
        .order_by(entry.id)
    )
    if year is not None:
        wanted = wanted.where(entry.year == year)
    return [
        PoolRecord(key, of, LedgerKind(kind), Solidarity(measure), *[*rest[:-1], recorder_in(rest[-1])])
        for key, of, kind, measure, *rest in session.execute(wanted)
    ]


def recorder_in(column: Any) -> Any:
    """In which role, from the column of `recorder_of`; None where it cannot be told."""
    return Recorder(column) if column else None


def recorder_of(author_id: Any, said_at: Any) -> ColumnElement[str | None]:
    """In which role something public was recorded (`Recorder`), as a column; the command line has no author."""
    held = role_then(author_id, said_at, (Role.COORDINATOR, *sorted(REVIEWING_ROLES)), eu=EU)
    return case((author_id.is_(None), Recorder.SYSTEM.value), else_=held)


def latest(entries: Iterable[EntryRecord], known: datetime | None = None) -> dict[tuple[str, int, str], EntryRecord]:
    """Of each occurrence of one year what holds of it, now or as it was known at an instant. Pure."""
    found: dict[tuple[str, int, str], EntryRecord] = {}
    for entry in entries:
        if known is None or entry.said_at <= known:
            found[entry.place] = entry
    return found


def _entries() -> Select[*tuple[Any, ...]]:
    entry = CycleEntry
    return select(
        entry.id,
        entry.year,
        entry.step_key,
        entry.turn,
        entry.country,
        entry.body,
        entry.is_own,
        entry.said_at,
        User.name,
        entry.happened_on,
        entry.planned_on,
        entry.is_nothing_found,
        entry.reference,
        entry.url,
        entry.note,
    ).outerjoin(User, User.id == entry.author_id)
