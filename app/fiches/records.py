"""What is read of fiches: plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.calendars.reading import calendar_of
from app.core import clock
from app.fiches.clocks import Marks, Standing, standing_on
from app.fiches.policy import FicheSubject
from app.fiches.states import Aspect, Outcome
from app.plans.states import EU

DRAFT = "draft"


@dataclass(frozen=True)
class BlockRecord:
    """The narrative of a block; `version` 0: nothing is written yet."""

    block_key: str
    texts: Mapping[Aspect, str]
    version: int = 0


@dataclass(frozen=True)
class CommentRecord:
    """A comment of the country; `item_id`: None where it is about a block or the whole."""

    comment_id: int
    block_key: str
    item_id: int | None
    is_position: bool
    text: str
    written_at: datetime
    author: str | None
    outcome: Outcome | None
    reply: str


@dataclass(frozen=True)
class FicheRecord:
    """A fiche without its texts."""

    fiche_id: int
    owner: str
    plan_id: int
    number: int | None
    round_id: int | None
    round_title: str | None
    as_of: date
    figures: str = field(repr=False)
    letter: str = field(repr=False)
    written_at: datetime
    author: str | None
    sent_at: datetime | None
    check_due_on: date | None
    checked_at: datetime | None
    final_at: datetime | None
    version: int

    @property
    def name(self) -> str:
        """What its address calls it: `IE-2`, and a draft by its key."""
        return f"{self.owner}-{self.number}" if self.number else f"{DRAFT}-{self.fiche_id}"

    @property
    def subject(self) -> FicheSubject:
        """As far as a right on it depends on it."""
        return FicheSubject(self.owner, self.sent_at is not None, self.final_at is not None)

    def standing(self, day: date) -> Standing:
        """Where it stands on a day."""
        marks = Marks(
            written_on=clock.day_of(self.written_at),
            sent_on=_day(self.sent_at),
            check_due_on=self.check_due_on,
            checked_on=_day(self.checked_at),
            final_on=_day(self.final_at),
        )
        return standing_on(marks, day, calendar_of(self.owner), calendar_of(EU))


def _day(at: datetime | None) -> date | None:
    return clock.day_of(at) if at else None
