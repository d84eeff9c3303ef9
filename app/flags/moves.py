"""The exchange as a table: who may take which step from where, and where it leads. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from app.flags.states import ENDED, ROUNDS, Deed, Side, State


class Move(NamedTuple):
    """A step, whose it is, from which states it can be taken, and to which it leads."""

    deed: Deed
    sides: frozenset[Side]
    since: frozenset[State]
    to: State


_ASKER, _ANSWERER, _BOTH = frozenset({Side.ASKER}), frozenset({Side.ANSWERER}), frozenset(Side)

MOVES: tuple[Move, ...] = (
    Move(Deed.SEND, _ASKER, frozenset({State.DRAFT}), State.SENT),
    Move(Deed.ACKNOWLEDGE, _ANSWERER, frozenset({State.SENT}), State.ACKNOWLEDGED),
    Move(Deed.ANSWER, _ANSWERER, frozenset({State.SENT, State.ACKNOWLEDGED, State.MAINTAINED}), State.ANSWERED),
    Move(Deed.ACCEPT, _ASKER, frozenset({State.ANSWERED}), State.ACCEPTED),
    Move(Deed.MAINTAIN, _ASKER, frozenset({State.ANSWERED}), State.MAINTAINED),
    Move(Deed.RAISE, _BOTH, frozenset({State.MAINTAINED, State.POSITIONS_DIFFER}), State.RAISED),
    Move(Deed.CLOSE, _ASKER, frozenset({State.ACCEPTED, State.POSITIONS_DIFFER, State.RAISED}), State.CLOSED),
    Move(
        Deed.WITHDRAW,
        _ASKER,
        frozenset({State.SENT, State.ACKNOWLEDGED, State.ANSWERED, State.MAINTAINED, State.POSITIONS_DIFFER}),
        State.WITHDRAWN,
    ),
)
_BY_DEED = {move.deed: move for move in MOVES}

_TURN = {
    State.SENT: Side.ANSWERER,
    State.ACKNOWLEDGED: Side.ANSWERER,
    State.MAINTAINED: Side.ANSWERER,
    State.ANSWERED: Side.ASKER,
}


def next_state(state: State, deed: Deed, side: Side, answers: int) -> State | None:
    """Where a side's step leads from a state after so many answers; None: it cannot be taken.

    Whoever maintains after the last round does not ask again: the positions differ.
    """
    move = _BY_DEED[deed]
    if side not in move.sides or state not in move.since:
        return None
    if deed is Deed.MAINTAIN and answers >= ROUNDS:
        return State.POSITIONS_DIFFER
    return move.to


def deeds_of(state: State, sides: Iterable[Side]) -> list[Deed]:
    """The steps that some sides can take from a state, in the table's order."""
    held = frozenset(sides)
    return [move.deed for move in MOVES if move.sides & held and state in move.since]


def turn_in(state: State) -> Side | None:
    """Whose turn it is; None: nobody's clock runs."""
    return _TURN.get(state)


def is_open(state: State) -> bool:
    """Whether something can still be said."""
    return state is not State.DRAFT and state not in ENDED
