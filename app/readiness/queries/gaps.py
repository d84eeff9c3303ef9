"""One gap as it stands now, for those who say something of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.core import clock
from app.plans.queries.heads import find_head
from app.plans.states import EU, Scope
from app.readiness.cache import ReadingCache
from app.readiness.gaps import Gap, find_gaps
from app.readiness.queries.reading import read_one
from app.readiness.requirements import CatalogueLike


def find_gap(session: Session, view: CatalogueLike, owner: str, item_id: int, code: str) -> Gap | None:
    """The gap that a rule finds on an item in the working state of a plan, noted or not; None: it finds nothing."""
    head = find_head(session, owner)
    if head is None:
        return None
    plan = head, Scope.WORKING
    reading, circumstances = read_one(session, view, plan, find_head(session, EU), clock.today(), ReadingCache())
    item = reading.items.get(item_id)
    if item is None:
        return None
    gaps = find_gaps(circumstances, owner, {item_id: item}, reading.heads)
    return next((gap for gap in gaps if gap.code == code), None)
