"""What is read of statements: plain records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class StatementRecord:
    """What an agency states of an item. `agency`: its short name, or its name."""

    statement_id: int
    owner: str
    item_id: int
    authority_id: int
    agency: str
    about_on: date
    said_at: datetime
    author: str | None
    text: str
    reference: str
    url: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdraw_reason: str
    version: int

    @property
    def stands(self) -> bool:
        """Whether it has not been withdrawn."""
        return self.withdrawn_at is None
