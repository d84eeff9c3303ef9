"""One change of many milestones: what is asked for, and what becomes of each of them. Plain records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.errors import Conflict, DomainError, Invalid
from app.core.labels import LabelledEnum, message
from app.plans.queries.records import FieldChange, MilestoneRecord

Versions = Mapping[str, int | None]
"""Reference → the version that was looked at."""


class BulkDeed(LabelledEnum):
    """What is done to every milestone that is chosen."""

    FORECAST_ON = "forecast_on", message("set the forecast to a day")
    FORECAST_BY = "forecast_by", message("move the forecast by days")
    START_ON = "start_on", message("set the start to a day")
    AUTHORITY = "authority", message("give to an authority")
    STEP = "step", message("set the step")
    CONFIRM = "confirm", message("confirm: no change")
    CANCEL = "cancel", message("cancel")


_WHY = ("reason", "keeps_cause")

NEEDS: Mapping[BulkDeed, tuple[str, ...]] = {
    BulkDeed.FORECAST_ON: ("day", "cause", *_WHY),
    BulkDeed.FORECAST_BY: ("days", "cause", *_WHY),
    BulkDeed.START_ON: ("day", *_WHY),
    BulkDeed.AUTHORITY: ("authority_id", *_WHY),
    BulkDeed.STEP: ("step_key", *_WHY),
    BulkDeed.CONFIRM: (),
    BulkDeed.CANCEL: _WHY,
}
"""What of a change is read for each deed; the first is what it cannot do without."""


@dataclass(frozen=True)
class BulkChange:
    """A deed with what it needs: a day, a number of days, an authority (None: nobody), a step; cause and reason.

    `keeps_cause`: cause and reason stay within the country.
    """

    deed: BulkDeed
    day: date | None = None
    days: int | None = None
    authority_id: int | None = None
    step_key: str = ""
    cause: str | None = None
    reason: str = ""
    keeps_cause: bool = False


@dataclass(frozen=True)
class BulkRow:
    """A milestone: as it stands now, what changes of it, or why it is refused. `record` is None where there is none."""

    reference: str
    record: MilestoneRecord | None
    changes: tuple[FieldChange, ...] = ()
    refusal: DomainError | None = None

    @property
    def is_changed_meanwhile(self) -> bool:
        """Whether somebody changed it after it was looked at."""
        return isinstance(self.refusal, Conflict)

    @property
    def is_done(self) -> bool:
        """Whether something of it changes."""
        return self.refusal is None and bool(self.changes)


class WhyNeeded(Invalid):
    """Dates move that take a cause, or words for it, which the change does not give; `rows` are those milestones."""

    def __init__(self, message: str, rows: Sequence[BulkRow], *, field: str | None, **values: Any) -> None:
        super().__init__(message, field=field, **values)
        self.rows = tuple(rows)
