"""How far a milestone has moved against what was promised: the baseline first released, and the latest one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.plans.queries.records import HistoryEntry, MilestoneRecord


@dataclass(frozen=True, slots=True)
class Slip:
    """Days between a promise and the day that is now expected, or was kept; negative where it is earlier.

    `first` is the baseline of the milestone's first release, None before it or where it had none then.
    `against_first`, `against_latest`: None where there is nothing to measure from or to.
    """

    first: date | None
    latest: date | None
    against_first: int | None
    against_latest: int | None

    @property
    def is_rebased(self) -> bool:
        """Whether the baseline has moved since the first release."""
        return self.first is not None and self.first != self.latest

    @property
    def days(self) -> int | None:
        """Against the first baseline, or the latest where no other is known."""
        return self.against_latest if self.against_first is None else self.against_first


def slip_of(milestone: MilestoneRecord, first: date | None) -> Slip:
    """The slip of a milestone whose first baseline is known.

    Measured to the actual date, else to the forecast, else to the latest baseline: without a forecast that is the
    day which is now expected.
    """
    end = milestone.actual_on or milestone.due_on
    latest = milestone.baseline_on
    return Slip(first, latest, _days(first, end), _days(latest, end))


def first_in(history: Iterable[HistoryEntry], released_at: datetime | None) -> date | None:
    """The baseline that a milestone's first release froze, from the whole history of it; None before the release."""
    if released_at is None:
        return None
    told = sorted(
        (one.effective_on, one.recorded_at, one.revision_id, change.new)
        for one in history
        for change in one.changes
        if change.field == "baseline_on" and one.recorded_at <= released_at
    )
    return told[-1][3] if told else None


def _days(start: date | None, end: date | None) -> int | None:
    return (end - start).days if start and end else None
