"""Gaps between what has to come first and what comes after."""

from __future__ import annotations

from app.core.labels import message
from app.readiness.cases import Case
from app.readiness.gaps.rule import Values, rule
from app.readiness.network import forecast_of
from app.readiness.state import awaited_title
from app.readiness.states import Severity


@rule(
    "starts-before-predecessor",
    title=message("starts before its predecessor ends"),
    severity=Severity.LOW,
    sentence=message("a milestone starts %(days)s days before its predecessor ends"),
    remedy=message("Move its start, or take the predecessor away if it is none."),
)
def starts_before_predecessor(case: Case) -> Values | None:
    """The largest overlap of the item's open milestones with predecessors in the own plan or at EU level."""
    days = case.facts.before.overlap_days
    return {"days": days} if days else None


@rule(
    "waits-for-eu",
    title=message("waits for EU level"),
    severity=Severity.MEDIUM,
    sentence=message("waits for the EU level: %(title)s"),
    remedy=message("At EU level: deliver it, or say when it will be."),
    aside=("title",),
)
def waits_for_eu(case: Case) -> Values | None:
    """Named by the first of what is awaited, with the day it is expected and the number of all."""
    if not case.awaited:
        return None
    first = case.awaited[0]
    return {
        "title": awaited_title(case, first),
        "date": first.expected_on,
        "number": len(case.awaited),
        "measure": first.item_id,
        "step": first.milestone_id,
    }


@rule(
    "eu-level-later",
    title=message("EU level later than what waits for it"),
    severity=Severity.MEDIUM,
    sentence=message(
        "forecast for %(forecast)s, but %(title)s at EU level, for which it waits, is expected on %(date)s only"
    ),
    remedy=message("At EU level: deliver it earlier. In the plan: give a forecast that can hold."),
    aside=("title",),
)
def eu_level_later(case: Case) -> Values | None:
    """The latest of what is awaited, when it is expected after the day on which the plan wants to be in place.

    `measure` and `step` are keys of the measure and of its milestone, where the plan named one.
    """
    forecast = forecast_of(case.facts.sums)
    dated = [(one.expected_on, one) for one in case.awaited if one.delivered_on is None and one.expected_on]
    if forecast is None or not dated:
        return None
    expected, latest = max(dated, key=lambda pair: pair[0])
    if expected <= forecast:
        return None
    return {
        "title": awaited_title(case, latest),
        "date": expected,
        "forecast": forecast,
        "measure": latest.item_id,
        "step": latest.milestone_id,
    }
