"""Milestones that an item's own data suggest: the steps of its workstream's ladder, spread back from needed-by.

Nothing here is said of a single item: whatever the catalogue holds, its ladders say what leads to its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.catalogue.views import ItemView, LadderStepView, WorkstreamView

APART = 20
"""Steps that lie so many per cent of the way apart are worth a milestone each: two to four of a ladder."""


REACHED = 1
"""The target of a milestone that is reached or not. The ladder measures the whole way, and not one step of it."""


@dataclass(frozen=True)
class ReadyMilestone:
    """A milestone that could be added. `is_usual`: ticked to begin with."""

    step: LadderStepView
    baseline_on: date | None
    is_usual: bool


def ready_milestones(item: ItemView, workstream: WorkstreamView, today: date) -> list[ReadyMilestone]:
    """One for each step of the ladder, in its order.

    Its baseline lies as far between today and the item's needed-by as the step lies up the ladder, the last on
    needed-by itself; none where that has passed.
    """
    ready = []
    last = 0
    for step in workstream.ladder:
        is_usual = step.value - last >= APART
        last = step.value if is_usual else last
        day = _day(today, item.needed_by, step.value)
        ready.append(ReadyMilestone(step, day, is_usual))
    return ready


def _day(today: date, needed_by: date, per_cent: int) -> date | None:
    if needed_by <= today:
        return None
    return today + timedelta(days=(needed_by - today).days * per_cent // 100)
