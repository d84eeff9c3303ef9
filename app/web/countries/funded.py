"""Who pays for a milestone, as pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.plans.funding import Funding, covered, rows_of, uncovered
from app.plans.queries.records import MilestoneRecord


@dataclass(frozen=True)
class Funded:
    """The budget of a milestone, its rows with the titles of their instruments, what they cover, what stays open."""

    budget: int | None
    rows: tuple[tuple[str, Funding], ...]
    covered: int
    uncovered: int

    @property
    def is_there(self) -> bool:
        """Whether anything is said."""
        return self.budget is not None or bool(self.rows)

    @property
    def total(self) -> Funding:
        """The sum of the rows."""
        rows = [row for _title, row in self.rows]
        return Funding(
            "", sum(one.planned for one in rows), sum(one.committed for one in rows), sum(one.spent for one in rows)
        )

    @property
    def beyond(self) -> tuple[str, ...]:
        """The instruments of which more is spent than committed."""
        return tuple(title for title, row in self.rows if row.is_beyond)


def funded_of(record: MilestoneRecord, titles: Mapping[str, str]) -> Funded:
    """The funding of a milestone, in the order of `titles`; an instrument that is not among them stands by its key."""
    rows = rows_of(record.funding)
    order = {key: number for number, key in enumerate(titles)}
    listed = sorted(rows.values(), key=lambda row: (order.get(row.instrument, len(order)), row.instrument))
    return Funded(
        record.budget,
        tuple((titles.get(row.instrument, row.instrument), row) for row in listed),
        covered(record.funding),
        uncovered(record.budget, record.funding),
    )
