"""A fiche's course as a table: who may do what in which state, and where it leads. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from app.fiches.states import Deed, Side, State


class Move(NamedTuple):
    """A deed, whose it is, in which states it can be done, and to which it leads; None: the state stays."""

    deed: Deed
    side: Side
    since: frozenset[State]
    to: State | None = None


_WRITTEN = frozenset({State.DRAFT, State.CHECKED, State.LAPSED})
_AT_CHECK = frozenset({State.SENT, State.LAPSED})

MOVES: tuple[Move, ...] = (
    Move(Deed.REVISE, Side.COMMISSION, _WRITTEN),
    Move(Deed.REFRESH, Side.COMMISSION, frozenset({State.DRAFT})),
    Move(Deed.DISCARD, Side.COMMISSION, frozenset({State.DRAFT})),
    Move(Deed.SEND, Side.COMMISSION, frozenset({State.DRAFT}), State.SENT),
    Move(Deed.COMMENT, Side.COUNTRY, _AT_CHECK),
    Move(Deed.RETURN, Side.COUNTRY, _AT_CHECK, State.CHECKED),
    Move(Deed.SETTLE, Side.COMMISSION, frozenset({State.CHECKED})),
    Move(Deed.FINISH, Side.LEAD, frozenset({State.CHECKED, State.LAPSED}), State.FINAL),
)
_BY_DEED = {move.deed: move for move in MOVES}

_TURN = {State.SENT: Side.COUNTRY, State.CHECKED: Side.COMMISSION, State.LAPSED: Side.COMMISSION}


def move_of(deed: Deed) -> Move:
    """The line of a deed."""
    return _BY_DEED[deed]


def is_possible(state: State, deed: Deed, sides: Collection[Side]) -> bool:
    """Whether one of some sides can do it in a state."""
    move = _BY_DEED[deed]
    return move.side in sides and state in move.since


def deeds_of(state: State, sides: Collection[Side]) -> list[Deed]:
    """What some sides can do in a state, in the table's order."""
    return [move.deed for move in MOVES if move.side in sides and state in move.since]


def turn_in(state: State) -> Side | None:
    """Whose clock runs; None: nobody's."""
    return _TURN.get(state)
