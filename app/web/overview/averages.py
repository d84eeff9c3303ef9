"""An average of Member States as the sum it is: each that is in it, with its figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.catalogue.views import BlockView
from app.readiness.cells import Reading
from app.readiness.plan import PlanSummary
from app.web.frame import country_name, day_url
from app.web.overview.matrix import Average, average_of
from app.web.readings import Matrix


@dataclass(frozen=True)
class Part:
    """What a Member State brings in: its progress in 1/100 %; `url`: where that comes from, if it may be read."""

    title: str
    progress: int
    url: str


@dataclass(frozen=True)
class SumOfStates:
    """The parts of an average that the reader sees. `others`: how many withheld rows are in it too.

    Their sum is not told: with the exact one, a change of a single row could be followed from day to day.
    """

    block: BlockView | None
    parts: tuple[Part, ...]
    others: int
    average: Average
    left_out: bool

    @property
    def total(self) -> int:
        """What the reader sees of it added up, in 1/100 %."""
        return sum(part.progress for part in self.parts)

    @property
    def number(self) -> int:
        """How many Member States are in it."""
        return len(self.parts) + self.others


def sum_of_states(matrix: Matrix, block: BlockView | None) -> SumOfStates:
    """The average of a block, or of all blocks in the sum, in the shared state."""

    def told(plan: PlanSummary) -> Reading | None:
        reading = plan.total if block is None else plan.blocks.get(block.key)
        return reading if reading is not None and reading.progress is not None else None

    readings = matrix.pool.pick(told)
    seen = {owner: reading for owner, plan in matrix.pool.seen.items() if (reading := told(plan)) is not None}
    parts = tuple(_part(matrix, owner, reading, block) for owner, reading in seen.items())
    return SumOfStates(
        block=block,
        parts=parts,
        others=len(readings) - len(parts),
        average=average_of(readings),
        left_out=bool(matrix.withheld) and len(readings) == len(parts),
    )


def _part(matrix: Matrix, owner: str, reading: Reading, block: BlockView | None) -> Part:
    opens: Mapping[str, bool] = {row.owner: row.opens for row in matrix.countries}
    if not opens.get(owner):
        url = ""
    elif block is None:
        url = day_url("countries.derive_plan", code=owner)
    else:
        url = day_url("countries.derive_cell", code=owner, number=block.code)
    return Part(country_name(owner), reading.progress or 0, url)
