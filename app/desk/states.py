"""Vocabularies of the desk. The order of the kinds is the order of urgency."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message

SOON_DAYS = 14
"""What falls due, or runs out, within so many days needs a hand now."""


class Kind(LabelledEnum):
    """Why something needs a hand; the most urgent comes first. `days` in a label: the interval of confirmations."""

    PAST_LEGAL_DATE = "past-legal-date", message("Past its legal date")
    DUE = "due", message("Due in 14 days, or its own date has passed")
    FORECAST_AFTER = "forecast-after-needed-by", message("Forecast after it is needed")
    NOT_SHOWN = "not-yet-shown", message("Reported in place, not yet shown")
    EXPIRED = "evidence-expired", message("Evidence expired, or about to")
    TO_DECIDE = "applicability", message("To decide whether it applies")
    UNSHARED = "unshared", message("Not yet shared")
    TO_CONFIRM = "to-be-confirmed", message("To be confirmed: unchanged for over %(days)s days")


class Deed(LabelledEnum):
    """The one thing to do about a line of the desk."""

    FORECAST = "forecast", message("Give a forecast")
    NEW_FORECAST = "new-forecast", message("Give a new forecast")
    REPORT = "report", message("Report it in place")
    UPDATE = "update", message("Update")
    CHANGE_FORECAST = "change-forecast", message("Change the forecast")
    SHOW = "show", message("Add what shows it")
    RENEW = "renew", message("Renew what shows it")
    DECIDE = "decide", message("Decide")
    SHARE = "share", message("Share")
    CONFIRM = "confirm", message("No change")
