"""One block of one plan, put together for its page: items, milestones, evidence, gaps, prose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from app.accounts.actor import Actor
from app.catalogue.views import BlockView, CatalogueView, DutyView, HoldsView, ItemView, Text
from app.core.policy import allows
from app.desk.policy import NOTE_GAP
from app.files.queries import FileRecord
from app.governance.solidarity.policy import READ_FINDINGS
from app.plans import policy
from app.plans.policy import WorkSubject, one_authority
from app.plans.queries.records import (
    AuthorityRecord,
    EvidenceRecord,
    ItemRecord,
    MilestoneRecord,
    PlanState,
    PredecessorName,
)
from app.plans.slips import Slip, slip_of
from app.plans.states import Measure
from app.readiness import display
from app.readiness.cases import ItemReading
from app.readiness.cells import Reading
from app.readiness.gaps.rule import Gap
from app.readiness.items import Circumstances, case_again
from app.readiness.plan import PlanReading
from app.readiness.state import why
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


FILTERS: Mapping[str, Sequence[State]] = {
    "open": (State.PAST_LEGAL_DATE, State.BEHIND_PLAN, State.WAITS_FOR_EU, State.ON_PLAN),
    **{state.value: (state,) for state in State},
}
"""What the address may ask for with `?show=`."""


def put_together(
    view: CatalogueView,
    block: BlockView,
    reading: PlanReading,
    circumstances: Circumstances,
    state: PlanState,
    authorities: Sequence[AuthorityRecord],
    predecessors: Sequence[PredecessorName],
    firsts: Mapping[int, date],
    gaps: Sequence[Gap],
    actor: Actor,
    *,
    is_past: bool,
    files: Mapping[int, FileRecord] = MappingProxyType({}),
) -> CellPage:
    """The page's data; pure, for what was read."""
    desk = _Desk(view, reading, circumstances, state, authorities, predecessors, firsts, gaps, actor, is_past, files)
    cards = [desk.card(item) for item in block.items if item.item_id in reading.items]
    counted = [card for card in cards if card.reading.counting is Counting.COUNTED]
    others = [card for card in cards if card.reading.counting is not Counting.COUNTED]
    return CellPage(
        block=block,
        reading=reading.blocks[block.key],
        cards=tuple(counted),
        others=tuple(others),
        counts=reading.blocks[block.key].by_state,
        day=circumstances.day,
    )


class _Desk:
    """What all cards of a page share, sorted by item."""

    def __init__(
        self,
        view: CatalogueView,
        reading: PlanReading,
        circumstances: Circumstances,
        state: PlanState,
        authorities: Sequence[AuthorityRecord],
        predecessors: Sequence[PredecessorName],
        firsts: Mapping[int, date],
        gaps: Sequence[Gap],
        actor: Actor,
        is_past: bool,
        files: Mapping[int, FileRecord],
    ) -> None:
        self.view, self.reading, self.circumstances, self.actor = view, reading, circumstances, actor
        self.may_write, self.files, self.firsts = not is_past, files, firsts
        self.names = {a.authority_id: a.short_name or a.name for a in authorities}
        self.items = {record.item_id: record for record in state.items}
        self.milestones: dict[int, list[MilestoneRecord]] = defaultdict(list)
        for record in state.milestones:
            self.milestones[record.item_id].append(record)
        self.evidence: dict[int, list[EvidenceRecord]] = defaultdict(list)
        for piece in state.evidence:
            self.evidence[piece.item_id].append(piece)
        self.before: dict[int, list[PredecessorName]] = defaultdict(list)
        for name in predecessors:
            self.before[name.milestone_id].append(name)
        self.gaps: dict[int, list[Gap]] = defaultdict(list)
        for gap in gaps:
            self.gaps[gap.item_id].append(gap)
        self.waiting = {root.item_id: root.waiting for root in reading.roots}
        self.reads_findings = allows(actor, READ_FINDINGS)

    def card(self, item: ItemView) -> ItemCard:
        """One item."""
        reading = self.reading.items[item.item_id]
        record = self.items.get(item.item_id)
        rows = [self.milestone(item, row) for row in self.milestones[item.item_id]]
        subject = WorkSubject(self.reading.owner, item.block_key, self._authorities(record))
        case = case_again(self.circumstances, self.reading.owner, reading)
        return ItemCard(
            item=item,
            reading=reading,
            reasons=why(case, reading.state),
            record=record,
            lead=self.names.get(record.lead_authority_id or 0, "") if record else "",
            contributing=tuple(self.names.get(key, "") for key in record.contributing) if record else (),
            milestones=tuple(row for row in rows if not row.record.is_closing),
            closing=next((row for row in rows if row.record.is_closing), None),
            evidence=tuple(self.evidence[item.item_id]),
            files=self.files,
            gaps=tuple(self.gaps[item.item_id]),
            waiting=self.waiting.get(item.item_id, 0),
            duty=self.view.duties.get((self.reading.owner, item.item_id)),
            laid=self.view.laid_on(item, self.reading.owner, self.circumstances.day) if self.reads_findings else None,
            may_update=self.may_write and allows(self.actor, policy.UPDATE_ITEM, subject),
            may_add=self.may_write and self._may_add(item),
            may_note=self.may_write and allows(self.actor, NOTE_GAP, subject),
        )

    def milestone(self, item: ItemView, record: MilestoneRecord) -> MilestoneCard:
        """One milestone."""
        subject = WorkSubject(self.reading.owner, item.block_key, one_authority(record.authority_id))
        return milestone_card(
            self.view,
            record,
            authority=self.names.get(record.authority_id or 0, ""),
            predecessors=self.before[record.milestone_id],
            first=self.firsts.get(record.milestone_id),
            day=self.circumstances.day,
            may_update=self.may_write and allows(self.actor, policy.UPDATE_MILESTONE, subject),
        )

    def _authorities(self, record: ItemRecord | None) -> frozenset[int]:
        if record is None:
            return frozenset()
        lead = {record.lead_authority_id} if record.lead_authority_id else set()
        return frozenset(lead | set(record.contributing))

    def _may_add(self, item: ItemView) -> bool:
        own = frozenset(key for held in self.actor.held for key in held.authorities)
        return allows(self.actor, policy.ADD_MILESTONE, WorkSubject(self.reading.owner, item.block_key, own))


def milestone_card(
    view: CatalogueView,
    record: MilestoneRecord,
    *,
    authority: str,
    predecessors: Sequence[PredecessorName],
    first: date | None,
    day: date,
    may_update: bool,
) -> MilestoneCard:
    """A milestone as a row shows it on a day; `first` is its first baseline, where there is one."""
    ladder = view.workstreams[record.workstream_key].ladder
    is_open = not record.is_complete and not record.is_cancelled and record.actual_on is None
    return MilestoneCard(
        record=record,
        authority=authority,
        step=next((step.title for step in ladder if step.key == record.step_key), None),
        slip=slip_of(record, first),
        is_passed=is_open and record.due_on is not None and record.due_on < day,
        predecessors=tuple(predecessors),
        may_update=may_update,
    )
