"""What the page of a cell shows of milestones and items, and of the block as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue.views import BlockView, DutyView, HoldsView, ItemView, Text
from app.files.queries import FileRecord
from app.plans.queries.records import (
    EvidenceRecord,
    ItemRecord,
    MilestoneRecord,
    PredecessorName,
)
from app.plans.slips import Slip
from app.plans.states import Measure
from app.readiness import display
from app.readiness.cases import ItemReading
from app.readiness.cells import Reading
from app.readiness.gaps.rule import Gap
from app.readiness.states import OPEN_STATES, Counting, State
from app.readiness.words import Sentence
from app.web.countries.parts import reported
from app.web.tongue import language

_SENTENCE_ENDS = re.compile(r"(?<=\.)\s+(?=[A-Z])")


@dataclass(frozen=True)
class MilestoneCard:
    """A milestone as a row shows it."""

    record: MilestoneRecord
    authority: str
    step: Text | None
    slip: Slip
    is_passed: bool
    predecessors: tuple[PredecessorName, ...]
    may_update: bool

    @property
    def progress(self) -> int:
        """Whole per cent as shown."""
        return display.plain(self.record.progress) or 0

    @property
    def reported(self) -> tuple[int, int] | None:
        """How many of how many authorities have reported their part of the target; None without parts."""
        return reported(self.record)

    @property
    def is_target(self) -> bool:
        return self.record.measured_by == Measure.TARGET.value


@dataclass(frozen=True)
class ItemCard:
    """An item with everything the plan says of it. `record` is empty while nothing was said.

    `laid`: by what was recorded since the release its condition holds, where it does so by that and the reader may
    know it.
    """

    item: ItemView
    reading: ItemReading
    reasons: tuple[Sentence, ...]
    record: ItemRecord | None
    lead: str
    contributing: tuple[str, ...]
    milestones: tuple[MilestoneCard, ...]
    closing: MilestoneCard | None
    evidence: tuple[EvidenceRecord, ...]
    files: Mapping[int, FileRecord]
    gaps: tuple[Gap, ...]
    waiting: int
    duty: DutyView | None
    laid: HoldsView | None
    may_update: bool
    may_add: bool
    may_note: bool

    @property
    def progress(self) -> int | None:
        """Whole per cent as shown; None without information or where it does not apply."""
        reading = self.reading
        return display.percent(
            reading.progress,
            has_begun=bool(reading.progress),
            is_complete=reading.state is State.IN_PLACE,
        )

    @property
    def basis(self) -> str:
        """On what it rests that the item does not count: the first sentence of the law, or the plan's statement."""
        if self.reading.counting is Counting.STATED:
            return self.record.applicability_reason if self.record else ""
        if self.reading.counting not in (Counting.NOT_BOUND, Counting.TO_BE_CONFIRMED):
            return ""
        said = self.duty.basis.in_(language()) if self.duty and self.duty.basis else ""
        return _SENTENCE_ENDS.split(said)[0].rstrip(".")

    @property
    def has_open_milestones(self) -> bool:
        """Whether some milestone, the closing one apart, still has to be done."""
        return any(not (row.record.is_complete or row.record.is_cancelled) for row in self.milestones)

    @property
    def may_order(self) -> bool:
        """Whether there are milestones that the person may put in order."""
        return len(self.milestones) > 1 and any(row.may_update for row in self.milestones)

    @property
    def is_open(self) -> bool:
        return self.reading.is_counted and self.reading.state in OPEN_STATES


@dataclass(frozen=True)
class CellPage:
    """A cell. `counts` are of all items, whatever the filter."""

    block: BlockView
    reading: Reading
    cards: tuple[ItemCard, ...]
    others: tuple[ItemCard, ...]
    counts: Mapping[State, int]
    day: date

    @property
    def out(self) -> tuple[tuple[Counting, int], ...]:
        """Why items do not count here, and how many each."""
        numbers = self.reading.by_counting
        return tuple((why, numbers[why]) for why in Counting if why is not Counting.COUNTED and numbers.get(why))

    @property
    def bases(self) -> tuple[str, ...]:
        """On what that rests, each once."""
        return tuple(dict.fromkeys(card.basis for card in self.others if card.basis))

    def in_states(self, wanted: Sequence[State]) -> tuple[ItemCard, ...]:
        """The items that `counts` counts under these states: also those not applicable, which count in no sum."""
        apart = (card for card in self.others if card.reading.state is State.NOT_APPLICABLE)
        return tuple(card for card in (*self.cards, *apart) if card.reading.state in wanted)
