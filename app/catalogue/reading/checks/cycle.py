"""Faults between steps of the annual cycle, in what is known of its years, and in the reference keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.catalogue.reading.checks.checker import Checker, Entry, list_at, mapping_at, mappings_at, text_at
from app.catalogue.reading.cycles import cycles, spelled_circle
from app.catalogue.reading.faults import Path, shown
from app.catalogue.reading.nodes import Document

Named = tuple[Document, Path, str]
"""A step's key where another step names it."""


def check_steps(c: Checker) -> None:
    c.unique(c.entries("cycle"), "order")
    _check_chairs(c)
    items = {name for _, _, item in c.items if (name := text_at(item, "item")) is not None}
    steps = {key: step for _, _, step in c.entries("cycle") if (key := text_at(step, "key")) is not None}
    for entry in c.entries("cycle"):
        document, path, step = entry
        c.references(entry)
        _check_actors(c, entry)
        for document_of, where, name in (*_named(entry, "needs"), *_counted_from(entry)):
            c.is_known("cycle", "step", document_of, where, name)
        for where_of in _counted_from(entry):
            _check_counted_from(c, step, where_of, steps)
        seen: set[str] = set()
        for document_of, where, name in _named(entry, "items"):
            if name not in items and c.has_all_blocks:
                c.complain(document_of, where, f"unknown item {shown(name)}: expected the key of an item")
            if name in seen:
                c.complain(document_of, where, f"{shown(name)} stands twice in the list")
            seen.add(name)
        _check_window(c, document, path, step)
        c.known("conditions", "condition", (document, (*path, "unless"), mapping_at(step, "unless")), "condition")
        _check_concerns(c, entry)


def _check_chairs(c: Checker) -> None:
    """An actor of the EU level that chairs is the Presidency of the Council: there is one alone."""
    groups = {text_at(actor, "code"): text_at(actor, "group") for _, _, actor in c.entries("actors")}
    presidency: str | None = None
    for document, path, step in c.entries("cycle"):
        for document_of, where, part in mappings_at(document, path, step, "actors"):
            name = text_at(part, "actor")
            if name is None or text_at(part, "role") != "chairs" or groups.get(name) != "eu":
                continue
            presidency = presidency or name
            if name != presidency:
                said = f"{shown(name)} chairs: expected {presidency}, who chairs other steps as the Presidency"
                c.complain(document_of, (*where, "actor"), said)


def _check_concerns(c: Checker, entry: Entry) -> None:
    """Only an event concerns one Member State, in a part that the step names."""
    document, path, step = entry
    role = text_at(step, "concerns")
    if role is None:
        return
    if text_at(mapping_at(step, "due"), "kind") != "event":
        c.complain(document, (*path, "concerns"), "the step is no event: expected an event, or no concerns", key=True)


def _named(entry: Entry, key: str) -> Iterator[Named]:
    document, path, step = entry
    for number, name in enumerate(list_at(step, key)):
        if isinstance(name, str):
            yield document, (*path, key, number), name


def _counted_from(entry: Entry) -> Iterator[Named]:
    document, path, step = entry
    yield from _named((document, (*path, "due"), mapping_at(step, "due")), "of")


def _check_actors(c: Checker, entry: Entry) -> None:
    document, path, step = entry
    seen: set[str] = set()
    parts = list(mappings_at(document, path, step, "actors"))
    for part in parts:
        _, where, mapping = part
        c.known("actors", "actor", part, "actor")
        name = text_at(mapping, "actor")
        if name is not None and name in seen:
            c.complain(document, (*where, "actor"), f"{shown(name)} stands twice in the list")
        seen.add(name or "")
    if parts and not any(text_at(mapping, "role") == "responsible" for _, _, mapping in parts):
        c.complain(document, (*path, "actors"), "nobody is responsible: expected one actor with role responsible")


def _check_counted_from(c: Checker, step: Mapping[str, Any], named: Named, steps: Mapping[str, Any]) -> None:
    document, where, name = named
    other = steps.get(name)
    if other is None:
        return
    if text_at(other, "by_each") == "true":
        c.complain(document, where, f"{shown(name)} is done by each: expected a step that happens once for all")
    if (text_at(step, "from_year") or "9") < (text_at(other, "from_year") or "0"):
        c.complain(document, where, f"{shown(name)} begins in a later year: expected a step of the same years")


def _check_window(c: Checker, document: Document, path: Path, step: Mapping[str, Any]) -> None:
    due = mapping_at(step, "due")
    first, last = text_at(due, "from"), text_at(due, "until")
    if first and last and first > last:
        said = f"{shown(last)} is before from: expected a day on or after {first}"
        c.complain(document, (*path, "due", "until"), said)


