"""Why an open item is behind plan: one function a reason. Days are compared with the plan's own dates and needed-by."""

from __future__ import annotations

from collections.abc import Callable

from app.core.labels import message
from app.readiness.cases import Case
from app.readiness.facts import MilestoneSums
from app.readiness.network import forecast_of
from app.readiness.words import Sentence

SLIP_DAYS = 30
"""A milestone may slip so many days against its baseline before the item is behind plan."""
MARGIN_DAYS = 30
"""A forecast so close before needed-by leaves no room."""


def own_date_passed(case: Case) -> Sentence | None:
    """A milestone's own date has passed and it is not done; the day itself has not passed."""
    passed = case.facts.sums.passed_on
    if passed is None:
        return None
    days = (case.day - passed).days
    return Sentence(message("its own date, %(date)s, passed %(days)s days ago"), {"date": passed, "days": days})


def open_after_needed_by(case: Case) -> Sentence | None:
    """Needed-by has passed, so that whatever comes is after it."""
    needed = case.item.needed_by
    if case.day <= needed:
        return None
    return Sentence(message("open since %(date)s (%(days)s days)"), {"date": needed, "days": (case.day - needed).days})


def forecast_after_needed_by(case: Case) -> Sentence | None:
    """The plan's own forecast is later than needed-by."""
    forecast = forecast_of(case.facts.sums)
    if forecast is None or forecast <= case.item.needed_by:
        return None
    return Sentence(
        message("its forecast, %(forecast)s, is after %(date)s, when it is needed"),
        {"forecast": forecast, "date": case.item.needed_by},
    )


def forecast_close_to_needed_by(case: Case) -> Sentence | None:
    """The forecast falls on needed-by or in the 30 days before it."""
    forecast = forecast_of(case.facts.sums)
    if forecast is None:
        return None
    days = (case.item.needed_by - forecast).days
    if not 0 <= days <= MARGIN_DAYS:
        return None
    return Sentence(
        message("its forecast, %(forecast)s, leaves %(days)s days before it is needed"),
        {"forecast": forecast, "days": days},
    )


def is_closings_slip(sums: MilestoneSums) -> bool:
    """Whether the largest slip of an open item is that of its closing milestone."""
    baseline, forecast = sums.closing_baseline_on, sums.closing_forecast_on
    return baseline is not None and forecast is not None and (forecast - baseline).days == sums.slip_days


def slipped(case: Case) -> Sentence | None:
    """An open milestone's forecast is more than 30 days after its baseline; the closing milestone is named."""
    days = case.facts.sums.slip_days
    if days <= SLIP_DAYS:
        return None
    if is_closings_slip(case.facts.sums):
        return Sentence(message("its closing milestone has slipped by %(days)s days"), {"days": days})
    return Sentence(message("a milestone has slipped by %(days)s days"), {"days": days})


def predecessor_late(case: Case) -> Sentence | None:
    """A direct predecessor in the same plan is past its legal date; its own predecessors are not looked at."""
    if not case.late_before:
        return None
    first = case.view.items_by_id[case.late_before[0]]
    return Sentence(message("%(title)s, which comes before it, is past its legal date"), {"title": first.title})


REASONS: tuple[Callable[[Case], Sentence | None], ...] = (
    own_date_passed,
    open_after_needed_by,
    forecast_after_needed_by,
    forecast_close_to_needed_by,
    slipped,
    predecessor_late,
)


def is_behind(case: Case) -> bool:
    """Whether any reason applies."""
    for reason in REASONS:  # noqa: SIM110 - asked some thousand times a page, any() takes half as long again
        if reason(case) is not None:
            return True
    return False


def why_behind(case: Case) -> tuple[Sentence, ...]:
    """Every reason that applies."""
    found = (reason(case) for reason in REASONS)
    return tuple(sentence for sentence in found if sentence is not None)
