"""What milestones of several plans cost together and who pays: by plan, by block, by item, by instrument. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.plans.funding import rows_of
from app.plans.funding_sums import Amounts
from app.plans.queries.records import MilestoneRecord


def _sums() -> defaultdict[str, Amounts]:
    return defaultdict(Amounts)


@dataclass
class FundingAcross:
    """Money of several plans. `open_ones`: milestones that are costed and not covered, each with its plan's owner."""

    total: Amounts = field(default_factory=Amounts)
    by_owner: defaultdict[str, Amounts] = field(default_factory=_sums)
    by_block: defaultdict[str, Amounts] = field(default_factory=_sums)
    by_item: defaultdict[str, Amounts] = field(default_factory=_sums)
    by_instrument: defaultdict[str, Amounts] = field(default_factory=_sums)
    open_ones: list[tuple[str, MilestoneRecord]] = field(default_factory=list)
    given_up: int = 0


@dataclass(frozen=True, slots=True)
class FundingChoice:
    """What is looked at; empty for all. With an instrument, budgets are left out: they are not an instrument's."""

    owner: str = ""
    block: str = ""
    instrument: str = ""


def chosen_of(
    milestones: Iterable[tuple[str, MilestoneRecord]], blocks: Mapping[int, str], choice: FundingChoice
) -> list[tuple[str, MilestoneRecord]]:
    """Those of a choice, each with its plan's owner, narrowed to the instrument that was chosen.

    `blocks`: the key of the block of each item, those of other items are left out.
    """
    found = []
    for owner, one in milestones:
        block = blocks.get(one.item_id)
        if block is None or (choice.owner and owner != choice.owner) or (choice.block and block != choice.block):
            continue
        if choice.instrument:
            row = rows_of(one.funding).get(choice.instrument)
            if row is None:
                continue
            found.append((owner, replace(one, budget=None, funding=row.text)))
        else:
            found.append((owner, one))
    return found


def across(
    milestones: Iterable[tuple[str, MilestoneRecord]], blocks: Mapping[int, str], item_key: Callable[[int], str]
) -> FundingAcross:
    """The sums. Cancelled milestones are in none; what was spent on them is told apart, once for one that goes on."""
    found = FundingAcross()
    for owner, one in milestones:
        if not one.budget and not one.funding:
            continue
        if one.is_cancelled:
            if not one.continued_as:
                found.given_up += sum(row.spent for row in rows_of(one.funding).values())
            continue
        sums = (found.total, found.by_owner[owner], found.by_block[blocks[one.item_id]])
        for amounts in (*sums, found.by_item[item_key(one.item_id)]):
            amounts.take(one)
        for row in rows_of(one.funding).values():
            of_instrument = found.by_instrument[row.instrument]
            of_instrument.pay(row)
            of_instrument.milestones += 1
        if one.uncovered:
            found.open_ones.append((owner, one))
    found.open_ones.sort(key=lambda pair: (-pair[1].uncovered, pair[0], pair[1].reference))
    return found
