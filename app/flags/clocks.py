"""Whose clock runs since when, and how late who is: both sides count in working days of their own calendar. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.calendars.working_days import Calendar
from app.flags.moves import turn_in
from app.flags.states import FOLLOW_UP_DAYS, Side, State


@dataclass(frozen=True)
class Step:
    """A step that was taken: on which day (in Brussels) it led to which state, and by when the other side is then asked
    to speak; None: nobody was given a day."""

    on: date
    state: State
    due_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """Where an exchange stands on a day.

    `since`: since when. `turn`: whose clock runs; `due_on`: by when it is that side's to speak; `late`: working days
    past that. `used`: working days that each side has taken so far, its present turn included.
    """

    state: State
    since: date
    turn: Side | None
    due_on: date | None
    late: int
    used: Mapping[Side, int]

    @property
    def waiting(self) -> int:
        """Working days that whoever's turn it is has taken altogether; 0 when it is nobody's."""
        return self.used[self.turn] if self.turn else 0


def lapses_on(answered_on: date, asker: Calendar) -> date:
    """The last day on which the asker can still follow an answer up."""
    return asker.end_of(answered_on, FOLLOW_UP_DAYS)


def standing_on(steps: Sequence[Step], day: date, calendars: Mapping[Side, Calendar]) -> Standing | None:
    """Where an exchange stood at the end of a day, as its steps up to then tell; None: nothing had been sent.

    An answer that nobody follows up ends the exchange by itself, after the last day for it.
    """
    taken = [step for step in steps if step.on <= day]
    if not taken:
        return None
    used = dict.fromkeys(Side, 0)
    for step, after in zip(taken, [*taken[1:], None], strict=True):
        side = turn_in(step.state)
        if side is None:
            continue
        end = after.on if after else day
        if after is None and side is Side.ASKER:
            end = min(end, lapses_on(step.on, calendars[side]))
        used[side] += calendars[side].between(step.on, end)
    last = taken[-1]
    turn, due = turn_in(last.state), last.due_on
    if turn is Side.ASKER:
        due = lapses_on(last.on, calendars[Side.ASKER])
        if day > due:
            return Standing(State.NO_FURTHER_QUESTION, due, None, None, 0, used)
    late = calendars[turn].between(due, day) if turn and due and day > due else 0
    return Standing(last.state, last.on, turn, due if turn else None, late, used)
