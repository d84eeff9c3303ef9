"""What the milestones of a plan cost together and who pays, by instrument and by block. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.plans.funding import Funding, rows_of
from app.plans.queries.records import MilestoneRecord


@dataclass
class Amounts:
    """Sums in cents. `uncovered`: of the budgets of milestones that are still open."""

    budget: int = 0
    planned: int = 0
    committed: int = 0
    spent: int = 0
    uncovered: int = 0
    milestones: int = 0

    def pay(self, row: Funding) -> None:
        """Add what an instrument pays."""
        self.planned += row.planned
        self.committed += row.committed
        self.spent += row.spent

    def take(self, one: MilestoneRecord) -> None:
        """Add a milestone."""
        self.budget += one.budget or 0
        self.uncovered += one.uncovered
        self.milestones += 1
        for row in rows_of(one.funding).values():
            self.pay(row)


@dataclass
class FundingSums:
    """A plan's money. `listed`: milestones of which an amount is said; `given_up`: spent on cancelled ones."""

    total: Amounts = field(default_factory=Amounts)
    by_block: dict[str, Amounts] = field(default_factory=dict)
    by_instrument: dict[str, Amounts] = field(default_factory=dict)
    listed: list[MilestoneRecord] = field(default_factory=list)
    given_up: int = 0


def sums_of(milestones: Iterable[MilestoneRecord], blocks: Mapping[int, str]) -> FundingSums:
    """The sums of milestones; `blocks`: the block of each item, those of other items are left out.

    Cancelled ones are in no sum; what was spent on them is told apart, once for one that goes on as another.
    """
    found = FundingSums()
    for one in milestones:
        if one.item_id not in blocks or (not one.budget and not one.funding):
            continue
        if one.is_cancelled:
            if not one.continued_as:
                found.given_up += sum(row.spent for row in rows_of(one.funding).values())
            continue
        found.listed.append(one)
        found.total.take(one)
        found.by_block.setdefault(blocks[one.item_id], Amounts()).take(one)
        for row in rows_of(one.funding).values():
            of_instrument = found.by_instrument.setdefault(row.instrument, Amounts())
            of_instrument.pay(row)
            of_instrument.milestones += 1
    return found
