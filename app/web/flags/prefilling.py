"""A flag made of a computed gap: what the form begins with, so that a reviewer only has to judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.catalogue.views import CatalogueView, ItemView
from app.flags.states import About, Category, Severity
from app.http.context import actor, session, viewpoint
from app.plans.queries.heads import get_plan
from app.readiness.gaps import find_gaps
from app.readiness.gaps.rule import Gap
from app.readiness.items import circumstances_of
from app.readiness.states import Severity as GapSeverity
from app.web.across import gaps_across
from app.web.readings import full_readings
from app.web.words import sentence

_CATEGORIES: Mapping[str, Category] = {
    "past-legal-date": Category.TIMELINE,
    "forecast-after-needed-by": Category.TIMELINE,
    "due-after-needed-by": Category.TIMELINE,
    "slipped": Category.TIMELINE,
    "waits-for-eu": Category.TIMELINE,
    "eu-level-later": Category.TIMELINE,
    "waits-for-each-other": Category.TIMELINE,
    "starts-before-predecessor": Category.CONSISTENCY,
    "not-yet-shown": Category.EVIDENCE,
    "evidence-expired": Category.EVIDENCE,
    "evidence-older": Category.EVIDENCE,
    "no-authority": Category.CAPACITY,
    "costed-without-funding": Category.FUNDING,
}
_SEVERITIES = {
    GapSeverity.HIGH: Severity.IMPORTANT,
    GapSeverity.MEDIUM: Severity.IMPORTANT,
    GapSeverity.LOW: Severity.MINOR,
}


def find_gap(view: CatalogueView, owner: str, item: ItemView, code: str) -> Gap | None:
    """The gap that a rule finds on an item today, in the state of the plan that the reader reads. Raises NotFound."""
    plan = get_plan(session(), owner, actor())
    readings = full_readings(session(), view, viewpoint(), [(plan.head, plan.scope)])
    reading = readings[plan.plan_id, plan.scope]
    circumstances = circumstances_of(view, reading.day, {})
    gaps = find_gaps(circumstances, owner, {item.item_id: reading.items[item.item_id]}, reading.heads)
    towards = gaps_across(view, [reading], viewpoint()).get(owner, ())
    gaps += [gap for gap in towards if gap.item_id == item.item_id]
    return next((gap for gap in gaps if gap.code == code), None)


def of_gap(gap: Gap, item: ItemView) -> dict[str, Any]:
    """What the form begins with: the gap's own sentence as the reason, its remedy as what is asked."""
    is_key_issue = gap.is_key and gap.severity is GapSeverity.HIGH
    said = sentence(gap.sentence)
    return {
        "about": About.ITEM.value,
        "item_key": item.key,
        "gap_code": gap.code,
        "severity": (Severity.KEY_ISSUE if is_key_issue else _SEVERITIES[gap.severity]).value,
        "severity_reason": said[:1].upper() + said[1:],
        "category": _CATEGORIES.get(gap.code, Category.CONSISTENCY).value,
        "asked": sentence(gap.remedy),
    }
