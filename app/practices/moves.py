"""The life of a practice as a table: which act leads from where to where. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.practices.states import Act, PracticeState

_S = PracticeState

MOVES: Mapping[Act, tuple[frozenset[PracticeState], PracticeState]] = MappingProxyType(
    {
        Act.CONSENT: (frozenset({_S.PROPOSED, _S.PUBLISHED, _S.WITHDRAWN, _S.DECLINED}), _S.PUBLISHED),
        Act.WITHDRAW: (frozenset({_S.PUBLISHED}), _S.WITHDRAWN),
        Act.DECLINE: (frozenset({_S.PROPOSED}), _S.DECLINED),
        Act.TAKE_BACK: (frozenset({_S.PROPOSED}), _S.TAKEN_BACK),
    }
)
"""Act → from which states it can be taken, and where it leads. Another consent narrows or widens one that stands."""


def next_state(state: PracticeState, act: Act) -> PracticeState | None:
    """Where an act leads; None: it cannot be taken."""
    since, to = MOVES[act]
    return to if state in since else None
