"""What the reader may say of gaps."""

from __future__ import annotations

from collections.abc import Iterable

from app.core.policy import allows
from app.desk.policy import NOTE_GAP
from app.http.context import Viewpoint, actor
from app.plans.policy import PlanSubject


def noted_by(owners: Iterable[str], seen: Viewpoint) -> frozenset[str]:
    """Those of some plans of which the reader may note a gap today."""
    if seen.is_past:
        return frozenset()
    return frozenset(owner for owner in owners if allows(actor(), NOTE_GAP, PlanSubject(owner)))
