"""Gaps between what is reported in place and what shows it. "Not yet shown" never says that it is not in place."""

from __future__ import annotations

from app.core.labels import message
from app.readiness.cases import Case
from app.readiness.facts import is_shown
from app.readiness.gaps.rule import Values, rule
from app.readiness.states import Severity


@rule(
    "not-yet-shown",
    title=message("reported in place, not yet shown"),
    severity=Severity.MEDIUM,
    sentence=message("reported in place on %(date)s, not yet shown on what was received"),
    remedy=message("Add what its closing condition asks for."),
    of_open=False,
)
def not_yet_shown(case: Case) -> Values | None:
    """The closing condition is not met by valid evidence, and none of it has run out (that is the next rule's)."""
    facts = case.facts
    if is_shown(facts.evidenced, case.item.proofs) or facts.evidenced.expired_on is not None:
        return None
    return {"date": facts.sums.in_place_on}


@rule(
    "evidence-expired",
    title=message("evidence expired"),
    severity=Severity.MEDIUM,
    sentence=message("evidence expired on %(date)s, and what is left does not show it"),
    remedy=message("Renew it, or add what replaces it."),
    of_open=False,
)
def evidence_expired(case: Case) -> Values | None:
    """Something ran out, and what is left does not meet the closing condition."""
    evidenced = case.facts.evidenced
    if evidenced.expired_on is None or is_shown(evidenced, case.item.proofs):
        return None
    return {"date": evidenced.expired_on}


@rule(
    "evidence-older",
    title=message("evidence older than the requirement"),
    severity=Severity.LOW,
    sentence=message("evidence is about %(date)s, before this edition of the requirement (%(since)s)"),
    remedy=message("Check that it still answers what is now asked, and say so."),
    of_open=False,
)
def evidence_older(case: Case) -> Values | None:
    """Valid evidence is about a day before the catalogue's release came into force."""
    about, since = case.facts.evidenced.oldest_about_on, case.view.in_force_from
    return {"date": about, "since": since} if about is not None and about < since else None
