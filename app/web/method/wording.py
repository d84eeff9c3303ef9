"""The words of the method: what each state means, figures with their decimals."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import format_decimal, gettext

from app.readiness.behind import MARGIN_DAYS, SLIP_DAYS
from app.readiness.states import State


def exact(figure: int) -> str:
    """A figure in 1/100 % with the decimals it has: 5875 is 58.75."""
    return str(format_decimal(Decimal(figure) / 100, "0.##"))


def state_words(state: State) -> str:
    """When an item has a state, as a sentence."""
    days = {"slip": SLIP_DAYS, "margin": MARGIN_DAYS}
    words: dict[State, str] = {
        State.NOT_APPLICABLE: gettext(
            "The country is not bound by its primary reference, its condition does not hold, or the plan states, with"
            " the reason, that it does not apply."
        ),
        State.IN_PLACE: gettext("Reported in place by that day: reported, shown or confirmed."),
        State.NO_INFORMATION: gettext("Nothing was shared on it by that day."),
        State.WAITS_FOR_EU: gettext(
            "Something the EU level delivers first is not delivered, or was less than its lead time ago (60 days unless"
            " the catalogue says otherwise). It is named, with its date."
        ),
        State.PAST_LEGAL_DATE: gettext(
            "The day it is needed by is legal (the act's own date, or the day its articles apply) and read with high"
            " confidence, the act binds, and the day has passed."
        ),
        State.BEHIND_PLAN: gettext(
            "A date of its own has passed; it is open after the day it was needed; its forecast is after that day, or"
            " leaves %(margin)s days or less before it; a milestone has slipped by more than %(slip)s days; or"
            " something directly before it in the same plan is past its legal date."
            " Every reason that applies is named.",
            **days,
        ),
        State.ON_PLAN: gettext("None of the others: it is under way and nothing speaks against its dates."),
    }
    return words[state]
