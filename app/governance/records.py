"""What is read of the yearly cycle: plain records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """What was recorded of a step, by whom and when; see `CycleEntry`."""

    entry_id: int
    year: int
    step: str
    turn: int
    country: str
    body: str
    is_own: bool
    said_at: datetime
    author: str | None
    happened_on: date | None
    planned_on: date | None
    is_nothing_found: bool
    reference: str
    url: str
    note: str

    @property
    def owner(self) -> str:
        """Whose it is, or whom it concerns; empty for all."""
        return self.country or self.body

    @property
    def place(self) -> tuple[str, int, str]:
        """Which occurrence of its year it is about."""
        return self.step, self.turn, self.owner

    @property
    def says_nothing(self) -> bool:
        """Whether it only takes back what was recorded before."""
        return not (
            self.happened_on or self.planned_on or self.is_nothing_found or self.reference or self.url or self.note
        )
