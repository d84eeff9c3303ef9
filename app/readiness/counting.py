"""Which items count in a plan's readiness, and why the others do not (docs/method.md, "What counts")."""

from __future__ import annotations

from datetime import date

from app.catalogue.states import Confidence, Holds, Level, NeededByKind, Obligation, Standing
from app.plans.states import EU, Applicability
from app.readiness.requirements import CatalogueLike, ItemLike
from app.readiness.states import Counting


def belongs_to(item: ItemLike, owner: str) -> bool:
    """EU-level items belong to the EU plan, the others to every Member State's."""
    return (item.level is Level.EU) == (owner == EU)


def counting_of(view: CatalogueLike, item: ItemLike, owner: str, day: date, applicability: Applicability) -> Counting:
    """Whether an item counts for a plan on a day.

    What the law says comes first; that a plan states *not applicable* takes effect at once and is out, whatever
    a reviewer may still say.
    """
    if view.counts(owner, item.item_id, day):
        stated = applicability is Applicability.NOT_APPLICABLE
        return Counting.STATED if stated else Counting.COUNTED
    duty = view.duties.get((owner, item.item_id))
    if duty is not None and duty.standing is Standing.NOT_BOUND:
        return Counting.NOT_BOUND
    condition = item.condition if item.obligation is Obligation.SHALL_IF else None
    holds = Holds.TRUE if condition is None else view.condition_holds(condition, owner, day)
    if holds is Holds.FALSE:
        return Counting.CONDITION_FALSE
    if applicability is Applicability.NOT_APPLICABLE:
        return Counting.STATED
    if duty is None or duty.standing is Standing.TO_BE_CONFIRMED or holds is Holds.TO_BE_CONFIRMED:
        return Counting.TO_BE_CONFIRMED
    if item.obligation in (Obligation.MAY, Obligation.RECOMMENDED):
        return Counting.VOLUNTARY
    return Counting.LATER_DUTY


def has_binding_date(item: ItemLike) -> bool:
    """Whether passing the item's needed-by day can be held against a plan: a legal date, read with high confidence."""
    return item.needed_by_kind is NeededByKind.LEGAL and item.confidence is Confidence.HIGH
