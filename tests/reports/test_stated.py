"""A state and its reasons in a document: each thing is said once, and without signs that paper does not have."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.labels import message
from app.readiness.states import State
from app.readiness.words import Sentence
from app.reports.stated import stated
from app.reports.tongue import Tongue

SINCE = Sentence(message("past its legal date since %(date)s"), {"date": date(2025, 6, 12)})
WAITS = Sentence(message("waits for %(title)s, for which no date is given"), {"title": "the template"})
SHOWN = Sentence(message("in place: %(level)s, on %(date)s"), {"level": "shown", "date": date(2025, 5, 6)})
LATE = Sentence(message("12 points behind"))


@pytest.mark.parametrize(
    ("state", "reasons", "said"),
    [
        (State.PAST_LEGAL_DATE, (SINCE,), "past its legal date since 12 June 2025"),
        (State.WAITS_FOR_EU, (WAITS,), "waits for the template, for which no date is given"),
        (State.IN_PLACE, (SHOWN,), "in place: shown, on 6 May 2025"),
        (State.BEHIND_PLAN, (LATE, LATE), "behind plan: 12 points behind; 12 points behind"),
        (State.NO_INFORMATION, (Sentence(message("no information shared")),), "no information"),
        (State.ON_PLAN, (), "on plan"),
    ],
)
def test_each_thing_is_said_once(state: State, reasons: tuple[Sentence, ...], said: str) -> None:
    assert stated(state, reasons, Tongue()) == said
