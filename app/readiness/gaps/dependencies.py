"""Gaps between what has to come first and what comes after."""

from __future__ import annotations

from app.core.labels import message
from app.readiness.cases import Case
from app.readiness.gaps.rule import Values, rule
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
)
def waits_for_eu(case: Case) -> Values | None:
    """Named by the first of what is awaited, with the day it is expected and the number of all."""
    if not case.awaited:
        return None
    first = case.awaited[0]
    return {"title": awaited_title(case, first), "date": first.expected_on, "number": len(case.awaited)}
