"""What the Commission determined of Member States as it is read on a day: public facts and what was recorded. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.catalogue.states import Confidence
from app.catalogue.views import CatalogueView, FindingKindView, PublicFindingView, Text
from app.governance.solidarity.records import FindingCell, FindingRecord
from app.governance.states import Recorder

SHOWN = frozenset({Confidence.HIGH, Confidence.MEDIUM})
"""What is of lower confidence is not shown."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A label that a published decision gave to a Member State.

    What the catalogue knows has a `source` and a confidence; what was recorded in the tracker says when and in which
    role, and has no confidence of its own.
    """

    year: int
    country: str
    kind: FindingKindView
    reference: str
    url: str
    decided_on: date
    valid_from: date
    valid_until: date
    note: str | Text
    source: str | None = None
    confidence: Confidence | None = None
    recorded_at: datetime | None = None
    recorder: Recorder | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether it is known from the tracker alone."""
        return self.source is None

    @property
    def cell(self) -> FindingCell:
        """Which finding it is."""
        return self.year, self.country, self.kind.key

    def covers(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.valid_from <= day <= self.valid_until


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is known, in protocol order, of each Member State the latest year first."""

    found: tuple[Finding, ...]
    bound: tuple[str, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which something is known, the latest first."""
        return tuple(sorted({one.year for one in self.found}, reverse=True))

    def year_on(self, day: date) -> int | None:
        """The year of which most findings hold on a day, the later of equals; None where none does."""
        holding = Counter(one.year for one in self.found if one.covers(day))
        return max(holding, key=lambda year: (holding[year], year), default=None)

    def of_year(self, year: int) -> Mapping[str, tuple[Finding, ...]]:
        """By Member State what was found in the cycle of a year; nothing where no finding is known."""
        return {
            code: tuple(one for one in self.found if (one.year, one.country) == (year, code)) for code in self.bound
        }

    def of_country(self, country: str) -> tuple[Finding, ...]:
        """What was found of one Member State."""
        return tuple(one for one in self.found if one.country == country)


def bound_countries(view: CatalogueView) -> tuple[str, ...]:
    """The Member States of which the Commission can find something: those bound by what the labels rest on."""
    kinds = view.finding_kinds.values()
    return tuple(code for code in view.countries if kinds and all(view.binds(kind, code) for kind in kinds))


def known_in_catalogue(view: CatalogueView) -> dict[FindingCell, PublicFindingView]:
    """Which findings the catalogue knows itself; those that are not shown are among them."""
    return {(one.year, code, one.kind): one for one in view.findings for code in one.countries}


def findings_of(
    view: CatalogueView, records: Iterable[FindingRecord], day: date, known: datetime | None = None
) -> Findings:
    """What is known of decisions up to a day, as known now or at an instant.

    What the catalogue knows stands before what was recorded of the same finding: its conditions agree with it.
    `records`: in the order in which they were said; the last one on a finding holds, and a withdrawn one is none.
    """
    public = known_in_catalogue(view)
    cells: dict[FindingCell, Finding] = {}
    for one in records:
        kind = view.finding_kinds.get(one.kind)
        if kind is None or (known is not None and one.said_at > known):
            continue
        if one.is_withdrawn:  # on no day, also where the decision that is withdrawn is later than it
            cells.pop(one.cell, None)
        if one.is_withdrawn or one.decided_on > day:
            continue
        cells[one.cell] = Finding(
            one.year,
            one.country,
            kind,
            one.reference,
            one.url,
            one.decided_on,
            one.valid_from,
            one.valid_until,
            one.note,
            recorded_at=one.said_at,
            recorder=one.recorder,
        )
    for (year, code, key), said in public.items():
        cells.pop((year, code, key), None)
        if said.decided_on <= day and said.confidence in SHOWN:
            cells[year, code, key] = Finding(
                year,
                code,
                view.finding_kinds[key],
                said.reference,
                said.url or "",
                said.decided_on,
                said.valid_from,
                said.valid_until,
                said.note or "",
                said.source,
                said.confidence,
            )
    bound = bound_countries(view)
    order = {code: number for number, code in enumerate(view.countries)}
    found = sorted(cells.values(), key=lambda one: (order.get(one.country, 99), -one.year, one.kind.position))
    return Findings(tuple(found), bound)


def conditions_laid(view: CatalogueView, finding: Finding) -> tuple[str, ...]:
    """The conditions that hold by a recorded finding, on all its days or on some, under the law that it is laid over.

    None of a finding that the catalogue knows, nor of a condition of which the release says itself that it holds; nor
    of an entry that was replaced since, which is still read on days before the later decision.
    """
    entry = finding.cell, finding.recorded_at
    return tuple(
        key
        for key in finding.kind.conditions
        if any(
            one.laid is not None and (one.laid.cell, one.laid.recorded_at) == entry
            for one in view.conditions[key].holds
        )
    )
