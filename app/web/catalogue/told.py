"""Findings that were recorded in the tracker and that the catalogue does not know yet, beside their items."""

from __future__ import annotations

from datetime import date

from app.catalogue.views import CatalogueView, ItemView
from app.core import clock
from app.core.policy import allows
from app.governance.solidarity.findings import Finding, conditions_untold, findings_of
from app.governance.solidarity.policy import READ_FINDINGS
from app.governance.solidarity.queries import list_finding_records
from app.http.context import actor, session, viewpoint


def conditions_on_findings(view: CatalogueView) -> frozenset[str]:
    """The conditions that hang on findings, for who may read these; for others none."""
    if not allows(actor(), READ_FINDINGS):
        return frozenset()
    return frozenset(key for kind in view.finding_kinds.values() for key in kind.conditions)


def recorded_behind(item: ItemView, view: CatalogueView, day: date) -> list[Finding]:
    """Findings that hold on a day, by which the condition of an item holds although the catalogue does not say so."""
    if item.condition not in conditions_on_findings(view):
        return []
    seen = viewpoint()
    known = clock.end_of(seen.known) if seen.known else None
    found = findings_of(view, list_finding_records(session()), day, known).found
    return [
        one
        for one in found
        if one.source is None and one.covers(day) and item.condition in conditions_untold(view, one)
    ]
