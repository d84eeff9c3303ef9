"""Which items count in a plan's readiness, and why the others do not (docs/method.md, "What counts")."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from app.catalogue.states import Confidence, Holds, Level, NeededByKind, Obligation, Standing
from app.plans.states import EU, Applicability
from app.readiness.progress import weight_of
from app.readiness.remembered import OfRelease
from app.readiness.requirements import CatalogueLike, ItemLike
from app.readiness.states import Counting


def belongs_to(item: ItemLike, owner: str) -> bool:
    """EU-level items belong to the EU plan, the others to every Member State's."""
    return (item.level is Level.EU) == (owner == EU)


def counting_of(view: CatalogueLike, item: ItemLike, owner: str, day: date, applicability: Applicability) -> Counting:
    """Whether an item counts for a plan on a day."""
    return as_stated(counting_by_law(view, item, owner, day), applicability)


def as_stated(by_law: Counting, applicability: Applicability) -> Counting:
    """Whether an item counts, given what the law says and what the plan states.

    What the law says comes first; that a plan states *not applicable* takes effect at once and is out, whatever
    a reviewer may still say.
    """
    if applicability is not Applicability.NOT_APPLICABLE or by_law in _OUT_BY_LAW:
        return by_law
    return Counting.STATED


_OUT_BY_LAW = frozenset({Counting.NOT_BOUND, Counting.CONDITION_FALSE})


def counting_by_law(view: CatalogueLike, item: ItemLike, owner: str, day: date) -> Counting:
    """Whether an item counts for a plan on a day, before the plan itself has said anything."""
    if view.counts(owner, item.item_id, day):
        return Counting.COUNTED
    duty = view.duties.get((owner, item.item_id))
    if duty is not None and duty.standing is Standing.NOT_BOUND:
        return Counting.NOT_BOUND
    condition = item.condition if item.obligation is Obligation.SHALL_IF else None
    holds = Holds.TRUE if condition is None else view.condition_holds(condition, owner, day)
    if holds is Holds.FALSE:
        return Counting.CONDITION_FALSE
    if duty is None or duty.standing is Standing.TO_BE_CONFIRMED or holds is Holds.TO_BE_CONFIRMED:
        return Counting.TO_BE_CONFIRMED
    if item.obligation in (Obligation.MAY, Obligation.RECOMMENDED):
        return Counting.VOLUNTARY
    return Counting.LATER_DUTY


class Duty(NamedTuple):
    """An item that a plan answers. `by_law`: whether it counts; None where a condition decides, day by day."""

    item: ItemLike
    item_id: int
    weight: int
    by_law: Counting | None


_rosters: OfRelease[tuple[Duty, ...]] = OfRelease()


def roster_of(view: CatalogueLike, owner: str) -> tuple[Duty, ...]:
    """The items that a plan answers, in the catalogue's order."""
    return _rosters.get_or_make(view, owner, lambda: tuple(_duties(view, owner)))


def _duties(view: CatalogueLike, owner: str) -> Iterator[Duty]:
    for item in view.items.values():
        if belongs_to(item, owner):
            by_law = counting_by_law(view, item, owner, view.starts_on) if item.condition is None else None
            yield Duty(item, item.item_id, weight_of(item), by_law)


_LEGAL_DATES = frozenset({NeededByKind.LEGAL, NeededByKind.APPLICATION})


def has_binding_date(item: ItemLike) -> bool:
    """Whether passing the item's needed-by day can be held against a plan: a legal date, read with high confidence.

    The day an act itself gives and the day its articles apply are legal; a planning date is not.
    """
    return item.needed_by_kind in _LEGAL_DATES and item.confidence is Confidence.HIGH
