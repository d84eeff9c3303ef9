"""The life of a deliverable as a table: who may take which step from where, and where it leads. Pure.

Approval and acceptance are two acts of two sides and come in either order. An acceptance stands until the country
withdraws it, whatever the officer says of the contract: only the country takes back what counts in its plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from app.support.deliverables.states import ASKED_AGAIN_MONTHS, Act, Hand, Standing


class Move(NamedTuple):
    """A step, whose it is, from which states it can be taken, and to which it leads.

    `accepted`: only once (True), or only as long as no (False) version was accepted by the country; None: either way.
    """

    act: Act
    hand: Hand
    since: frozenset[Standing]
    to: Standing
    accepted: bool | None = None


_S, _A, _H = Standing, Act, Hand
_ONES = frozenset
_HANDED_OVER = _ONES({_S.DELIVERED, _S.IN_USE, _S.NOT_IN_USE})

MOVES: tuple[Move, ...] = (
    Move(_A.SUBMIT, _H.AUTHOR, _ONES({_S.DRAFT, _S.RETURNED}), _S.SUBMITTED),
    Move(_A.APPROVE, _H.OFFICER, _ONES({_S.SUBMITTED}), _S.APPROVED),
    Move(_A.APPROVE, _H.OFFICER, _ONES({_S.ACCEPTED}), _S.DELIVERED),
    Move(_A.ACCEPT, _H.BENEFICIARY, _ONES({_S.SUBMITTED}), _S.ACCEPTED),
    Move(_A.ACCEPT, _H.BENEFICIARY, _ONES({_S.APPROVED}), _S.DELIVERED),
    Move(_A.RETURN, _H.OFFICER, _ONES({_S.SUBMITTED, _S.ACCEPTED}), _S.RETURNED),
    Move(_A.RETURN, _H.BENEFICIARY, _ONES({_S.SUBMITTED, _S.APPROVED}), _S.RETURNED),
    Move(_A.USE, _H.BENEFICIARY, _HANDED_OVER, _S.IN_USE),
    Move(_A.STOP, _H.BENEFICIARY, _ONES({_S.DELIVERED, _S.IN_USE}), _S.NOT_IN_USE),
    Move(_A.WITHDRAW, _H.AUTHOR, _ONES({_S.DRAFT, _S.SUBMITTED, _S.RETURNED}), _S.WITHDRAWN, accepted=False),
    Move(_A.WITHDRAW, _H.OFFICER, _ONES({_S.SUBMITTED, _S.RETURNED, _S.APPROVED}), _S.WITHDRAWN, accepted=False),
    Move(
        _A.WITHDRAW,
        _H.BENEFICIARY,
        _HANDED_OVER | {_S.SUBMITTED, _S.RETURNED, _S.APPROVED, _S.ACCEPTED},
        _S.WITHDRAWN,
        accepted=True,
    ),
)

NEEDS_TEXT = frozenset({Act.RETURN, Act.STOP, Act.WITHDRAW})
"""Steps that nobody takes without saying why."""

DATED = frozenset({Act.APPROVE, Act.ACCEPT, Act.USE, Act.STOP})
"""Steps that happened on a day, which is given; the others are taken on the day on which they are recorded."""

OPEN_TO_WRITING = frozenset({Standing.DRAFT, Standing.RETURNED})
"""What it says and its files can be changed: a version that was submitted stays as it was."""

HANDED_OVER = _HANDED_OVER
"""Approved and accepted."""


def next_standing(standing: Standing, act: Act, hand: Hand, *, accepted: bool) -> Standing | None:
    """Where a step leads; None: it cannot be taken. `accepted`: whether the country accepted a version."""
    for move in MOVES:
        if move.act is act and move.hand is hand and standing in move.since and move.accepted in (None, accepted):
            return move.to
    return None


def acts_of(standing: Standing, hands: Iterable[Hand], *, accepted: bool) -> list[Act]:
    """The steps that some hands can take, in the table's order."""
    held = frozenset(hands)
    found = (
        move.act for move in MOVES if move.hand in held and standing in move.since and move.accepted in (None, accepted)
    )
    return list(dict.fromkeys(found))


def hands_for(act: Act) -> frozenset[Hand]:
    """The hands with which a step can be taken at all."""
    return frozenset(move.hand for move in MOVES if move.act is act)


def hand_for(standing: Standing, act: Act, hands: Iterable[Hand], *, accepted: bool) -> Hand | None:
    """The hand with which somebody who has several takes a step; None: with none of them."""
    held = frozenset(hands)
    return next((hand for hand in Hand if hand in held and next_standing(standing, act, hand, accepted=accepted)), None)


def use_asked_on(standing: Standing, delivered_on: date | None, said_on: date | None) -> date | None:
    """From which day on the country is asked whether it is in use: at once when handed over, and six months after it
    was last said that it is. None: it is not asked."""
    if standing is Standing.DELIVERED:
        return delivered_on
    if standing is Standing.IN_USE and said_on is not None:
        due: date = said_on + relativedelta(months=ASKED_AGAIN_MONTHS)
        return due
    return None


def said_before(day: date) -> date:
    """The last day on which it can have been said that a deliverable is in use for it to be asked again by a day."""
    said: date = day - relativedelta(months=ASKED_AGAIN_MONTHS) + timedelta(days=3)  # months differ by three days
    while said + relativedelta(months=ASKED_AGAIN_MONTHS) > day:
        said -= timedelta(days=1)
    return said
