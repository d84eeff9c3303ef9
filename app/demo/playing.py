"""The deeds played on a book: what each does, step by step as its service does it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any

from app.audit.canonical import plain
from app.demo import deeds
from app.demo.book import Book, Moment, Row, Subject
from app.plans.funding import instruments_of
from app.plans.history import FIELDS, State, correction
from app.plans.parts import TargetPart, change_of
from app.plans.progress import COMPLETE
from app.plans.rules import milestones as rules
from app.plans.rules.funding import taken_in
from app.plans.states import CLOSING_TITLE, Measure, Scope, SubjectKind

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, ItemView

_MILESTONE, _ITEM = SubjectKind.MILESTONE, SubjectKind.PLAN_ITEM
_NOTHING: frozenset[str] = frozenset()


class Player:
    """Plays the deeds in one plan. `others`: the players of all plans by owner, for links to the EU level."""

    def __init__(self, view: CatalogueView, book: Book, others: Mapping[str, Player]) -> None:
        self.view = view
        self.book = book
        self.authorities: dict[str, int] = {}
        self.items: dict[str, Subject] = {}
        self.milestones: dict[tuple[str, int], Subject] = {}
        self._others, self._instruments = others, instruments_of(view)
        self._evidence: dict[tuple[str, int], Subject] = {}
        self._prose: dict[tuple[str, str], Subject] = {}

    # --- the plan as a whole -------------------------------------------------------------------------------------

    @singledispatchmethod
    def play(self, deed: deeds.Deed) -> None:
        """Do what the deed says. Raises NotImplementedError for a kind of deed that is not known."""
        raise NotImplementedError(type(deed).__name__)

    @play.register
    def _(self, deed: deeds.NameAuthority) -> None:
        book = self.book
        key = book.keys.take("authority")
        self.authorities[deed.code] = key
        names = {"name": deed.name, "short_name": deed.short_name}
        book.rows["authority"].append(
            {
                "id": key,
                "plan_id": book.plan_id,
                "actor_code": deed.code,
                "is_active": True,
                "position": len(self.authorities),
                "version": 1,
                **names,
            }
        )
        book.touch(deed.at.date())
        changes = {name: [None, value] for name, value in names.items()}
        book.record(deed.at, "plans:authority:added", "authority", key, changes)

    @play.register
    def _(self, deed: deeds.ShareRow) -> None:
        book = self.book
        book.shares_row = True
        book.version += 1
        book.record(deed.at, "plans:plan:sharing-set", "plan", book.plan_id, {"shares_row": [False, True]})
        book.touch(deed.at.date(), Scope.SHARED)

    @play.register
    def _(self, deed: deeds.Share) -> None:
        book = self.book
        blocks = [block for block in book.blocks.values() if not deed.blocks or block.key in deed.blocks]
        fresh = [saying for block in blocks for saying in block.unshared]
        if not fresh:
            return
        instant = max(deed.at, max(saying.recorded_at for saying in fresh))
        before = {block.key: plain([block.shared_at, instant]) for block in blocks}
        key = book.release(blocks, fresh, instant, deed.note, is_whole_plan=not deed.blocks)
        book.record(deed.at, "plans:plan:shared", "plan_release", key, before, deed.note)

    @play.register
    def _(self, deed: deeds.WriteProse) -> None:
        book, moment = self.book, Moment(deed.at, deed.day)
        block = book.blocks[deed.block]
        values = {"text": deed.text, "language": "en"}
        prose = self._prose.get((deed.block, deed.section))
        if prose is not None:
            book.change(prose, values, moment, deed="plans:prose:updated")
            return
        identity: Row = {"plan_block_id": block.id, "section_key": deed.section}
        self._prose[deed.block, deed.section] = book.create(
            SubjectKind.PROSE, block, identity, values, moment, deed="plans:prose:updated"
        )

    # --- items ---------------------------------------------------------------------------------------------------

    def _touched(self, key: str, moment: Moment) -> Subject:
        """The item's row, known from the day on at the latest; made with its closing milestone when there is none."""
        held = self.items.get(key)
        if held is not None:
            self.book.extend_back(held, moment)
            return held
        item = self.view.items[key]
        block = self.book.blocks[item.block_key]
        identity: Row = {"plan_block_id": block.id, "item_id": item.item_id, "created_at": moment.at}
        made = self.book.create(_ITEM, block, identity, {}, moment, deed="plans:item:opened", is_automatic=True)
        self.items[key] = made
        values = {
            "title": CLOSING_TITLE,
            "measured_by": Measure.STEPS.value,
            "workstream_key": item.workstream,
        }
        self._add(item, made, deeds.CLOSING, values, moment)
        return made

    def _add(self, item: ItemView, plan_item: Subject, number: int, values: State, moment: Moment) -> None:
        is_closing = number == deeds.CLOSING
        identity: Row = {
            "plan_item_id": plan_item.id,
            "item_id": item.item_id,
            "reference": self.book.next_reference(),
            "is_closing": is_closing,
            "is_offered": False,
            "created_at": moment.at,
            "first_shared_at": None,
        }
        deed = "plans:milestone:added"
        self.milestones[item.key, number] = self.book.create(
            _MILESTONE, plan_item.block, identity, values, moment, deed=deed, is_automatic=is_closing
        )

    @play.register
    def _(self, deed: deeds.DescribeItem) -> None:
        book, moment = self.book, Moment(deed.at, deed.day)
        values = self._resolved(deed.values, "lead_authority_id")
        contributing = values.pop("contributing", None)
        held = self.items.get(deed.item)
        current = held.ledger.latest if held else dict(FIELDS[_ITEM].blank)
        meant = correction(values, current, current, _NOTHING)
        plan_item = self._touched(deed.item, moment)
        if meant:
            book.change(plan_item, meant, moment, deed="plans:item:updated")
        if contributing:
            self._contribute(plan_item, sorted(self.authorities[code] for code in contributing), moment)

    def _contribute(self, plan_item: Subject, wanted: list[int], moment: Moment) -> None:
        book, changes = self.book, {"contributing": [[], wanted]}
        instant = book.note_row_change(plan_item, changes, moment.at, "plans:item:contributing-set")
        for authority_id in wanted:
            book.rows["plan_item_authority"].append(
                {
                    "id": book.keys.take("plan_item_authority"),
                    "plan_item_id": plan_item.id,
                    "authority_id": authority_id,
                    "created_at": instant,
                    "removed_at": None,
                }
            )

    def _resolved(self, values: Mapping[str, Any], name: str) -> State:
        """The values with the key of the authority in the place of its code."""
        found = {key: value for key, value in values.items() if key != "authority"}
        return {**found, name: self.authorities[values["authority"]]} if "authority" in values else found

    @play.register
    def _(self, deed: deeds.StateApplicability) -> None:
        moment = Moment(deed.at, deed.day)
        values = {"applicability": deed.applicability.value, "applicability_reason": deed.reason}
        self.book.change(
            self._touched(deed.item, moment), values, moment, deed="plans:item:applicability-set", reason=deed.reason
        )

    # --- milestones ----------------------------------------------------------------------------------------------

    @play.register
    def _(self, deed: deeds.AddMilestone) -> None:
        moment = Moment(deed.at, deed.day)
        values = taken_in(self._resolved(deed.values, "authority_id"), None, self._instruments)
        given = rules.with_progress(values, dict(FIELDS[_MILESTONE].blank), self.view.workstreams)
        plan_item = self._touched(deed.item, moment)
        self._add(self.view.items[deed.item], plan_item, deed.number, {**given, "confirmed_on": deed.day}, moment)

    @play.register
    def _(self, deed: deeds.UpdateMilestone) -> None:
        book, moment = self.book, Moment(deed.at, deed.day)
        milestone = self.milestones[deed.item, deed.number]
        if deed.number == deeds.CLOSING and "actual_on" in deed.values:
            self._report(deed, milestone, moment)
            return
        ledger = milestone.ledger
        then = ledger.state_on(deed.day)
        values = taken_in(deed.values, ledger.latest["funding"], self._instruments)
        meant = correction(values, ledger.latest, then, rules.MEASURED)
        if not meant:
            return
        meant = rules.with_progress(meant, then, self.view.workstreams)
        self._touched(deed.item, moment)
        book.change(
            milestone,
            {**meant, "confirmed_on": deed.day},
            moment,
            deed="plans:milestone:updated",
            reason=deed.reason,
            cause=deed.cause,
        )

    def _report(self, deed: deeds.UpdateMilestone, closing: Subject, moment: Moment) -> None:
        done_on = deed.values["actual_on"]
        from_day = max(done_on, self.view.starts_on)
        self._touched(deed.item, Moment(deed.at, from_day))
        for day in sorted({from_day, deed.at.date()}):
            latest = closing.ledger.latest
            if latest["progress"] < COMPLETE or latest["actual_on"] != done_on:
                self.book.change(
                    closing,
                    {"progress": COMPLETE, "actual_on": done_on, "confirmed_on": day},
                    Moment(moment.at, day),
                    deed="plans:item:reported-in-place",
                    is_automatic=day != from_day,
                )

    @play.register
    def _(self, deed: deeds.ReportParts) -> None:
        keyed = ((self.authorities[code], part) for code, part in deed.parts.items())
        said = [TargetPart(key, part.target, part.value, part.value_on) for key, part in keyed]
        self.book.change(
            self.milestones[deed.item, deed.number],
            {"parts": ";".join(change_of(part.authority_id, part) for part in said), "confirmed_on": deed.day},
            Moment(deed.at, deed.day),
            deed="plans:part:reported",
        )

    @play.register
    def _(self, deed: deeds.ConfirmMilestone) -> None:
        self.book.change(
            self.milestones[deed.item, deed.number],
            {"confirmed_on": deed.day},
            Moment(deed.at, deed.day),
            deed="plans:milestone:confirmed",
        )

    @play.register
    def _(self, deed: deeds.CancelMilestone) -> None:
        values = {"is_cancelled": True, "cancel_reason": deed.reason, "confirmed_on": deed.day}
        self.book.change(
            self.milestones[deed.item, deed.number],
            values,
            Moment(deed.at, deed.day),
            deed="plans:milestone:cancelled",
            reason=deed.reason,
        )

    @play.register
    def _(self, deed: deeds.Link) -> None:
        book = self.book
        milestone = self.milestones.get((deed.item, deed.number))
        before = self._others[deed.before_owner].milestones.get((deed.before_item, deed.before_number))
        if milestone is None or before is None:
            return
        changes = {"predecessor": [None, before.id]}
        instant = book.note_row_change(milestone, changes, deed.at, "plans:predecessor:added")
        book.rows["predecessor"].append(
            {
                "id": book.keys.take("predecessor"),
                "milestone_id": milestone.id,
                "predecessor_id": before.id,
                "created_at": instant,
                "removed_at": None,
            }
        )

    # --- evidence ------------------------------------------------------------------------------------------------

    @play.register
    def _(self, deed: deeds.AttachEvidence) -> None:
        moment = Moment(deed.at, deed.day)
        plan_item = self._touched(deed.item, moment)
        item = self.view.items[deed.item]
        identity: Row = {"plan_item_id": plan_item.id, "item_id": item.item_id, "created_at": deed.at}
        self._evidence[deed.item, deed.number] = self.book.create(
            SubjectKind.EVIDENCE, plan_item.block, identity, deed.values, moment, deed="plans:evidence:attached"
        )

    @play.register
    def _(self, deed: deeds.WithdrawEvidence) -> None:
        self.book.change(
            self._evidence[deed.item, deed.number],
            {"is_withdrawn": True},
            Moment(deed.at, deed.day),
            deed="plans:evidence:withdrawn",
            reason=deed.reason,
        )