def check_order_of_steps(c: Checker) -> None:
    """No step hangs on its own date, and none comes after itself."""
    hangs_on: dict[str, list[str]] = {}
    comes_after: dict[str, list[str]] = {}
    places: dict[tuple[str, str], tuple[Document, Path]] = {}
    for entry in c.entries("cycle"):
        key = text_at(entry[2], "key")
        if key is None or key in hangs_on:
            continue
        is_before = text_at(mapping_at(entry[2], "due"), "kind") == "before"
        hangs_on[key] = [name for _, _, name in _counted_from(entry)]
        comes_after.setdefault(key, [])
        for document, where, name in _counted_from(entry):
            places[key, name] = places[name, key] = (document, where)
            if is_before:
                comes_after.setdefault(name, []).append(key)
            else:
                comes_after[key].append(name)
        for document, where, name in _named(entry, "needs"):
            places.setdefault((key, name), (document, where))
            comes_after[key].append(name)
    circles = cycles(hangs_on) or cycles(comes_after)
    for circle in circles:
        document, where = places[circle[-2], circle[-1]]
        c.complain(document, where, f"steps wait for each other in a circle: {spelled_circle(circle)}")


def check_record(c: Checker) -> None:
    first = {text_at(step, "key"): text_at(step, "from_year") or "0" for _, _, step in c.entries("cycle")}
    seen: dict[tuple[str, ...], int] = {}
    for entry in c.entries("cycle_record"):
        document, path, known = entry
        c.known("cycle", "step", entry, "step")
        c.known("countries", "country", entry, "country")
        c.known("sources", "source", entry, "source")
        year, step = text_at(known, "year"), text_at(known, "step")
        if year and step and year < first.get(step, "0"):
            c.complain(document, (*path, "year"), f"the step begins in {first[step]}: expected a year from then on")
        is_nothing = text_at(known, "nothing_found") == "true"
        dated = [key for key in ("on", "planned_on", "reference", "url") if key in known]
        if is_nothing and dated:
            said = f"{dated[0]} although nothing was found: expected one or the other"
            c.complain(document, (*path, dated[0]), said, key=True)
        if not is_nothing and not {"on", "planned_on"} & set(known):
            c.complain(document, path, "neither on nor planned_on nor nothing_found: expected one of them")
        name = (year or "", step or "", text_at(known, "country") or "", text_at(known, "turn") or "1")
        if name in seen:
            c.complain(document, path, f"the same step, year, country and turn stand in line {seen[name]} already")
        seen.setdefault(name, document.locate(path)[0])


def check_keys(c: Checker) -> None:
    c.unique(c.entries("reference_keys"), "year")
    for entry in c.entries("reference_keys"):
        document, path, key = entry
        c.references(entry)
        for name in ("population", "gdp"):
            c.known("sources", "source", (document, (*path, name), mapping_at(key, name)), "source")
        members = list(mappings_at(document, path, key, "members"))
        c.unique(members, "country")
        for member in members:
            c.known("countries", "country", member, "country")
            _, where, mapping = member
            official = mapping_at(mapping, "official")
            c.known("sources", "source", (document, (*where, "official"), official), "source")


def check_owners(c: Checker) -> None:
    """What is recorded of a step names countries and actors alike by their codes."""
    countries = c.names["countries"] or set()
    for document, path, actor in c.entries("actors"):
        code = text_at(actor, "code")
        if code is not None and code in countries:
            c.complain(document, (*path, "code"), f"{shown(code)} is the code of a country: expected another one")


_IN_PERSONS = frozenset({"relocation", "offset"})


def check_pools(c: Checker) -> None:
    c.unique(c.entries("pools"), "year")
    for pool in c.entries("pools"):
        document, path, mapping = pool
        c.known("sources", "source", pool, "source")
        seen: set[tuple[str, ...]] = set()
        for entry in mappings_at(document, path, mapping, "entries"):
            _, where, said = entry
            c.known("countries", "country", entry, "country")
            c.known("sources", "source", entry, "source")
            kind = text_at(said, "type")
            wanted, other = ("persons", "money") if kind in _IN_PERSONS else ("money", "persons")
            if kind is not None and (wanted not in said or other in said):
                c.complain(document, where, f"{shown(kind)} is counted in {wanted}: expected the key {wanted} alone")
            name = (text_at(said, "country") or "", text_at(said, "kind") or "pledge", kind or "")
            if name in seen:
                c.complain(document, where, f"a second statement on {' '.join(name)}")
            seen.add(name)


def check_presidencies(c: Checker) -> None:
    """No day has two, and none ends before it begins."""
    taken: list[tuple[str, str, str]] = []
    for entry in c.entries("presidencies"):
        document, path, mapping = entry
        c.known("countries", "country", entry, "country")
        c.known("sources", "source", entry, "source")
        first, last = text_at(mapping, "from"), text_at(mapping, "until")
        if first is None or last is None:
            continue
        if last < first:
            said = f"{shown(last)} is before from: expected a day on or after {first}"
            c.complain(document, (*path, "until"), said)
        for other_first, other_last, country in taken:
            if first <= other_last and other_first <= last:
                said = f"overlaps the Presidency of {shown(country)}: expected days after {other_last}"
                c.complain(document, (*path, "from"), said)
        taken.append((first, last, text_at(mapping, "country") or ""))


CHECKS = (
    check_owners,
    check_steps,
    check_order_of_steps,
    check_record,
    check_keys,
    check_pools,
    check_presidencies,
)
