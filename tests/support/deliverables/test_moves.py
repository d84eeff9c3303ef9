"""The life of a deliverable, every state × side × step: what is not in the table cannot be done."""

from __future__ import annotations

from datetime import date

import pytest

from app.support.deliverables.moves import NEEDS_TEXT, acts_of, next_standing, use_asked_on
from app.support.deliverables.states import CLOSES, Act, DeliverableKind, Hand, Standing

LIFE = """
draft        author:submit>submitted author:withdraw>withdrawn
submitted    author:withdraw>withdrawn officer:approve>approved officer:return>returned officer:withdraw>withdrawn
submitted    beneficiary:accept>accepted beneficiary:return>returned
returned     author:submit>submitted author:withdraw>withdrawn officer:withdraw>withdrawn
approved     beneficiary:accept>delivered beneficiary:return>returned officer:withdraw>withdrawn
"""
ONCE_ACCEPTED = """
submitted    officer:approve>approved officer:return>returned
submitted    beneficiary:accept>accepted beneficiary:return>returned beneficiary:withdraw>withdrawn
returned     author:submit>submitted beneficiary:withdraw>withdrawn
approved     beneficiary:accept>delivered beneficiary:return>returned beneficiary:withdraw>withdrawn
accepted     officer:approve>delivered officer:return>returned beneficiary:withdraw>withdrawn
delivered    beneficiary:use>in_use beneficiary:stop>not_in_use beneficiary:withdraw>withdrawn
in_use       beneficiary:use>in_use beneficiary:stop>not_in_use beneficiary:withdraw>withdrawn
not_in_use   beneficiary:use>in_use beneficiary:withdraw>withdrawn
"""
REACHED = {
    False: {Standing.DRAFT, Standing.SUBMITTED, Standing.RETURNED, Standing.APPROVED, Standing.WITHDRAWN},
    True: set(Standing) - {Standing.DRAFT},
}


def written(table: str) -> dict[tuple[str, str, str], str]:
    found = {}
    for line in table.strip().splitlines():
        since, *moves = line.split()
        for move in moves:
            step, to = move.split(">")
            hand, act = step.split(":")
            found[since, hand, act] = to
    return found


@pytest.mark.parametrize("accepted", [False, True])
def test_every_step_of_every_side_from_every_state_is_as_the_table_says(accepted: bool) -> None:
    table = written(ONCE_ACCEPTED if accepted else LIFE)
    for state in REACHED[accepted]:
        for hand in Hand:
            for act in Act:
                to = next_standing(state, act, hand, accepted=accepted)
                assert (to.value if to else None) == table.get((state.value, hand.value, act.value)), (state, hand, act)


def test_what_was_withdrawn_stays_so_and_it_is_said_why() -> None:
    assert acts_of(Standing.WITHDRAWN, Hand, accepted=True) == acts_of(Standing.WITHDRAWN, Hand, accepted=False) == []
    assert {Act.RETURN, Act.WITHDRAW, Act.STOP} == NEEDS_TEXT


def test_use_is_asked_at_once_and_again_after_six_months() -> None:
    day = date(2025, 3, 31)
    assert use_asked_on(Standing.DELIVERED, day, None) == day
    assert use_asked_on(Standing.IN_USE, day, day) == date(2025, 9, 30)
    assert use_asked_on(Standing.NOT_IN_USE, day, day) is None
    assert use_asked_on(Standing.ACCEPTED, None, None) is None


def test_what_says_what_should_be_done_closes_nothing() -> None:
    advice = {"analysis", "gap_assessment", "recommendation", "roadmap"}
    assert advice == {kind.value for kind in DeliverableKind if kind not in CLOSES}
