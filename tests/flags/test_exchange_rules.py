"""The table of the exchange and its clocks: who may do what from where, and how long each side has had it."""

from __future__ import annotations

from datetime import date

import pytest

from app.calendars.reading import calendar_of
from app.flags.clocks import Standing, Step, standing_on
from app.flags.moves import is_open, next_state, turn_in
from app.flags.states import Deed, Side, State

D, S, A = Deed, State, Side
ALLOWED = {
    (S.DRAFT, D.SEND, A.ASKER): S.SENT,
    (S.SENT, D.ACKNOWLEDGE, A.ANSWERER): S.ACKNOWLEDGED,
    (S.SENT, D.ANSWER, A.ANSWERER): S.ANSWERED,
    (S.SENT, D.WITHDRAW, A.ASKER): S.WITHDRAWN,
    (S.ACKNOWLEDGED, D.ANSWER, A.ANSWERER): S.ANSWERED,
    (S.ACKNOWLEDGED, D.WITHDRAW, A.ASKER): S.WITHDRAWN,
    (S.ANSWERED, D.ACCEPT, A.ASKER): S.ACCEPTED,
    (S.ANSWERED, D.MAINTAIN, A.ASKER): S.MAINTAINED,
    (S.ANSWERED, D.WITHDRAW, A.ASKER): S.WITHDRAWN,
    (S.MAINTAINED, D.ANSWER, A.ANSWERER): S.ANSWERED,
    (S.MAINTAINED, D.WITHDRAW, A.ASKER): S.WITHDRAWN,
    (S.MAINTAINED, D.RAISE, A.ASKER): S.RAISED,
    (S.MAINTAINED, D.RAISE, A.ANSWERER): S.RAISED,
    (S.ACCEPTED, D.CLOSE, A.ASKER): S.CLOSED,
    (S.POSITIONS_DIFFER, D.RAISE, A.ASKER): S.RAISED,
    (S.POSITIONS_DIFFER, D.RAISE, A.ANSWERER): S.RAISED,
    (S.POSITIONS_DIFFER, D.CLOSE, A.ASKER): S.CLOSED,
    (S.POSITIONS_DIFFER, D.WITHDRAW, A.ASKER): S.WITHDRAWN,
    (S.RAISED, D.CLOSE, A.ASKER): S.CLOSED,
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("deed", Deed)
@pytest.mark.parametrize("side", Side)
def test_each_step_is_possible_only_where_the_table_says(state: State, deed: Deed, side: Side) -> None:
    assert next_state(state, deed, side, answers=1) == ALLOWED.get((state, deed, side))


def test_after_two_answers_the_positions_differ() -> None:
    assert next_state(S.ANSWERED, D.MAINTAIN, A.ASKER, answers=2) is S.POSITIONS_DIFFER
    assert next_state(S.POSITIONS_DIFFER, D.ANSWER, A.ANSWERER, answers=2) is None


def test_an_end_is_an_end_and_nobodys_turn() -> None:
    for state in State:
        if not is_open(state):
            assert turn_in(state) is None
        if state in (S.CLOSED, S.WITHDRAWN, S.NO_FURTHER_QUESTION):
            assert not any(next_state(state, deed, side, 1) for deed in Deed for side in Side)


CALENDARS = {A.ASKER: calendar_of("EU"), A.ANSWERER: calendar_of("IE")}
MONDAY = date(2026, 3, 2)
DUE = date(2026, 3, 31)
SENT = Step(MONDAY, S.SENT, DUE)
ANSWERED = Step(date(2026, 3, 18), S.ANSWERED)


def at(day: date, *steps: Step) -> Standing:
    found = standing_on(steps, day, CALENDARS)
    assert found is not None
    return found


def test_before_it_is_sent_there_is_nothing() -> None:
    assert standing_on([SENT], date(2026, 3, 1), CALENDARS) is None


def test_the_countrys_clock_runs_in_its_own_working_days_and_stops_with_the_answer() -> None:
    assert at(date(2026, 3, 16), SENT).used[A.ANSWERER] == 10
    assert at(date(2026, 3, 18), SENT).used[A.ANSWERER] == 11, "17 March is a public holiday in Ireland"
    later = at(date(2026, 3, 25), SENT, ANSWERED)
    assert (later.used[A.ANSWERER], later.used[A.ASKER], later.turn) == (11, 5, A.ASKER)


def test_lateness_begins_after_the_day_that_was_asked_for() -> None:
    assert at(DUE, SENT).late == 0
    assert at(date(2026, 4, 7), SENT).late == 4, "Easter Monday is a public holiday, Good Friday is none"


def test_an_acknowledgement_does_not_stop_the_clock() -> None:
    acknowledged = Step(date(2026, 3, 4), S.ACKNOWLEDGED, DUE)
    found = at(date(2026, 4, 7), SENT, acknowledged)
    assert (found.used[A.ANSWERER], found.late, found.due_on) == (at(date(2026, 4, 7), SENT).used[A.ANSWERER], 4, DUE)


def test_an_answer_that_nobody_follows_up_ends_the_exchange_after_twenty_working_days() -> None:
    last = calendar_of("EU").end_of(ANSWERED.on, 20)
    assert at(last, SENT, ANSWERED).state is S.ANSWERED
    ended = at(date(2026, 12, 1), SENT, ANSWERED)
    assert (ended.state, ended.since, ended.turn, ended.used[A.ASKER]) == (S.NO_FURTHER_QUESTION, last, None, 20)


def test_the_past_is_told_as_it_was() -> None:
    steps = [SENT, ANSWERED, Step(date(2026, 3, 20), S.MAINTAINED, date(2026, 4, 20))]
    assert [at(day, *steps).state for day in (MONDAY, date(2026, 3, 18), date(2026, 3, 20))] == [
        S.SENT,
        S.ANSWERED,
        S.MAINTAINED,
    ]
    assert at(date(2026, 3, 27), *steps).used == {A.ANSWERER: 11 + 5, A.ASKER: 2}
