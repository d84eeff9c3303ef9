"""What a coordinator is told before a plan is submitted: it warns, and never stands in the way. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.readiness.gaps import RULES
from app.readiness.plan import PlanReading


@dataclass(frozen=True)
class Checks:
    """Numbers of the working state. `gaps`: message id of each rule that found any, with how many.

    `unconfirmed`: milestones neither changed nor confirmed for more than `interval` days.
    """

    gaps: tuple[tuple[str, int], ...]
    unshared: int
    without_information: int
    unconfirmed: int
    interval: int

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to warn of; what is not yet shared will be."""
        return not (self.gaps or self.without_information or self.unconfirmed)


def check_plan(reading: PlanReading, *, unshared: int, unconfirmed: int, interval: int) -> Checks:
    """The checks of a plan whose working state was read."""
    counts = reading.gap_counts
    return Checks(
        gaps=tuple((rule.title, counts[rule.code]) for rule in RULES if rule.code in counts),
        unshared=unshared,
        without_information=sum(block.counted - block.informed for block in reading.blocks.values()),
        unconfirmed=unconfirmed,
        interval=interval,
    )
