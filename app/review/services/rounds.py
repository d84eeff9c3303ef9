"""Rounds: a reviewer asks all countries for something by a day, and closes the round."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows, require
from app.core.texts import clean_line, clean_text
from app.review.models import Round
from app.review.policy import MANAGE_ROUNDS, READ_ROUNDS
from app.review.queries.rounds import NO_ROUND, find_round_row
from app.review.states import DEFAULT_INTERVAL

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

SHORTEST, LONGEST = 7, 366


def open_round(session: Session, view: CatalogueView, values: Mapping[str, Any], *, actor: Actor) -> int:
    """Open a round; returns its key.

    `values`: `title`, `asked`, `cut_off_on` (a day), `interval_days`, `blocks` (keys; none for the whole plan).
    Raises NotFound for those who read no plans, NotAllowed, Invalid.
    """
    _require(actor)
    made = Round(
        title=clean_line(values.get("title"), "title", 200, required=True),
        asked=clean_text(values.get("asked"), "asked", 8000, required=True),
        cut_off_on=_cut_off(values.get("cut_off_on")),
        interval_days=_interval(values.get("interval_days")),
        block_keys=",".join(known_blocks(view, values.get("blocks") or ())),
        opened_at=clock.now(),
        opened_by_id=actor.user_id,
    )
    session.add(made)
    session.flush()
    told = ("title", "asked", "cut_off_on", "interval_days", "block_keys")
    _record(session, made, "review:round:opened", {name: [None, getattr(made, name)] for name in told}, actor)
    return made.id


def close_round(session: Session, round_id: int, *, actor: Actor, expected_version: int) -> None:
    """Close a round: it takes no submissions any more.

    Raises NotFound, NotAllowed, WrongState when it is closed, Conflict when it was changed since it was shown.
    """
    _require(actor)
    held = find_round_row(session, round_id)
    if held is None:
        raise NotFound(NO_ROUND)
    if held.closed_at is not None:
        raise WrongState(message("This round is closed already."))
    if held.version != expected_version:
        raise Conflict(message("This has been changed by somebody else meanwhile."), current_version=held.version)
    held.closed_at = clock.now()
    held.closed_by_id = actor.user_id
    session.flush()
    _record(session, held, "review:round:closed", {"closed_at": [None, held.closed_at]}, actor)


def known_blocks(view: CatalogueView, keys: Collection[str]) -> list[str]:
    """The keys in the catalogue's order. Raises Invalid for one that is none."""
    if not set(keys) <= set(view.blocks):
        raise Invalid(message("There is no such block."), field="blocks")
    return [key for key in view.blocks if key in keys]


def _require(actor: Actor) -> None:
    if not allows(actor, READ_ROUNDS):
        raise NotFound(NO_ROUND)
    require(actor, MANAGE_ROUNDS)


def _cut_off(day: Any) -> date:
    if not isinstance(day, date):
        raise Invalid(message("Name the day by which answers are asked for."), field="cut_off_on")
    if day < clock.today():
        raise Invalid(message("The cut-off lies in the past."), field="cut_off_on")
    return day


def _interval(days: Any) -> int:
    if days is None:
        return DEFAULT_INTERVAL
    if not isinstance(days, int) or not SHORTEST <= days <= LONGEST:
        raise Invalid(
            message("Between %(shortest)s and %(longest)s days are possible."),
            field="interval_days",
            shortest=SHORTEST,
            longest=LONGEST,
        )
    return days


def _record(session: Session, held: Round, deed: str, changes: Mapping[str, Any], actor: Actor) -> None:
    record(session, actor=actor, deed=deed, subject_kind="review_round", subject_id=held.id, changes=changes)
