"""What a Gantt tells, line by line: milestones by item, or items with their milestones folded together. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue.views import BlockView, ItemView
from app.plans.queries.records import MilestoneRecord, PredecessorName
from app.plans.slips import Slip, slip_of
from app.readiness.cases import ItemReading
from app.readiness.plan import PlanReading
from app.readiness.states import State


@dataclass(frozen=True)
class Days:
    """The days of a line; `first` is the first baseline where it is another than the latest."""

    start: date | None
    first: date | None
    baseline: date | None
    forecast: date | None
    actual: date | None

    @property
    def told(self) -> tuple[date, ...]:
        """Those that are known, in order."""
        all_days = (self.start, self.first, self.baseline, self.forecast, self.actual)
        return tuple(sorted(day for day in all_days if day))

    @property
    def end(self) -> date | None:
        """When it was done, or is expected to be."""
        return self.actual or self.forecast or self.baseline


@dataclass(frozen=True)
class Line:
    """A milestone. `state` lends the bar its colour: in place once done, not applicable when cancelled."""

    record: MilestoneRecord
    days: Days
    slip: Slip
    state: State
    authority: str
    before: tuple[PredecessorName, ...]

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return not (self.record.is_cancelled or self.record.is_complete or self.record.actual_on)


@dataclass(frozen=True)
class ItemLines:
    """An item with its milestones, in their order; `days` and `slip` are of all of them together."""

    item: ItemView
    reading: ItemReading
    lines: tuple[Line, ...]

    @property
    def days(self) -> Days:
        """From the first start to the last baseline and forecast of what is not cancelled; in place since when."""
        told = [line for line in self.lines if not line.record.is_cancelled]
        done = [line.record.actual_on for line in told if line.record.is_closing]
        baseline = max((line.slip.latest for line in told if line.slip.latest), default=None)
        first = max((day for line in told if (day := line.slip.first or line.slip.latest)), default=None)
        return Days(
            start=min((line.days.start for line in told if line.days.start), default=None),
            first=first if first != baseline else None,
            baseline=baseline,
            forecast=max((line.days.forecast for line in told if line.days.forecast and line.is_open), default=None),
            actual=next((day for day in done if day), None),
        )

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """Its milestones that still have to be done."""
        return tuple(line for line in self.lines if line.is_open)

    @property
    def furthest(self) -> Line | None:
        """Of what still has to be done, the milestone that has slipped most; None where none has."""
        slipped = [line for line in self.open_lines if (line.slip.days or 0) > 0]
        return max(slipped, key=lambda line: line.slip.days or 0, default=None)

    @property
    def before(self) -> tuple[PredecessorName, ...]:
        """What its milestones wait for, each once, without what stands in the item itself."""
        own = {line.record.milestone_id for line in self.lines}
        named = {one.predecessor_id: one for line in self.lines for one in line.before}
        return tuple(one for key, one in named.items() if key not in own)


@dataclass(frozen=True)
class BlockLines:
    """A block with the items that are shown of it."""

    block: BlockView
    items: tuple[ItemLines, ...]

    @property
    def left(self) -> int:
        """How many of its items are not in place."""
        return sum(1 for item in self.items if item.reading.state not in (State.IN_PLACE, State.NOT_APPLICABLE))

    @property
    def furthest(self) -> Line | None:
        """Of what still has to be done in it, the milestone that has slipped most; None where none has."""
        slipped = [line for item in self.items if (line := item.furthest)]
        return max(slipped, key=lambda line: line.slip.days or 0, default=None)


@dataclass(frozen=True)
class Movement:
    """How many of the open milestones have moved, and the one that slipped most, with its days."""

    open: int
    moved: int
    furthest: Line | None


def lines_of(
    blocks: Iterable[BlockView],
    reading: PlanReading,
    milestones: Iterable[MilestoneRecord],
    firsts: Mapping[int, date],
    before: Iterable[PredecessorName],
    names: Mapping[int, str],
) -> tuple[BlockLines, ...]:
    """The lines of some blocks: of items that count or have milestones. `firsts`: first baselines by milestone."""
    waits: dict[int, list[PredecessorName]] = defaultdict(list)
    for one in before:
        waits[one.milestone_id].append(one)
    by_item: dict[int, list[Line]] = defaultdict(list)
    for record in milestones:
        if record.item_id in reading.items and not _says_nothing(record):
            by_item[record.item_id].append(
                _line(
                    record,
                    reading.items[record.item_id],
                    firsts.get(record.milestone_id),
                    names.get(record.authority_id or 0, ""),
                    waits[record.milestone_id],
                )
            )
    made = (BlockLines(block, tuple(_items(block, reading, by_item))) for block in blocks)
    return tuple(block for block in made if block.items)


def movement_of(blocks: Iterable[BlockLines]) -> Movement:
    """What the sentence before the chart says."""
    lines = [line for block in blocks for item in block.items for line in item.open_lines]
    slipped = [line for line in lines if (line.slip.days or 0) > 0]
    return Movement(
        open=len(lines),
        moved=sum(1 for line in lines if line.slip.days),
        furthest=max(slipped, key=lambda line: line.slip.days or 0, default=None),
    )


def _items(block: BlockView, reading: PlanReading, by_item: Mapping[int, Sequence[Line]]) -> Iterator[ItemLines]:
    for item in block.items:
        read = reading.items.get(item.item_id)
        if read and (read.is_counted or by_item.get(item.item_id)):
            yield ItemLines(item, read, tuple(by_item.get(item.item_id, ())))


def _says_nothing(record: MilestoneRecord) -> bool:
    """The closing milestone is made by the system: without a day nobody has said anything of it."""
    return record.is_closing and not (record.baseline_on or record.forecast_on or record.actual_on)


def _line(
    record: MilestoneRecord,
    reading: ItemReading,
    first: date | None,
    authority: str,
    before: Sequence[PredecessorName],
) -> Line:
    slip = slip_of(record, first)
    state = reading.state
    if record.is_cancelled:
        state = State.NOT_APPLICABLE
    elif record.is_complete or record.actual_on:
        state = State.IN_PLACE
    days = Days(
        start=record.start_on,
        first=slip.first if slip.is_rebased else None,
        baseline=record.baseline_on,
        forecast=record.forecast_on,
        actual=record.actual_on,
    )
    return Line(record, days, slip, state, authority, tuple(before))
