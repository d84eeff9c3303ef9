"""One block of one plan, put together for its page: items, milestones, evidence, gaps, prose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from app.accounts.actor import Actor
from app.catalogue.views import BlockView, CatalogueView, ItemView
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
from app.plans.slips import slip_of
from app.readiness.gaps.rule import Gap
from app.readiness.items import Circumstances, case_again
from app.readiness.plan import PlanReading
from app.readiness.state import why
from app.readiness.states import Counting, State
from app.web.countries.cell_cards import CellPage, ItemCard, MilestoneCard

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
