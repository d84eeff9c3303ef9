"""Which conditions hang on findings of the Commission, and what was recorded of these: for who may read it."""

from __future__ import annotations

from app.catalogue.views import CatalogueView
from app.core.policy import allows
from app.governance.solidarity.overlay import release_alone
from app.governance.solidarity.policy import READ_FINDINGS
from app.http.context import actor, catalogue


def law_here() -> CatalogueView:
    """The catalogue in force with the recorded findings that count; the release alone for who may not read these."""
    view = catalogue()
    return view if allows(actor(), READ_FINDINGS) else release_alone(view)


def conditions_on_findings(view: CatalogueView) -> frozenset[str]:
    """The conditions that hang on findings, for who may read these; for others none."""
    if not allows(actor(), READ_FINDINGS):
        return frozenset()
    return frozenset(key for kind in view.finding_kinds.values() for key in kind.conditions)
