"""Gaps in the plan itself: nobody or nothing named, steps taken away, nothing heard, progress taken back."""

from __future__ import annotations

from app.core.labels import message
from app.core.money import Euro
from app.readiness.cases import Case
from app.readiness.display import plain
from app.readiness.gaps.rule import Finding, Values, rule
from app.readiness.states import Severity


@rule(
    "no-milestone",
    title=message("no milestones yet"),
    severity=Severity.MEDIUM,
    sentence=message("no milestones yet"),
    remedy=message("Add the steps that lead to its closing condition, with their dates."),
)
def no_milestone(case: Case) -> Values | None:
    """Something was shared, but no step; also when all steps were cancelled."""
    return {} if case.facts.sums.ordinary == 0 else None


@rule(
    "no-authority",
    title=message("no lead authority"),
    severity=Severity.LOW,
    sentence=message("no authority is named as the lead"),
    remedy=message("Name the authority that leads on it."),
)
def no_authority(case: Case) -> Values | None:
    """Nobody is named for the item as a whole."""
    return None if case.facts.stated.has_authority else {}


@rule(
    "cancelled-while-open",
    title=message("cancelled while open"),
    severity=Severity.MEDIUM,
    sentence=message("milestones cancelled although it is open: %(number)s"),
    remedy=message("Say what takes their place."),
)
def cancelled_while_open(case: Case) -> Values | None:
    """Cancelling never changes the figure by itself; it is asked about instead, unless the milestone was moved."""
    number = case.facts.sums.cancelled
    return {"number": number} if number else None


@rule(
    "not-confirmed",
    title=message("unchanged for over 60 days"),
    severity=Severity.LOW,
    sentence=message(
        "milestones that run or are due within 90 days, unchanged for over 60 days: %(number)s, since %(date)s"
    ),
    remedy=message("Confirm that they are still true, or change them."),
)
def not_confirmed(case: Case) -> Values | None:
    """Neither changed nor confirmed for more than 60 days."""
    sums = case.facts.sums
    return {"number": sums.unconfirmed, "date": sums.unconfirmed_since} if sums.unconfirmed else None


@rule(
    "unchanged-confirmations",
    title=message("unchanged in the last eight confirmations"),
    severity=Severity.LOW,
    sentence=message("milestones confirmed eight times in a row or more without any change: %(number)s"),
    remedy=message("Say what has moved since, or what it waits for."),
)
def unchanged_confirmations(case: Case) -> Values | None:
    """“No change” alone was said of open milestones, again and again."""
    number = case.facts.sums.unchanged
    return {"number": number} if number else None


@rule(
    "progress-falling",
    title=message("progress falling"),
    severity=Severity.MEDIUM,
    sentence=message("a milestone's progress fell by %(points)s percentage points in the last 30 days"),
    remedy=message("Say what happened, so that the figure can be trusted."),
)
def progress_falling(case: Case) -> Values | None:
    """The largest fall, shown in whole percentage points and at least one."""
    fallen = case.facts.sums.fallen
    return {"points": plain(fallen)} if fallen else None


@rule(
    "costed-without-funding",
    title=message("costed without funding"),
    severity=Severity.MEDIUM,
    sentence=message("milestones with a budget and without funding: %(number)s; not covered: %(amount)s"),
    remedy=message("Name the instruments that pay, or correct the budget."),
)
def costed_without_funding(case: Case) -> Values | Finding | None:
    """The budgets of open milestones that no instrument covers, wholly or in part."""
    sums = case.facts.sums
    if not sums.uncovered:
        return None
    values = {"number": sums.unfunded, "part": sums.part_funded, "amount": Euro(sums.uncovered)}
    if not sums.part_funded:
        return values
    if not sums.unfunded:
        return Finding(values, message("milestones funded in part: %(part)s; not covered: %(amount)s"))
    return Finding(
        values,
        message("milestones without funding: %(number)s, funded in part: %(part)s; not covered: %(amount)s"),
    )
