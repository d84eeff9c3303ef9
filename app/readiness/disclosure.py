"""Counts of Member States for readers outside: none below three, and none that can be worked out. Pure.

Categories that stand beside each other are put together until each group holds at least three (docs/method.md,
"Counts that name nobody"). Only groups are published, so that there is nothing to subtract.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.core.labels import LabelledEnum, message
from app.readiness.cells import Reading
from app.readiness.states import State

FEWEST = 3
"""No published count is smaller."""


class Stage(LabelledEnum):
    """How far a Member State is with a block, in order; neighbours may be put together."""

    IN_PLACE = "in_place", message("in place")
    UNDER_WAY = "under_way", message("under way")
    OPEN = "open", message("open")
    NOTHING_SHARED = "nothing_shared", message("nothing shared or not applicable")


class Group(NamedTuple):
    """Stages that are counted together, and in how many Member States."""

    stages: tuple[Stage, ...]
    number: int


def stage_of(reading: Reading | None) -> Stage:
    """The stage of a block, or of a plan: in place where the cell is, under way where something has begun."""
    if reading is None or not reading.informed or reading.state is State.NOT_APPLICABLE:
        return Stage.NOTHING_SHARED
    if reading.state is State.IN_PLACE:
        return Stage.IN_PLACE
    return Stage.UNDER_WAY if reading.has_begun else Stage.OPEN


def grouped(counts: Mapping[Stage, int]) -> tuple[Group, ...]:
    """As many groups as can be told, each of at least three; none where there are fewer than three in all.

    Of several ways to tell as many, the one that keeps the stages first in order apart.
    """
    sums = [
        [Group(stages, sum(counts.get(stage, 0) for stage in stages)) for stages in parts]
        for parts in _partitions(tuple(Stage))
    ]
    told = [tuple(groups) for groups in sums if all(group.number >= FEWEST for group in groups)]
    return max(told, key=len, default=())


def _partitions(stages: Sequence[Stage]) -> Iterator[list[tuple[Stage, ...]]]:
    """All ways to cut the stages into neighbours; short first groups come first."""
    if not stages:
        yield []
    for end in range(1, len(stages) + 1):
        for rest in _partitions(stages[end:]):
            yield [tuple(stages[:end]), *rest]


def counts_of(readings: Iterable[Reading | None]) -> dict[Stage, int]:
    """In how many Member States each stage is."""
    counts = dict.fromkeys(Stage, 0)
    for reading in readings:
        counts[stage_of(reading)] += 1
    return counts
