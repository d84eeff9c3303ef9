"""Asks as pages need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AskRecord:
    """A letter to an authority. `milestones`: how many it asks about; `answered`: how many of them were changed or
    confirmed since."""

    ask_id: int
    authority_id: int
    authority: str
    contact_email: str | None
    asked_by: str | None
    asked_at: datetime
    reply_by: date
    subject: str
    body: str
    closed_at: datetime | None
    closed_by: str | None
    close_note: str
    milestones: int
    answered: int

    @property
    def open(self) -> int:
        """How many milestones were neither changed nor confirmed since."""
        return self.milestones - self.answered

    @property
    def is_closed(self) -> bool:
        """Whether it is kept for the record alone."""
        return self.closed_at is not None


@dataclass(frozen=True, slots=True)
class AskedMilestone:
    """A milestone that was asked about, as it is called now."""

    milestone_id: int
    item_id: int
    reference: str
    title: str
    is_closing: bool
    due_on: date | None
    is_answered: bool
