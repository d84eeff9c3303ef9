"""The life of a request as a table: who may take which step from where, and where it leads. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from app.support.states import FOLLOW_UP_MONTHS, Deed, Side, State


class Move(NamedTuple):
    """A step, whose it is, from which states it can be taken, and to which it leads. `to` None: it stays there."""

    deed: Deed
    sides: frozenset[Side]
    since: frozenset[State]
    to: State | None


_COUNTRY, _OFFICER, _BOTH = frozenset({Side.COUNTRY}), frozenset({Side.OFFICER}), frozenset(Side)

MOVES: tuple[Move, ...] = (
    Move(Deed.SELECT, _OFFICER, frozenset({State.REQUESTED}), State.SELECTED),
    Move(Deed.DECLINE, _OFFICER, frozenset({State.REQUESTED}), State.DECLINED),
    Move(Deed.WITHDRAW, _COUNTRY, frozenset({State.REQUESTED, State.SELECTED}), State.WITHDRAWN),
    Move(Deed.SIGN, _OFFICER, frozenset({State.SELECTED}), State.PLANNED),
    Move(Deed.START, _OFFICER, frozenset({State.PLANNED}), State.RUNNING),
    Move(Deed.MEET, _OFFICER, frozenset({State.RUNNING}), None),
    Move(Deed.REPORT, _OFFICER, frozenset({State.RUNNING}), State.REPORTED),
    Move(Deed.FOLLOW_UP, _BOTH, frozenset({State.REPORTED}), State.FOLLOWED_UP),
    Move(Deed.FOLLOW_UP, _BOTH, frozenset({State.FOLLOWED_UP}), State.CLOSED),
    Move(Deed.END, _OFFICER, frozenset({State.PLANNED, State.RUNNING}), State.ENDED),
)

NEEDS_TEXT = frozenset({Deed.DECLINE, Deed.WITHDRAW, Deed.MEET, Deed.FOLLOW_UP, Deed.END})
"""Steps that nobody takes without saying why, or what came of it."""

DATED = frozenset({Deed.SIGN, Deed.START, Deed.MEET, Deed.REPORT, Deed.FOLLOW_UP})
"""Steps that happened on a day, which is given; the others are taken on the day on which they are recorded."""

PROJECTS = frozenset(State) - {State.REQUESTED, State.DECLINED, State.WITHDRAWN}
"""From its selection on a request is a project (one that was selected and withdrawn stays one)."""

SIGNED = frozenset({State.PLANNED, State.RUNNING, State.REPORTED, State.FOLLOWED_UP, State.CLOSED, State.ENDED})
"""There is a signed support plan with its areas."""

OPEN = frozenset({State.PLANNED, State.RUNNING})
"""Experts can be assigned, and the support officer reads the areas."""


def next_state(state: State, deed: Deed, side: Side) -> State | None:
    """Where a side's step leads from a state; None: it cannot be taken."""
    for move in MOVES:
        if move.deed is deed and side in move.sides and state in move.since:
            return move.to or state
    return None


def deeds_of(state: State, sides: Iterable[Side]) -> list[Deed]:
    """The steps that some sides can take from a state, in the table's order."""
    held = frozenset(sides)
    return [move.deed for move in MOVES if move.sides & held and state in move.since]


def follow_up_due(state: State, reported_on: date | None) -> date | None:
    """From which day on it is asked what became of the project; None: not yet, or not any more."""
    turn = {State.REPORTED: 0, State.FOLLOWED_UP: 1}.get(state)
    if turn is None or reported_on is None:
        return None
    due: date = reported_on + relativedelta(months=FOLLOW_UP_MONTHS[turn])
    return due
