"""Take a plan, or a selection of it, away: which rows, and what stands in their cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Invalid
from app.core.labels import message
from app.core.policy import require
from app.exchange import policy
from app.exchange.book.columns import (
    COLUMNS,
    FIELD_KEYS,
    FIELDS,
    OF_INSTRUMENTS,
    OF_PARTS,
    OF_ROWS,
    Kind,
    open_fields,
)
from app.exchange.book.content import NO, YES, Book, BookRow, BookSheet, Selection, Value, Vocabulary
from app.exchange.book.references import instrument_reference, part_reference
from app.exchange.services.funding import rows_offered, values_of_funding
from app.exchange.services.parts import values_of_part
from app.plans.funding import OtherInstrument, instruments_of
from app.plans.parts import parts_of
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan, get_plan_beside_eu, list_authorities
from app.plans.queries.records import AuthorityRecord, MilestoneRecord, PlanInScope
from app.plans.queries.state import list_items, list_milestones
from app.plans.states import CLOSING_TITLE, Cause
from app.readiness.cache import ReadingCache
from app.readiness.queries.reading import read_one

if TYPE_CHECKING:
    from app.catalogue.views import BlockView, CatalogueView, ItemView, Text

EMPTY_ROWS = 2
"""Rows under each item in which a new milestone can be written."""

SHEET_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Tongue:
    """The language of a workbook: how a message and a text of the catalogue are said in it."""

    language: str = "en"
    say: Callable[[str], str] = str

    def text(self, text: Text) -> str:
        """A text of the catalogue."""
        return text.in_(self.language)


def make_book(
    session: Session,
    view: CatalogueView,
    owner: str,
    selection: Selection,
    *,
    actor: Actor,
    tongue: Tongue,
    cache: ReadingCache,
) -> Book:
    """A plan's working state as a workbook; a contributor gets the rows of their authorities alone.

    Raises NotFound, NotAllowed, Invalid (for a selection that holds nothing).
    """
    plan = get_plan(session, owner, actor)
    require(actor, policy.EXPORT, PlanSubject(owner))
    authorities = list_authorities(session, plan.plan_id)
    chosen = _narrowed(selection, view, owner, actor, authorities)
    words = _vocabulary(view, authorities, chosen, tongue)
    maker = _Maker(session, view, plan, chosen, actor, tongue, cache, {a.authority_id: a.name for a in authorities})
    sheets = tuple(maker.sheets())
    if not sheets:
        raise Invalid(message("There is nothing in this selection."), field="blocks")
    return Book(
        owner=owner,
        at=clock.now(),
        by=actor.name,
        release_id=view.release_id,
        is_invented=plan.head.is_demonstration,
        selection=chosen,
        sheets=sheets,
        words=words,
        offered=tuple(one.name for one in authorities if one.is_active and one.name in words.authorities),
        heads={column.key: tongue.say(column.head) for column in COLUMNS},
    )


def _narrowed(
    selection: Selection, view: CatalogueView, owner: str, actor: Actor, authorities: list[AuthorityRecord]
) -> Selection:
    """The selection within what the actor may write: a contributor's is always one of authorities."""
    known = frozenset(one.authority_id for one in authorities)
    if selection.authorities is not None and not selection.authorities <= known:
        raise Invalid(message("Choose an authority of this plan."), field="authority")
    if any(policy.may_write_for(actor, owner, block, None) for block in view.blocks.values()):
        return selection
    own = frozenset(
        key for key in known if any(policy.may_write_for(actor, owner, block, key) for block in view.blocks.values())
    )
    wanted = own if selection.authorities is None else own & selection.authorities
    if not wanted:
        raise Invalid(message("Choose one of the authorities you act for."), field="authority")
    return replace(selection, authorities=wanted)


def _vocabulary(
    view: CatalogueView, authorities: list[AuthorityRecord], selection: Selection, tongue: Tongue
) -> Vocabulary:
    offered = selection.authorities
    return Vocabulary(
        authorities={a.name: a.authority_id for a in authorities if offered is None or a.authority_id in offered},
        causes={tongue.say(cause.label): cause.value for cause in Cause},
        steps={
            key: {tongue.text(step.title): step.key for step in workstream.ladder}
            for key, workstream in view.workstreams.items()
        },
        answers={tongue.say(message("yes")): YES, tongue.say(message("no")): NO},
    )


