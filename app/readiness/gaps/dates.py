"""Gaps of time: dates passed, promised too late, or moved."""

from __future__ import annotations

from app.core.labels import message
from app.readiness.behind import SLIP_DAYS, is_closings_slip
from app.readiness.cases import Case
from app.readiness.gaps.rule import Finding, Values, rule
from app.readiness.network import forecast_of
from app.readiness.state import is_past_legal_date, since_legal_date
from app.readiness.states import Severity

IN_PLACE_NOW = message("Bring it in place: it has been needed since %(date)s.")
"""The remedy once needed-by has passed: no promise can then be early enough."""


@rule(
    "past-legal-date",
    title=message("past its legal date"),
    severity=Severity.HIGH,
    sentence=message("past its legal date since %(date)s (%(days)s days; %(anchor)s)"),
    remedy=message("Report it in place with what shows it, or give a forecast and its cause."),
    aside=("days", "anchor"),
)
def past_legal_date(case: Case) -> Finding | None:
    """The state's own condition: what waits for the EU level is not held against the plan."""
    if case.awaited or not is_past_legal_date(case):
        return None
    said = since_legal_date(case)
    return Finding(said.values, said.text)


def _waits_past_its_day(case: Case) -> bool:
    """Needed-by has passed while the EU level is awaited: no promise of the plan could be early enough."""
    return bool(case.awaited) and case.day > case.item.needed_by


@rule(
    "forecast-after-needed-by",
    title=message("forecast after needed-by"),
    severity=Severity.HIGH,
    sentence=message("forecast for %(forecast)s, %(days)s days after it is needed (%(date)s)"),
    remedy=message("Bring the forecast forward, or say what would make that possible."),
)
def forecast_after_needed_by(case: Case) -> Values | Finding | None:
    """The forecast; a baseline that already lies after needed-by is the next rule's."""
    if _waits_past_its_day(case):
        return None
    sums, needed = case.facts.sums, case.item.needed_by
    if sums.closing_forecast_on is None and sums.closing_baseline_on is not None:
        return None
    forecast = forecast_of(sums)
    if forecast is None or forecast <= needed:
        return None
    values = {"forecast": forecast, "days": (forecast - needed).days, "date": needed}
    if case.day <= needed:
        return values
    return Finding(
        values, message("forecast for %(forecast)s, %(days)s days after it was needed (%(date)s)"), IN_PLACE_NOW
    )


@rule(
    "due-after-needed-by",
    title=message("due after needed-by"),
    severity=Severity.MEDIUM,
    sentence=message("planned for %(baseline)s, %(days)s days after it is needed (%(date)s)"),
    remedy=message("Plan it for the day on which it is needed, or earlier."),
)
def due_after_needed_by(case: Case) -> Values | Finding | None:
    """The plan promised from the start to be later than needed."""
    if _waits_past_its_day(case):
        return None
    baseline, needed = case.facts.sums.closing_baseline_on, case.item.needed_by
    if baseline is None or baseline <= needed:
        return None
    values = {"baseline": baseline, "days": (baseline - needed).days, "date": needed}
    if case.day <= needed:
        return values
    return Finding(
        values, message("planned for %(baseline)s, %(days)s days after it was needed (%(date)s)"), IN_PLACE_NOW
    )


@rule(
    "slipped",
    title=message("slipped more than 30 days"),
    severity=Severity.MEDIUM,
    sentence=message("a milestone has slipped by %(days)s days against its baseline"),
    remedy=message("Say why, and what still makes its date possible."),
)
def slipped(case: Case) -> Values | Finding | None:
    """The largest slip of an open milestone; the closing milestone is named when it is its own."""
    days = case.facts.sums.slip_days
    if days <= SLIP_DAYS:
        return None
    if is_closings_slip(case.facts.sums):
        return Finding(
            {"days": days}, message("its closing milestone has slipped by %(days)s days against its baseline")
        )
    return {"days": days}
