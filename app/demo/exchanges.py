"""What came of the flags of the demonstration: the steps of each exchange, and the days between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.flags.states import AnswerKind, Deed

_CHANGES, _CONTESTED = AnswerKind.CHANGES, AnswerKind.CONTESTED


@dataclass(frozen=True)
class Turn:
    """A step, so many days after the one before, and what an answer consists of."""

    deed: Deed
    after: int
    answer: AnswerKind | None = None


COURSES: Sequence[tuple[int, tuple[Turn, ...]]] = (
    (4, ()),
    (45, ()),
    (12, (Turn(Deed.ACKNOWLEDGE, 3),)),
    (60, (Turn(Deed.ACKNOWLEDGE, 5),)),
    (30, (Turn(Deed.ANSWER, 20, _CHANGES),)),
    (90, (Turn(Deed.ANSWER, 25, AnswerKind.EVIDENCE),)),
    (50, (Turn(Deed.ACKNOWLEDGE, 2), Turn(Deed.ANSWER, 24, AnswerKind.EXPLANATION), Turn(Deed.ACCEPT, 10))),
    (80, (Turn(Deed.ANSWER, 21, _CHANGES), Turn(Deed.ACCEPT, 9), Turn(Deed.CLOSE, 20))),
    (55, (Turn(Deed.ANSWER, 27, AnswerKind.EXPLANATION), Turn(Deed.MAINTAIN, 12))),
    (110, (Turn(Deed.ANSWER, 30, _CONTESTED), Turn(Deed.MAINTAIN, 14))),
    (75, (Turn(Deed.ANSWER, 20, _CONTESTED), Turn(Deed.MAINTAIN, 15), Turn(Deed.ANSWER, 26, _CONTESTED))),
    (
        100,
        (
            Turn(Deed.ACKNOWLEDGE, 2),
            Turn(Deed.ANSWER, 20, _CONTESTED),
            Turn(Deed.MAINTAIN, 18),
            Turn(Deed.ANSWER, 25, _CONTESTED),
            Turn(Deed.MAINTAIN, 16),
        ),
    ),
    (
        120,
        (
            Turn(Deed.ANSWER, 25, _CONTESTED),
            Turn(Deed.MAINTAIN, 18),
            Turn(Deed.ANSWER, 27, _CONTESTED),
            Turn(Deed.MAINTAIN, 16),
            Turn(Deed.RAISE, 14),
        ),
    ),
    (40, (Turn(Deed.WITHDRAW, 8),)),
)
"""When a flag was sent, in days before today, and what came of it."""
