"""The words of the method: what each state means, where a milestone stands, figures with their decimals."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import format_decimal, gettext

from app.catalogue.views import CatalogueView
from app.plans.queries.records import MilestoneRecord
from app.readiness.behind import MARGIN_DAYS, SLIP_DAYS
from app.readiness.states import State
from app.web.frame import full_date, in_language


def exact(figure: int) -> str:
    """A figure in 1/100 % with the decimals it has: 5875 is 58.75."""
    return str(format_decimal(Decimal(figure) / 100, "0.##"))


def standing_of(milestone: MilestoneRecord, view: CatalogueView) -> str:
    """Where a milestone stands: its step, or its value on the way to its target."""
    if milestone.step_key is not None:
        stream = view.workstreams.get(milestone.workstream_key)
        step = next((step for step in stream.ladder if step.key == milestone.step_key), None) if stream else None
        return in_language(step.title) if step else milestone.step_key
    if milestone.target_value is not None:
        values = {
            "value": "–" if milestone.value is None else f"{milestone.value:,}",
            "target": f"{milestone.target_value:,}",
            "unit": milestone.target_unit or "",
        }
        if milestone.value_on is not None:
            return str(
                gettext("%(value)s of %(target)s %(unit)s as at %(day)s", day=full_date(milestone.value_on), **values)
            )
        return str(gettext("%(value)s of %(target)s %(unit)s", **values))
    return str(gettext("not begun"))


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
