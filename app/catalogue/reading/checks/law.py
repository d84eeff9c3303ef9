"""Faults between acts, statements on participation and conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.catalogue.reading.checks.checker import Checker, list_at, mappings_at, text_at
from app.catalogue.reading.cycles import cycles, spelled_circle
from app.catalogue.reading.faults import Path, shown
from app.catalogue.reading.nodes import Document


def check_acts(c: Checker) -> None:
    parents: dict[str, list[str]] = {}
    for entry in c.entries("acts"):
        document, path, act = entry
        c.known("acts", "act", entry, "parent")
        code, parent = text_at(act, "code"), text_at(act, "parent")
        if code and parent:
            parents.setdefault(code, [parent])
        for _, where, exception in mappings_at(document, path, act, "exceptions"):
            _articles(c, document, where, exception, code)
    places = {text_at(act, "code"): (document, path) for document, path, act in c.entries("acts")}
    for circle in cycles(parents):
        document, path = places[circle[-2]]
        c.complain(document, (*path, "parent"), f"parents in a circle: {spelled_circle(circle)}")


def _articles(c: Checker, document: Document, path: Path, mapping: Mapping[str, Any], act: str | None) -> None:
    for number, article in enumerate(list_at(mapping, "articles")):
        if isinstance(article, str) and act is not None:
            c.article(document, (*path, "articles", number), act, article)


def check_participation(c: Checker) -> None:
    for entry in c.entries("participation"):
        document, path, mapping = entry
        c.known("countries", "country", entry, "country")
        c.known("acts", "act", entry, "act")
        c.known("sources", "source", entry, "source")
        _articles(c, document, path, mapping, text_at(mapping, "act"))
        bound, articles = text_at(mapping, "bound"), list_at(mapping, "articles")
        if bound == "part" and not articles:
            c.complain(document, (*path, "bound"), "'part' without articles: expected the articles that bind")
        if articles and "bound" in mapping and bound not in ("part", "to_be_confirmed"):
            said = "articles without bound: part or to_be_confirmed"
            c.complain(document, (*path, "articles"), said, key=True)


def check_conditions(c: Checker) -> None:
    for entry in c.entries("conditions"):
        document, path, condition = entry
        c.references(entry)
        periods: dict[str, list[tuple[str, str, Path]]] = {}
        for held in mappings_at(document, path, condition, "holds"):
            _, where, holds = held
            c.known("countries", "country", held, "country")
            c.known("sources", "source", held, "source")
            first, last = text_at(holds, "from") or "0", text_at(holds, "until") or "9"
            if first > last:
                said = f"{shown(last)} is before from: expected a day on or after {first}"
                c.complain(document, (*where, "until"), said)
            periods.setdefault(text_at(holds, "country") or "", []).append((first, last, where))
        for country, said_of_it in periods.items():
            _no_day_twice(c, document, country, said_of_it)


def _no_day_twice(c: Checker, document: Document, country: str, periods: list[tuple[str, str, Path]]) -> None:
    """Two statements on a country never speak of the same day: the one that stands later in the file is named."""
    until = ""
    holder: Path = ()
    for first, last, where in sorted(periods, key=lambda period: period[:2]):
        if first <= until:
            later = max(where, holder, key=lambda path: path[-1] if path else -1)
            c.complain(document, later, f"a second statement on {country} for the same days")
        if last > until:
            until, holder = last, where


CHECKS = (check_acts, check_participation, check_conditions)
