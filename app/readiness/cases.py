"""One item of one plan on one day, with everything that decides its state."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from app.readiness.facts import EuPredecessor, ItemFacts, is_shown
from app.readiness.requirements import CatalogueLike, ItemLike
from app.readiness.states import Counting, InPlace, State


class Case(NamedTuple):
    """`awaited`: what of the EU level is still awaited. `late_before`: ids of direct predecessors in the same plan
    that are past their legal date."""

    view: CatalogueLike
    item: ItemLike
    owner: str
    day: date
    counting: Counting
    facts: ItemFacts
    awaited: tuple[EuPredecessor, ...] = ()
    late_before: tuple[int, ...] = ()


class ItemReading(NamedTuple):
    """An item as the rule reads it. Figures in 1/100 %.

    `progress`: None without information or when not applicable. `expected_own`, `expected_law`: None from the date
    of application on. `required`: expected by law on every day, for the gap.
    """

    item_id: int
    is_key: bool
    weight: int
    counting: Counting
    state: State
    level: InPlace | None
    progress: int | None
    expected_own: int | None
    expected_law: int | None
    required: int
    facts: ItemFacts
    awaited: tuple[EuPredecessor, ...]
    late_before: tuple[int, ...]

    @property
    def is_counted(self) -> bool:
        """Whether the item is in the sums (then still only if something was shared)."""
        return self.counting is Counting.COUNTED

    @property
    def gap(self) -> int:
        """What is missing to the expectation by law (1/100 %); an item without information counts as open."""
        return max(0, self.required - (self.progress or 0))


def level_of(item: ItemLike, facts: ItemFacts) -> InPlace | None:
    """Reported; shown when the evidence meets the closing condition; confirmed when a reviewer then agreed.

    Each level holds the one before it: what is no longer shown is no longer confirmed, and neither is what has been
    opened again and reported in place on a day after the assessment.
    """
    in_place_on = facts.sums.in_place_on
    if in_place_on is None:
        return None
    if not is_shown(facts.evidenced, item.proofs):
        return InPlace.REPORTED
    is_confirmed = facts.confirmed_on is not None and facts.confirmed_on >= in_place_on
    return InPlace.CONFIRMED if is_confirmed else InPlace.SHOWN
