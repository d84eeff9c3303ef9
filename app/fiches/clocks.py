"""Whose clock runs on a fiche and how late who is, in working days of their own calendar. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.calendars.working_days import Calendar
from app.fiches.moves import turn_in
from app.fiches.states import CHECK_DAYS, FINISH_DAYS, Side, State


@dataclass(frozen=True)
class Marks:
    """The days on which what happened happened; None: not yet. `check_due_on`: the last day of the check."""

    written_on: date
    sent_on: date | None = None
    check_due_on: date | None = None
    checked_on: date | None = None
    final_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """Where a fiche stands on a day, since when, whose turn it is, by when, and how many working days late.

    `check_late`: working days by which the country's check came, or is, after its last day.
    """

    state: State
    since: date
    turn: Side | None
    due_on: date | None
    late: int
    check_late: int


def check_due(sent_on: date, country: Calendar) -> date:
    """The last day of the factual check."""
    return country.end_of(sent_on, CHECK_DAYS)


def standing_on(marks: Marks, day: date, country: Calendar, institutions: Calendar) -> Standing:
    """Where a fiche stands. A check that nobody returned by its last day has lapsed on the day after; the country can
    still return it until the fiche is final."""
    if marks.sent_on is None or marks.check_due_on is None:
        return Standing(State.DRAFT, marks.written_on, None, None, 0, 0)
    until = marks.checked_on or marks.final_on or day
    check_late = country.between(marks.check_due_on, until)
    if marks.final_on is not None:
        return Standing(State.FINAL, marks.final_on, None, None, 0, check_late)
    state, since = State.SENT, marks.sent_on
    if marks.checked_on is not None:
        state, since = State.CHECKED, marks.checked_on
    elif day > marks.check_due_on:
        state, since = State.LAPSED, marks.check_due_on
    due_on = marks.check_due_on if state is State.SENT else institutions.end_of(since, FINISH_DAYS)
    late = institutions.between(due_on, day) if state is not State.SENT else 0
    return Standing(state, since, turn_in(state), due_on, late, check_late)
