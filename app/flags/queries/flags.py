"""Flags as pages read them, and their rows for services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.core.errors import NotFound
from app.core.labels import message
from app.flags.models import Flag, FlagStep
from app.flags.policy import visible_to
from app.flags.records import FlagRecord, StepRecord
from app.flags.states import About, AnswerKind, Category, Deed, Severity, Side, State
from app.plans.models import Milestone, Plan

NO_FLAG = message("There is no such flag, or none that you may see.")


def list_flags(
    session: Session,
    actor: Actor,
    *,
    owners: Collection[str] | None = None,
    item_ids: Collection[int] | None = None,
    drafts: bool = False,
) -> list[FlagRecord]:
    """The flags that the actor may read, the latest first; with `drafts` those not yet sent instead. Two statements.

    `owners`: of these plans only; `item_ids`: about these items or their milestones only.
    """
    conditions: list[ColumnElement[bool]] = [Flag.number.is_(None) if drafts else Flag.number.is_not(None)]
    if owners is not None:
        conditions.append(Plan.owner.in_(sorted(owners)))
    if item_ids is not None:
        conditions.append(Flag.item_id.in_(sorted(item_ids)))
    query = (
        _flags(actor).where(*conditions).order_by(func.coalesce(Flag.sent_at, Flag.written_at).desc(), Flag.id.desc())
    )
    return _with_steps(session, list(map(_record, session.execute(query))))


def get_flag(session: Session, owner: str, number: int, actor: Actor) -> FlagRecord:
    """A flag that was sent. Raises NotFound."""
    return _one(session, _flags(actor).where(Plan.owner == owner, Flag.number == number))


def get_draft(session: Session, flag_id: int, actor: Actor) -> FlagRecord:
    """A draft. Raises NotFound."""
    return _one(session, _flags(actor).where(Flag.id == flag_id, Flag.number.is_(None)))


def find_row(session: Session, flag_id: int) -> Flag:
    """The row of a flag, held and read anew."""
    query = select(Flag).where(Flag.id == flag_id).with_for_update().execution_options(populate_existing=True)
    return session.execute(query).scalar_one()


def last_number(session: Session, plan_id: int) -> int:
    """The highest number given to a flag of a plan, whose row the caller holds; 0 when there is none."""
    return session.execute(select(func.max(Flag.number)).where(Flag.plan_id == plan_id)).scalar_one() or 0


def _one(session: Session, query: Select[*tuple[Any, ...]]) -> FlagRecord:
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_FLAG)
    return _with_steps(session, [_record(row)])[0]


def _flags(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Flag.id.label("flag_id"),
            Plan.owner,
            Flag.number,
            Flag.asker,
            Flag.about,
            Flag.block_key,
            Flag.item_id,
            Flag.milestone_id,
            Milestone.reference,
            Flag.gap_code,
            Flag.severity,
            Flag.severity_reason,
            Flag.category,
            Flag.asked,
            Flag.due_on,
            Flag.state,
            Flag.written_at,
            Flag.author_id,
            User.name.label("author"),
            Flag.sent_at,
            Flag.version,
        )
        .join(Plan, Plan.id == Flag.plan_id)
        .outerjoin(Milestone, Milestone.id == Flag.milestone_id)
        .outerjoin(User, User.id == Flag.author_id)
        .where(visible_to(actor))
    )


_KINDS: dict[str, Any] = {"about": About, "severity": Severity, "category": Category, "state": State}


def _record(row: Any) -> FlagRecord:
    said = dict(row._mapping)
    return FlagRecord(**{name: _KINDS[name](value) if name in _KINDS else value for name, value in said.items()})


def _with_steps(session: Session, flags: list[FlagRecord]) -> list[FlagRecord]:
    if not flags:
        return []
    query = (
        select(
            FlagStep.flag_id,
            FlagStep.deed,
            FlagStep.side,
            FlagStep.state,
            FlagStep.answer,
            FlagStep.text,
            FlagStep.due_on,
            FlagStep.taken_at,
            User.name,
        )
        .outerjoin(User, User.id == FlagStep.author_id)
        .where(FlagStep.flag_id.in_([flag.flag_id for flag in flags]))
        .order_by(FlagStep.flag_id, FlagStep.position)
    )
    steps = _steps(session.execute(query))
    return [replace(flag, steps=tuple(steps[flag.flag_id])) for flag in flags]


def _steps(rows: Iterable[Any]) -> dict[int, list[StepRecord]]:
    found: dict[int, list[StepRecord]] = defaultdict(list)
    for flag_id, deed, side, state, answer, *rest in rows:
        kind = AnswerKind(answer) if answer else None
        found[flag_id].append(StepRecord(flag_id, Deed(deed), Side(side), State(state), kind, *rest))
    return found
