"""Faults in findings, and between them and the conditions that hold because of them: one fact has one home."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.catalogue.reading.checks.checker import Checker, Entry, list_at, mappings_at, text_at
from app.catalogue.reading.faults import Path, shown
from app.catalogue.reading.nodes import Document


@dataclass(frozen=True)
class Period:
    """Days of which something is said, with the place that says it."""

    first: str
    last: str
    document: Document
    path: Path

    def meets(self, other: Period) -> bool:
        return self.first <= other.last and other.first <= self.last

    def lies_in(self, other: Period) -> bool:
        return other.first <= self.first and self.last <= other.last


Said = dict[tuple[str, str], list[tuple[str, Period]]]
"""By condition and country: `true`, `false` or `to_be_confirmed`, with the days."""


def check_kinds(c: Checker) -> None:
    entries = list(c.entries("finding_kinds"))
    c.unique(entries, "order")
    c.unique([entry for entry in entries if "condition" in entry[2]], "condition")
    items = {name for _, _, item in c.items if (name := text_at(item, "item")) is not None}
    for entry in entries:
        document, path, kind = entry
        c.references(entry)
        c.known("conditions", "condition", entry, "condition")
        for effect in mappings_at(document, path, kind, "effects"):
            c.references(effect)
            c.known("conditions", "condition", effect, "condition")
            _, where, mapping = effect
            for number, name in enumerate(list_at(mapping, "items")):
                if isinstance(name, str) and name not in items and c.has_all_blocks:
                    said = f"unknown item {shown(name)}: expected the key of an item"
                    c.complain(document, (*where, "items", number), said)


def check_findings(c: Checker) -> None:
    places: dict[tuple[str, str], list[Period]] = {}
    for entry in c.entries("findings"):
        document, path, finding = entry
        c.known("finding_kinds", "kind of finding", entry, "kind")
        c.known("sources", "source", entry, "source")
        c.all_known("countries", "country", entry, "countries")
        first, last = text_at(finding, "from"), text_at(finding, "until")
        if first and last and first > last:
            c.complain(document, (*path, "until"), f"{shown(last)} is before from: expected a day on or after {first}")
            continue
        if first is None or last is None:
            continue
        for number, code in enumerate(list_at(finding, "countries")):
            if not isinstance(code, str):
                continue
            period = Period(first, last, document, (*path, "countries", number))
            before = places.setdefault((text_at(finding, "kind") or "", code), [])
            if any(period.meets(other) for other in before):
                c.complain(document, period.path, f"a second finding of this kind on {code} for the same days")
            before.append(period)
    _check_conditions(c, places)


def _check_conditions(c: Checker, places: Mapping[tuple[str, str], list[Period]]) -> None:
    """A condition that hangs on a label holds for whom the label was given to, as long as it holds; for nobody else."""
    said = _said_of_conditions(c.entries("conditions"))
    for _, _, kind in c.entries("finding_kinds"):
        key, exact = text_at(kind, "key") or "", text_at(kind, "condition")
        others = [text_at(one, "condition") for one in list_at(kind, "effects") if isinstance(one, dict)]
        found = {country: periods for (of, country), periods in places.items() if of == key}
        for country, periods in found.items():
            for period in periods:
                if exact:
                    _is_said(c, period, exact, country, said)
                for condition in filter(None, others):
                    _is_not_denied(c, period, condition, country, said)
        if exact:
            _nobody_else(c, exact, found, said)


def _said_of_conditions(entries: Iterable[Entry]) -> Said:
    found: Said = {}
    for document, path, condition in entries:
        for _, where, held in mappings_at(document, path, condition, "holds"):
            name = (text_at(condition, "key") or "", text_at(held, "country") or "")
            period = Period(text_at(held, "from") or "0", text_at(held, "until") or "9", document, where)
            found.setdefault(name, []).append((str(_value(held)), period))
    return found


def _value(held: Mapping[str, Any]) -> str:
    return (text_at(held, "holds") or "").lower()


def _is_said(c: Checker, period: Period, condition: str, country: str, said: Said) -> None:
    _is_not_denied(c, period, condition, country, said)
    if not any(value == "true" and period.lies_in(other) for value, other in said.get((condition, country), ())):
        told = f"{country} was found so, and condition {shown(condition)} does not hold for it on all these days"
        c.complain(period.document, period.path, f"{told}: expected holds: true in conditions.yaml")


def _is_not_denied(c: Checker, period: Period, condition: str, country: str, said: Said) -> None:
    for value, other in said.get((condition, country), ()):
        if value == "false" and period.meets(other):
            told = f"{shown(condition)} is said not to hold for {country}, which findings.yaml says was found so"
            c.complain(other.document, (*other.path, "holds"), told)


def _nobody_else(c: Checker, condition: str, found: Mapping[str, list[Period]], said: Said) -> None:
    for (key, country), statements in said.items():
        for value, period in statements:
            if key == condition and value == "true" and not any(map(period.lies_in, found.get(country, ()))):
                told = f"{shown(condition)} holds for {country} on days for which findings.yaml has no finding"
                c.complain(period.document, (*period.path, "holds"), told)


CHECKS = (check_kinds, check_findings)
