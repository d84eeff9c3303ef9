"""How far a milestone has moved against what was promised: the baseline first released, and the latest one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.plans.queries.records import MilestoneRecord


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


def _days(start: date | None, end: date | None) -> int | None:
    return (end - start).days if start and end else None
