"""The ledger of a year's pool: what is known of each contribution, and what follows. Unknown is never nothing. Pure.

A line says how much there is of a kind and type, as at a day; the last line said of the same holds. What was recorded
in the tracker stands before what the catalogue says is public. Types are of equal value (AMMR Art. 56(2)): sums over
types are in cents, at the ratio of the pool's own reference numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from app.catalogue.states import Confidence, Solidarity
from app.catalogue.views import PublicPoolView, Text
from app.governance.contribution import Pool
from app.governance.states import LedgerKind, Recorder

Cell = tuple[LedgerKind, str, Solidarity]
"""Kind, country (empty for reference numbers) and type."""


@dataclass(frozen=True, slots=True)
class PoolRecord:
    """A line of the ledger as it was recorded; see `PoolEntry`."""

    entry_id: int
    year: int
    kind: LedgerKind
    type: Solidarity
    country: str
    amount: int | None
    as_at: date
    reference: str
    url: str
    note: str
    said_at: datetime
    author: str | None
    recorder: Recorder | None = None

    @property
    def cell(self) -> Cell:
        """What it is about."""
        return self.kind, self.country, self.type


@dataclass(frozen=True, slots=True)
class Amount:
    """What is known of a cell: persons or cents, as at a day, and where it is said.

    Of what the catalogue says its `source` and how sure that is; of what was recorded in the tracker when, and in which
    role: the tracker has no confidence of its own.
    """

    amount: int
    as_at: date | None
    reference: str
    url: str
    note: str | Text
    source: str | None = None
    confidence: Confidence | None = None
    recorded_at: datetime | None = None
    recorder: Recorder | None = None


@dataclass(frozen=True)
class Ledger:
    """One pool. `cells`: what is known, and nothing of what is not."""

    year: int
    cells: Mapping[Cell, Amount]
    act: str = ""
    url: str | None = None
    published_on: date | None = None
    note: Text | None = None
    source: str | None = None
    records: tuple[PoolRecord, ...] = field(default=(), repr=False)

    @property
    def is_open(self) -> bool:
        """Whether the Council act is published: before, nothing of a pool can be entered."""
        return bool(self.act)

    @cached_property
    def pool(self) -> Pool | None:
        """The reference numbers, by whose ratio values are computed; None while one of them is unknown."""
        relocations = self.known(LedgerKind.REFERENCE, "", Solidarity.RELOCATION)
        money = self.known(LedgerKind.REFERENCE, "", Solidarity.FINANCIAL)
        return Pool(relocations.amount, money.amount) if relocations and money else None

    def known(self, kind: LedgerKind, country: str, measure: Solidarity) -> Amount | None:
        """What is known of a cell; None where nothing is."""
        return self.cells.get((kind, country, measure))

    def value(self, kind: LedgerKind, country: str) -> Fraction | None:
        """The worth of what is known of a kind, in cents, over all types; None where nothing is known at all."""
        found = [(m, known) for m in Solidarity if (known := self.known(kind, country, m)) is not None]
        if not found or (self.pool is None and any(m.is_in_persons for m, _ in found)):
            return None
        return sum((known.amount * self._worth(m) for m, known in found), Fraction(0))

    def carried_out(self, country: str, measure: Solidarity) -> int | None:
        """What of a type is done, in persons or cents: the larger of what is delivered and what is confirmed.

        Both are said of the same contribution (AMMR Art. 60(6)), so they are not added up. None where neither is known.
        """
        kinds = (LedgerKind.DELIVERED, LedgerKind.CONFIRMED)
        return max((one.amount for kind in kinds if (one := self.known(kind, country, measure))), default=None)

    def balance(self, country: str, measure: Solidarity) -> int | None:
        """What of a type that is pledged is neither deducted nor carried out, in persons or cents.

        None where no pledge of the type is known. Only what is known is taken off: it is what is left as far as one
        knows. Less than nothing where more was done than pledged.
        """
        pledged = self.known(LedgerKind.PLEDGE, country, measure)
        if pledged is None:
            return None
        deducted = self.known(LedgerKind.DEDUCTION, country, measure)
        return pledged.amount - (deducted.amount if deducted else 0) - (self.carried_out(country, measure) or 0)

    def remains(self, country: str) -> Fraction | None:
        """The same over all types, in cents, so that one may stand for another; None where no pledge is known."""
        pledged = self.value(LedgerKind.PLEDGE, country)
        if pledged is None:
            return None
        done = [(m, amount) for m in Solidarity if (amount := self.carried_out(country, m)) is not None]
        if self.pool is None and any(m.is_in_persons for m, _ in done):
            return None
        deducted = self.value(LedgerKind.DEDUCTION, country) or Fraction(0)
        return pledged - deducted - sum((amount * self._worth(m) for m, amount in done), Fraction(0))

    def _worth(self, measure: Solidarity) -> Fraction:
        """What one of a type is worth in cents: a person at the ratio of the reference numbers, a cent itself."""
        if not measure.is_in_persons:
            return Fraction(1)
        return self.pool.worth if self.pool else Fraction(0)

    def total_of(self, kind: LedgerKind, measure: Solidarity, countries: Iterable[str]) -> tuple[int, int]:
        """All that is known of a kind and type, in persons or cents, and of how many countries it is."""
        known = [one.amount for country in countries if (one := self.known(kind, country, measure))]
        return sum(known), len(known)

    def total(self, kind: LedgerKind, countries: Iterable[str]) -> tuple[Fraction, int]:
        """The worth of all that is known of a kind, in cents, and of how many countries it is."""
        known = [value for country in countries if (value := self.value(kind, country)) is not None]
        return sum(known, Fraction(0)), len(known)


def ledger_of(
    year: int, public: PublicPoolView | None, records: Iterable[PoolRecord], day: date, known: datetime | None = None
) -> Ledger:
    """The ledger of a pool as it is read on a day, as known now or at an instant; nothing of later days is in it.

    `records`: of this year, in the order in which they were said.
    """
    cells: dict[Cell, Amount] = {}
    is_public = public is not None and public.published_on <= day
    if public is not None and is_public:
        cells = _public_cells(public, day)
    told = tuple(one for one in records if one.as_at <= day and (known is None or one.said_at <= known))
    head = _head(public) if public is not None and is_public else {}
    found_in_public = dict(cells)
    for one in told:
        if one.amount is None:
            cells.pop(one.cell, None)
            if one.cell in found_in_public:  # taken back is what was recorded, not what is public
                cells[one.cell] = found_in_public[one.cell]
            continue
        cells[one.cell] = Amount(
            one.amount, one.as_at, one.reference, one.url, one.note, recorded_at=one.said_at, recorder=one.recorder
        )
        if one.kind is LedgerKind.REFERENCE:
            head = {"act": one.reference, "url": one.url or None, "published_on": one.as_at}
    return Ledger(year=year, cells=cells, records=told, **head)


def _head(public: PublicPoolView) -> dict[str, Any]:
    return {
        "act": public.act,
        "url": public.url,
        "published_on": public.published_on,
        "note": public.note,
        "source": public.source,
    }


def _public_cells(public: PublicPoolView, day: date) -> dict[Cell, Amount]:
    """What the catalogue says; what is of low confidence is not shown."""
    numbers = ((Solidarity.RELOCATION, public.relocations), (Solidarity.FINANCIAL, public.money))
    cells: dict[Cell, Amount] = {
        (LedgerKind.REFERENCE, "", measure): Amount(
            amount, public.published_on, public.act, public.url or "", "", public.source, public.confidence
        )
        for measure, amount in numbers
    }
    for entry in public.entries:
        if entry.confidence in (Confidence.LOW, Confidence.NONE) or (entry.as_at is not None and entry.as_at > day):
            continue
        cells[LedgerKind(entry.kind.value), entry.country, entry.type] = Amount(
            entry.amount, entry.as_at, "", "", entry.note or "", entry.source, entry.confidence
        )
    return cells
