"""Which conditions hang on findings of the Commission, so that their pages lead there."""

from __future__ import annotations

from app.catalogue.views import CatalogueView
from app.core.policy import allows
from app.governance.solidarity.policy import READ_FINDINGS
from app.http.context import actor


def conditions_on_findings(view: CatalogueView) -> frozenset[str]:
    """The conditions that hang on findings, for who may read these; for others none."""
    if not allows(actor(), READ_FINDINGS):
        return frozenset()
    return frozenset(key for kind in view.finding_kinds.values() for key in kind.conditions)
