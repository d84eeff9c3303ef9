"""The SELECTs of the doors themselves: who asks, and which state of the data an answer rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    ScalarSelect,
    bindparam,
    case,
    func,
    select,
    true,
)
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.queries import SIGNED_IN, signed_in_of
from app.audit.models import AuditHead
from app.catalogue.models import Release
from app.comments.models import Comment, Mention
from app.core import clock
from app.flags.models import FlagMention, FlagNote, FlagStep
from app.governance.solidarity.models import FindingEntry
from app.plans.models import Plan

NOTHING_FOUND: tuple[int, datetime | None] = (0, None)
"""What the data version says of findings while none was recorded."""


@dataclass(frozen=True)
class DataVersion:
    """A mark that changes with every change of the data, whether the plans are invented, and the newest release's key.

    Releases of the catalogue are only ever added, so what is known of them stands while the newest is the same; so are
    steps on flags, of which `last_step` is the key of the last one, and entries on findings, of which `findings` says
    how many there are and when the last was said.
    """

    mark: str
    is_demonstration: bool
    newest_release: int
    last_step: int
    findings: tuple[int, datetime | None]


_head, _plans, _releases, _steps = AuditHead.__table__, Plan.__table__, Release.__table__, FlagStep.__table__
_findings = FindingEntry.__table__

# Asked on every page, so built once, and of tables alone.
_DATA_VERSION = select(
    func.max(_head.c.entries).label("entries"),
    func.max(_head.c.hash).label("hash"),
    func.count(_plans.c.id).label("plans"),
    func.coalesce(func.sum(_plans.c.working_stamp + _plans.c.shared_stamp), 0).label("stamps"),
    func.coalesce(func.sum(case((_plans.c.is_demonstration, 1), else_=0)), 0).label("invented"),
    func.coalesce(select(func.max(_releases.c.id)).scalar_subquery(), 0).label("newest_release"),
    func.coalesce(select(func.max(_steps.c.id)).scalar_subquery(), 0).label("last_step"),
    select(func.count(_findings.c.id)).scalar_subquery().label("findings"),
    select(func.max(_findings.c.said_at)).scalar_subquery().label("last_finding_at"),
).select_from(_head.outerjoin(_plans, true()))

_mentions, _comments = Mention.__table__, Comment.__table__
_on_flags, _notes = FlagMention.__table__, FlagNote.__table__


def _unseen_in(mentions: FromClause, said: FromClause, said_id: ColumnElement[int]) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(mentions.join(said, said.c.id == said_id))
        .where(mentions.c.user_id == bindparam("user_id"), mentions.c.seen_at.is_(None), said.c.withdrawn_at.is_(None))
        .scalar_subquery()
    )


_unseen = (
    _unseen_in(_mentions, _comments, _mentions.c.comment_id) + _unseen_in(_on_flags, _notes, _on_flags.c.note_id)
).label("unseen")
_state = _DATA_VERSION.subquery("state_of_data")
_VISIT = SIGNED_IN.add_columns(_unseen, *_state.c).join(_state, true())
_STATE_COLUMNS = len(_state.c)


def read_data_version(session: Session) -> DataVersion:
    """One statement: the head of the audit trail, which every deed moves, and the plans' stamps."""
    return _version_of(*session.execute(_DATA_VERSION).one())


class Visit(NamedTuple):
    """Who asks, when their password was set, the state of the data, and how many mentions of them are not yet seen."""

    person: Actor
    password_set_at: datetime | None
    data: DataVersion
    unseen: int


def read_visit(session: Session | Connection, user_id: int) -> Visit | None:
    """Who asks, with the state of the data; one statement."""
    rows = session.execute(_VISIT, {"user_id": user_id, "today": clock.today()}).all()
    found = signed_in_of(user_id, rows)
    if found is None:
        return None
    return Visit(*found, _version_of(*rows[0][-_STATE_COLUMNS:]), rows[0][-_STATE_COLUMNS - 1])


def _version_of(
    entries: int,
    head: str,
    plans: int,
    stamps: int,
    invented: int,
    newest: int,
    last_step: int,
    findings: int,
    last_finding_at: datetime | None,
) -> DataVersion:
    mark = f"{entries}.{head}.{plans}.{stamps}"
    return DataVersion(mark, invented > 0, newest, last_step, (findings, last_finding_at))
