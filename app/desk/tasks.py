"""What the desk hands out: tasks with their lines, by kind. Plain frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.desk.facts import DeskMilestone
from app.desk.states import Deed, Kind
from app.readiness.words import Sentence


class Line(NamedTuple):
    """One thing to do. `said`: since or until when, in words; `on`: that day, by which lines are put in order.

    `milestone`: which one it is about; for an item as a whole its closing one, None while nothing was said of it.
    `authorities`: whose hand it needs.
    """

    milestone: DeskMilestone | None
    said: Sentence
    on: date
    deed: Deed
    authorities: frozenset[int]


class Task(NamedTuple):
    """What one kind asks about one item: one line, or one a milestone. `item_id` 0: the plan as a whole."""

    kind: Kind
    item_id: int
    block_key: str
    is_key: bool
    lines: tuple[Line, ...]

    @property
    def on(self) -> date:
        """The first day among its lines."""
        return min(line.on for line in self.lines)


class Coming(NamedTuple):
    """The open milestone that falls due next, after those that are due now."""

    milestone: DeskMilestone
    item_id: int
    on: date


@dataclass(frozen=True)
class Needs:
    """What needs somebody's hand. `found`: of how many items each kind holds, also where a more urgent kind has taken
    all of their lines; so many are said elsewhere in the tracker."""

    tasks: Mapping[Kind, tuple[Task, ...]]
    found: Mapping[Kind, int] = field(default_factory=dict)
    coming: Coming | None = None

    @property
    def total(self) -> int:
        """How many tasks there are."""
        return sum(len(tasks) for tasks in self.tasks.values())

    def above(self, kind: Kind) -> int:
        """Items of a kind that stand under a more urgent one."""
        return self.found.get(kind, 0) - len(self.tasks.get(kind, ()))

    @property
    def lines(self) -> tuple[tuple[Task, Line], ...]:
        """Every line with its task, the most urgent first."""
        return tuple((task, line) for tasks in self.tasks.values() for task in tasks for line in task.lines)
