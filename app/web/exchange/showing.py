"""What an import would change, in the reader's words: by item, milestone and column."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.catalogue.views import CatalogueView
from app.core.errors import Invalid
from app.core.money import written
from app.exchange.book.columns import BY_KEY, Kind
from app.exchange.book.content import Value
from app.exchange.book.references import instrument_named, milestone_named, part_named
from app.exchange.edits import Fault
from app.exchange.proposal import Proposal, Proposed, ProposedRow, choice_key
from app.http.errors import spoken
from app.plans.states import Cause
from app.web.money import titles_of
from app.web.tongue import day_on_page, gettext, language


@dataclass(frozen=True)
class ShownCell:
    """A column of a row: both values in words, and for a conflict the name of its choice."""

    label: str
    ours: str
    theirs: str
    choice_name: str
    proposed: Proposed


@dataclass(frozen=True)
class ShownRow:
    """A milestone, a part of its target or what an instrument pays: what changes, what follows, why, and why not.

    `would_follow`: what follows only once the conflicts are decided for the workbook.

    `milestone` is the reference of the page that shows it.
    """

    reference: str
    milestone: str
    title: str
    where: str
    cells: tuple[ShownCell, ...]
    follows: tuple[ShownCell, ...]
    would_follow: tuple[ShownCell, ...]
    why: str
    refusal: str


@dataclass(frozen=True)
class ShownItem:
    """An item with its rows."""

    item_id: int
    number: str
    title: str
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True)
class ShownFault:
    """Something that could not be read: where, in the row of which reference, and what was expected."""

    sheet: str
    cell: str
    row: str
    sentence: str


class Shower:
    """Says values of one plan in words."""

    def __init__(self, view: CatalogueView, authorities: Mapping[int, str]) -> None:
        self.view, self.authorities, self.instruments = view, authorities, titles_of(view)

    def items(self, proposal: Proposal) -> Iterator[ShownItem]:
        """The items that something changes in, in the catalogue's order; those it does not know come last."""
        rows: dict[str, list[ProposedRow]] = defaultdict(list)
        for row in proposal.rows:
            rows[row.edit.item_key].append(row)
        order = {key: number for number, key in enumerate(self.view.items)}
        for key in sorted(rows, key=lambda one: (order.get(one, len(order)), one)):
            item = self.view.items.get(key)
            yield ShownItem(
                item.item_id if item else 0,
                self.view.blocks[item.block_key].code if item else "",
                item.title.in_(language()) if item else key,
                tuple(self._row(row) for row in rows[key]),
            )

    def _row(self, row: ProposedRow) -> ShownRow:
        edit = row.edit
        cause = gettext(Cause(edit.cause).label) if edit.cause else ""
        kept = gettext("(kept within the country)") if row.keeps_cause and (cause or edit.reason) else ""
        refusal = row.refusal
        return ShownRow(
            reference=edit.reference or "",
            milestone=milestone_named(edit.reference),
            title=" – ".join(filter(None, (row.title, self._whose(edit.reference)))),
            where=f"{edit.sheet}, {refusal.cell if refusal and refusal.cell else edit.line}",
            cells=tuple(self._cell(row, cell) for cell in row.cells),
            follows=tuple(self._cell(row, cell) for cell in row.follows),
            would_follow=tuple(self._cell(row, cell) for cell in row.would_follow),
            why=". ".join(part for part in (cause, edit.reason, kept) if part),
            refusal=said(refusal.sentence, refusal.values) if refusal else "",
        )

    def _whose(self, reference: str | None) -> str:
        """Of a row below a milestone's: the authority of a part, or the instrument."""
        part, instrument = part_named(reference), instrument_named(reference)
        if instrument is not None:
            return self.instruments.get(instrument[1], instrument[1])
        return self.authorities.get(part[1], "–") if part else ""

    def _cell(self, row: ProposedRow, cell: Proposed) -> ShownCell:
        return ShownCell(
            gettext(BY_KEY[cell.field].head),
            self.in_words(cell.field, cell.ours),
            self.in_words(cell.field, cell.theirs),
            choice_key(row, cell),
            cell,
        )

    def in_words(self, field: str, value: Value) -> str:
        """A value of a field as a person reads it."""
        if value is None or value == "":
            return "–"
        if isinstance(value, date):
            return day_on_page(value)
        if BY_KEY[field].kind is Kind.AMOUNT:
            return written(int(value))
        if field == "authority_id" and isinstance(value, str):
            return gettext("%(name)s (new)", name=value)
        if field == "authority_id":
            return self.authorities.get(int(value), "–")
        return self._step(str(value)) if field == "step_key" else str(value)

    def _step(self, key: str) -> str:
        for workstream in self.view.workstreams.values():
            for step in workstream.ladder:
                if step.key == key:
                    return step.title.in_(language())
        return key


def columns_in_conflict(proposal: Proposal) -> list[tuple[str, str, int]]:
    """Key, words and number of conflicts of each column that has some."""
    numbers = Counter(cell.field for row in proposal.rows for cell in row.conflicts)
    return [(key, gettext(BY_KEY[key].head), numbers[key]) for key in BY_KEY if key in numbers]


def said(sentence: str, values: Mapping[str, Any]) -> str:
    """A sentence from below in the reader's language."""
    return spoken(Invalid(sentence, **values))


def faults_in_words(faults: Iterable[Fault]) -> list[ShownFault]:
    """Faults in the reader's language."""
    return [ShownFault(fault.sheet, fault.cell, fault.row, said(fault.sentence, fault.values)) for fault in faults]
