"""What a coordinator is told before a plan is submitted: it warns, and never stands in the way. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.readiness.gaps import RULES, count_gaps
from app.readiness.plan import PlanReading


@dataclass(frozen=True)
class Checks:
    """Numbers of the working state. `key_gaps`, `other_gaps`: message id of each rule that found any on key items
    and on the others, with how many.

    `unconfirmed`: milestones neither changed nor confirmed for more than `interval` days.
    """

    key_gaps: tuple[tuple[str, int], ...]
    other_gaps: tuple[tuple[str, int], ...]
    unshared: int
    without_information: int
    unconfirmed: int
    interval: int

    @property
    def gaps(self) -> tuple[tuple[str, int], ...]:
        """Those of key items, then those of the others."""
        return (*self.key_gaps, *self.other_gaps)

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to warn of; what is not yet shared will be."""
        return not (self.gaps or self.without_information or self.unconfirmed)


def check_plan(reading: PlanReading, *, unshared: int, unconfirmed: int, interval: int) -> Checks:
    """The checks of a plan whose working state was read."""
    return Checks(
        key_gaps=_gaps(reading, are_key=True),
        other_gaps=_gaps(reading, are_key=False),
        unshared=unshared,
        without_information=sum(block.counted - block.informed for block in reading.blocks.values()),
        unconfirmed=unconfirmed,
        interval=interval,
    )


def _gaps(reading: PlanReading, *, are_key: bool) -> tuple[tuple[str, int], ...]:
    items = {item_id: item for item_id, item in reading.items.items() if item.is_key is are_key}
    counts = count_gaps(reading.circumstances, reading.owner, items).left
    return tuple((rule.title, counts[rule.code]) for rule in RULES if rule.code in counts)
