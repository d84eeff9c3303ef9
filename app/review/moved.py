"""What became of milestones between two days. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.core.labels import LabelledEnum, message
from app.plans.queries.causes import WhyMoved
from app.plans.queries.records import MilestoneRecord


class Became(LabelledEnum):
    """What became of a milestone, in the order in which it is told."""

    DONE = "done", message("done")
    LATER = "later", message("moved later")
    EARLIER = "earlier", message("moved earlier")
    CANCELLED = "cancelled", message("cancelled")
    OPENED = "opened", message("open again")
    ADDED = "added", message("new")


@dataclass(frozen=True)
class MilestoneMove:
    """A milestone and what became of it; of one that moved both days, and why where a cause was given."""

    became: Became
    milestone: MilestoneRecord
    old_on: date | None = None
    new_on: date | None = None
    why: WhyMoved | None = None

    @property
    def days(self) -> int | None:
        """By how many days its date moved; later is positive."""
        return (self.new_on - self.old_on).days if self.old_on and self.new_on else None


def moves_of(old: Iterable[MilestoneRecord], new: Iterable[MilestoneRecord]) -> tuple[MilestoneMove, ...]:
    """What became of the milestones of a plan, in the order of the second list; causes are added by `with_causes`.

    The closing milestone of an item is done with the item, which is told of the item itself. What goes on as
    another milestone is told of that one.
    """
    before = {one.milestone_id: one for one in old}
    return tuple(move for one in new for move in _became(before.get(one.milestone_id), one))


def _became(old: MilestoneRecord | None, new: MilestoneRecord) -> Iterator[MilestoneMove]:
    if old is None:
        if not new.is_closing and not new.is_cancelled:
            yield MilestoneMove(Became.ADDED, new, None, new.due_on)
            if new.is_complete:
                yield MilestoneMove(Became.DONE, new, new.due_on, new.actual_on)
        return
    if new.is_cancelled:
        if not old.is_cancelled and new.continued_as is None:
            yield MilestoneMove(Became.CANCELLED, new, old.due_on, None)
        return
    if old.is_cancelled or (old.is_complete and not new.is_complete and not new.is_closing):
        yield MilestoneMove(Became.OPENED, new, None, new.due_on)
    if new.is_complete and not old.is_complete:
        if not new.is_closing:
            yield MilestoneMove(Became.DONE, new, old.due_on, new.actual_on)
    elif not new.is_complete and old.due_on and new.due_on and old.due_on != new.due_on:
        became = Became.LATER if new.due_on > old.due_on else Became.EARLIER
        yield MilestoneMove(became, new, old.due_on, new.due_on)


def with_causes(moves: Iterable[MilestoneMove], causes: Mapping[int, WhyMoved]) -> tuple[MilestoneMove, ...]:
    """The same, with why dates moved."""
    return tuple(
        MilestoneMove(one.became, one.milestone, one.old_on, one.new_on, causes.get(one.milestone.milestone_id))
        if one.became in DATED
        else one
        for one in moves
    )


DATED = frozenset({Became.LATER, Became.EARLIER})
"""What has a cause."""
