"""Rounds as pages read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.accounts.actor import Actor
from app.accounts.models import User
from app.core.errors import NotFound
from app.core.labels import message
from app.core.policy import allows
from app.review.models import Round
from app.review.policy import READ_ROUNDS
from app.review.queries.extensions import cut_off_for
from app.review.queries.records import RoundRecord
from app.review.states import DEFAULT_INTERVAL

NO_ROUND = message("There is no such round.")
AT_MOST = 200

_opener, _closer = aliased(User), aliased(User)


def keys_of(listed: str) -> tuple[str, ...]:
    """Keys with commas between."""
    return tuple(key for key in listed.split(",") if key)


def list_rounds(session: Session, actor: Actor) -> list[RoundRecord]:
    """Rounds, the open ones first, then the latest cut-off first. Raises NotFound for those who read no plans."""
    _require_reading(actor)
    query = _rounds().order_by(Round.closed_at.is_not(None), Round.cut_off_on.desc(), Round.id.desc())
    return _records(session.execute(query.limit(AT_MOST)))


def get_round(session: Session, round_id: int, actor: Actor) -> RoundRecord:
    """A round. Raises NotFound."""
    _require_reading(actor)
    found = _records(session.execute(_rounds().where(Round.id == round_id)))
    if not found:
        raise NotFound(NO_ROUND)
    return found[0]


def list_open_rounds(session: Session, plan_id: int | None = None) -> list[RoundRecord]:
    """Rounds that take submissions, the next cut-off first; with a plan, by the cut-offs that count for it."""
    cut_off = Round.cut_off_on if plan_id is None else cut_off_for(plan_id)
    query = _rounds(cut_off).where(Round.closed_at.is_(None)).order_by(cut_off, Round.id)
    return _records(session.execute(query))


def confirmation_interval(session: Session) -> int:
    """After how many days an open milestone is to be confirmed: the shortest that an open round asks for."""
    shortest = select(func.min(Round.interval_days)).where(Round.closed_at.is_(None))
    return session.execute(shortest).scalar_one() or DEFAULT_INTERVAL


def find_round_row(session: Session, round_id: int) -> Round | None:
    """The round with its row held, as it is now."""
    query = select(Round).where(Round.id == round_id).with_for_update().execution_options(populate_existing=True)
    return session.execute(query).scalar_one_or_none()


def _require_reading(actor: Actor) -> None:
    if not allows(actor, READ_ROUNDS):
        raise NotFound(NO_ROUND)


def _rounds(cut_off: Any = Round.cut_off_on) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Round.id,
            Round.title,
            Round.asked,
            cut_off,
            Round.interval_days,
            Round.block_keys,
            Round.opened_at,
            _opener.name,
            Round.closed_at,
            _closer.name,
            Round.version,
        )
        .outerjoin(_opener, _opener.id == Round.opened_by_id)
        .outerjoin(_closer, _closer.id == Round.closed_by_id)
    )


def _records(rows: Iterable[Any]) -> list[RoundRecord]:
    return [RoundRecord(*(*row[:5], keys_of(row[5]), *row[6:])) for row in rows]