class _Maker:
    """Makes the sheets of one plan."""

    def __init__(
        self,
        session: Session,
        view: CatalogueView,
        plan: PlanInScope,
        selection: Selection,
        actor: Actor,
        tongue: Tongue,
        cache: ReadingCache,
        names: Mapping[int, str],
    ) -> None:
        self.view, self.plan, self.selection, self.actor = view, plan, selection, actor
        self.tongue, self.names = tongue, names
        self.instruments = {
            key: tongue.say(title.label) if isinstance(title, OtherInstrument) else f"{key}: {tongue.text(title)}"
            for key, title in instruments_of(view).items()
        }
        today = clock.today()
        self.milestones: dict[int, list[MilestoneRecord]] = defaultdict(list)
        for record in list_milestones(session, plan.plan_id, plan.scope, today):
            self.milestones[record.item_id].append(record)
        self.involved = {
            item.item_id: frozenset({item.lead_authority_id, *item.contributing} - {None})
            for item in list_items(session, plan.plan_id, plan.scope, today)
        }
        _plan, eu = get_plan_beside_eu(session, plan.owner, actor)
        reading, _circumstances = read_one(session, view, (plan.head, plan.scope), eu, today, cache)
        self.states = {item_id: item.state for item_id, item in reading.items.items()}

    def sheets(self) -> Iterator[BookSheet]:
        """One a block, those without rows left out."""
        for block in self.view.blocks.values():
            if self.selection.blocks is not None and block.key not in self.selection.blocks:
                continue
            rows = tuple(row for item in self._items(block) for row in self._rows(block, item))
            if rows:
                title = f"{block.code} {self.tongue.text(block.title)}"
                yield BookSheet(title.translate(_FORBIDDEN)[:SHEET_NAME].strip(), title, rows)

    def _items(self, block: BlockView) -> Iterator[ItemView]:
        here = {item.item_id for item in self.view.items_of(self.plan.owner)}
        for item in block.items:
            if item.item_id in here and (self.selection.items is None or item.key in self.selection.items):
                yield item

    def _rows(self, block: BlockView, item: ItemView) -> Iterator[BookRow]:
        """The milestones of an item that are the selection's, then empty rows; nothing of what is not theirs."""
        own, chosen = self.selection.authorities, self.selection.milestones
        rows: list[BookRow] = []
        for one in self.milestones[item.item_id]:
            if chosen is not None and one.reference not in chosen:
                continue
            if self._is_shown(block, one):
                rows += [self._milestone_row(item, one), *self._funding_rows(block, item, one)]
            rows += self._part_rows(block, item, one)
        if own is not None and not rows and not own & self.involved.get(item.item_id, frozenset()):
            return
        may_add = [key for key in own or (None,) if policy.may_write_for(self.actor, self.plan.owner, block, key)]
        rows += [self._empty_row(item)] * (EMPTY_ROWS if may_add and chosen is None else 0)
        for number, row in enumerate(rows):
            first = number == 0
            shown = {**row.shown, **self._help(item)} if first or row.reference else row.shown
            yield BookRow(row.reference, row.item_key, row.workstream, row.version, row.values, shown, row.open, first)

    def _is_shown(self, block: BlockView, one: MilestoneRecord) -> bool:
        own = self.selection.authorities
        if one.is_cancelled or (own is not None and one.authority_id not in own):
            return False
        return policy.may_write_for(self.actor, self.plan.owner, block, one.authority_id)

    def _milestone_row(self, item: ItemView, one: MilestoneRecord) -> BookRow:
        title = self.tongue.say(CLOSING_TITLE) if one.is_closing else one.title
        values = {**values_of(one), "title": title}
        opened = open_fields(
            is_closing=one.is_closing,
            measured_by=one.measured_by,
            has_parts=one.parts is not None,
            is_frozen=one.first_shared_at is not None and one.baseline_on is not None,
        )
        shown = {
            **values,
            "authority_id": self.names.get(one.authority_id or 0, ""),
            "step_key": self._step(one),
            "reference": one.reference,
            "version": one.version,
            **self._name(item),
        }
        return BookRow(one.reference, item.key, one.workstream_key, one.version, values, shown, opened | OF_ROWS)

    def _part_rows(self, block: BlockView, item: ItemView, one: MilestoneRecord) -> Iterator[BookRow]:
        """The parts of a milestone's target that are the selection's, by the names of their authorities."""
        own = self.selection.authorities
        held = {} if one.is_cancelled else parts_of(one.parts)
        for key in sorted(held, key=lambda key: (self.names.get(key, ""), key)):
            is_chosen = own is None or key in own
            if not is_chosen or not policy.may_report_for(self.actor, self.plan.owner, block, key):
                continue
            values, reference = values_of_part(one, held[key]), part_reference(one.reference, key)
            shown = {
                **values,
                "authority_id": self.names.get(key, ""),
                "reference": reference,
                "version": one.version,
                **self._name(item),
            }
            yield BookRow(reference, item.key, one.workstream_key, one.version, values, shown, OF_PARTS)

    def _funding_rows(self, block: BlockView, item: ItemView, one: MilestoneRecord) -> Iterator[BookRow]:
        """What each instrument pays for a milestone."""
        for row in rows_offered(one, block):
            values, reference = (
                values_of_funding(row, self.instruments.get(row.instrument, row.instrument)),
                instrument_reference(one.reference, row.instrument),
            )
            shown = {**values, "reference": reference, "version": one.version, **self._name(item)}
            yield BookRow(reference, item.key, one.workstream_key, one.version, values, shown, OF_INSTRUMENTS)

    def _empty_row(self, item: ItemView) -> BookRow:
        return BookRow(None, item.key, item.workstream, None, {}, self._name(item), FIELD_KEYS | OF_ROWS)

    def _name(self, item: ItemView) -> dict[str, Value]:
        return {"item": self.tongue.text(item.title), "item_key": item.key}

    def _help(self, item: ItemView) -> dict[str, Value]:
        state = self.states.get(item.item_id)
        return {
            "needed_by": item.needed_by,
            "needed_by_kind": self.tongue.say(item.needed_by_kind.label),
            "state": self.tongue.say(state.label) if state else "",
            "evidence": self.tongue.text(item.closing_text),
        }

    def _step(self, one: MilestoneRecord) -> str:
        workstream = self.view.workstreams.get(one.workstream_key)
        ladder = workstream.ladder if workstream else ()
        return next((self.tongue.text(step.title) for step in ladder if step.key == one.step_key), "")


def values_of(one: MilestoneRecord) -> dict[str, Value]:
    """The fields of a milestone as a workbook knows them: an empty text for none."""
    found: dict[str, Value] = {}
    for column in FIELDS:
        value = getattr(one, column.key, None)  # what instruments pay stands in rows of its own
        found[column.key] = "" if value is None and column.kind in (Kind.LINE, Kind.TEXT) else value
    return found
