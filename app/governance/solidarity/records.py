"""What is read of findings and of the own preparation of pledges: plain records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.catalogue.states import Solidarity
from app.governance.contribution import Offer
from app.governance.states import Recorder

FindingCell = tuple[int, str, str]
"""Year of the report, country, and key of the label."""


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A finding as it was recorded, by whom and when; see `FindingEntry`."""

    entry_id: int
    year: int
    country: str
    kind: str
    is_withdrawn: bool
    reference: str
    url: str
    decided_on: date
    valid_from: date
    valid_until: date
    note: str
    said_at: datetime
    author: str | None
    author_id: int | None = None
    recorder: Recorder | None = None

    @property
    def cell(self) -> FindingCell:
        """Which finding it is about."""
        return self.year, self.country, self.kind


@dataclass(frozen=True, slots=True)
class PreparationRecord:
    """One version of a country's preparation, with the days that it set itself; see `PledgePreparation`."""

    preparation_id: int
    country: str
    year: int
    version: int
    considered: tuple[Solidarity, ...]
    decides: str
    decide_by: date | None
    authorities: str
    steps: str
    questions: str
    is_checked: bool
    act: str
    relocations: int | None
    offsets: int | None
    financial: int | None
    alternative: int | None
    salt: str
    said_at: datetime
    author: str | None
    dues: tuple[tuple[date, str], ...] = ()

    @property
    def has_amounts(self) -> bool:
        """Whether an amount of any type is planned."""
        return any(amount is not None for amount in self.amounts.values())

    @property
    def amounts(self) -> dict[Solidarity, int | None]:
        """What is planned by type, in persons or cents; None where nothing is said."""
        return {
            Solidarity.RELOCATION: self.relocations,
            Solidarity.FINANCIAL: self.financial,
            Solidarity.ALTERNATIVE: self.alternative,
            Solidarity.OFFSET: self.offsets,
        }

    @property
    def offer(self) -> Offer:
        """What is planned, as far as it is said."""
        return Offer(self.relocations or 0, self.offsets or 0, self.financial or 0, self.alternative or 0)
