"""Faults between blocks, sections and items: keys, references, rules of an item, circles."""

from __future__ import annotations

from collections.abc import Sequence

from app.catalogue.reading.checks.checker import Checker, Entry, list_at, mapping_at, text_at
from app.catalogue.reading.cycles import cycles, spelled_circle
from app.catalogue.reading.faults import Path, shown
from app.catalogue.reading.nodes import Document


def check_nodes(c: Checker) -> None:
    named = [(entry, "key") for entry in c.blocks] + [(entry, "section") for entry in c.sections]
    seen: dict[str, tuple[str, int]] = {}
    for (document, path, node), key in [*named, *((entry, "item") for entry in c.items)]:
        name = text_at(node, key)
        if name is None:
            continue
        if name in seen:
            file, line = seen[name]
            c.complain(document, (*path, key), f"duplicate key {shown(name)}: it already stands in {file}:{line}")
        else:
            seen[name] = (document.file, document.locate((*path, key))[0])
    c.unique(c.blocks, "code")
    keys = {name for _, _, block in c.blocks if (name := text_at(block, "key")) is not None}
    for entry in c.blocks:
        c.all_known("acts", "act", entry, "acts")
        c.all_known("funds", "fund", entry, "funds")
    for document, path, linkage in c.entries("linkages"):
        for end in ("from", "to"):
            name = text_at(linkage, end)
            if name is not None and name not in keys and c.has_all_blocks:
                c.complain(document, (*path, end), f"unknown block {shown(name)}: expected the key of a block")


def check_items(c: Checker) -> None:
    for entry in c.items:
        c.known("workstreams", "workstream", entry, "workstream")
        c.known("conditions", "condition", entry, "condition")
        c.all_known("actors", "actor", entry, "actors")
        c.references(entry)
        for rule in ITEM_RULES:
            rule(c, entry)


def _condition_fits(c: Checker, entry: Entry) -> None:
    document, path, item = entry
    obligation = text_at(item, "obligation")
    if obligation == "shall_if" and "condition" not in item:
        c.complain(document, (*path, "obligation"), "'shall_if' without condition: expected a key of conditions.yaml")
    if "condition" in item and obligation is not None and obligation != "shall_if":
        said = f"a condition with {shown(obligation)}: expected obligation: shall_if"
        c.complain(document, (*path, "condition"), said)


def _has_legal_basis(c: Checker, entry: Entry) -> None:
    document, path, item = entry
    if item.get("legal") != []:
        return
    if text_at(item, "provenance") == "act":
        c.complain(document, (*path, "legal"), "no reference although provenance is act: expected the act's article")
    elif text_at(item, "obligation") in ("shall", "shall_if"):
        said = "a duty without reference: expected an article, or obligation may or recommended"
        c.complain(document, (*path, "legal"), said)


_NATURE_OF_DUE = {"recurring": "recurring", "per_case": "per_case", "on_event": "event"}


def _due_fits(c: Checker, entry: Entry) -> None:
    document, path, item = entry
    due, nature = mapping_at(item, "due"), text_at(item, "nature")
    kind = text_at(due, "kind")
    expected = _NATURE_OF_DUE.get(kind or "")
    if expected and nature is not None and nature != expected:
        said = f"{shown(kind or '')} with nature {nature}: expected nature: {expected}"
        c.complain(document, (*path, "due", "kind"), said)
    starts, on = text_at(item, "starts_on"), text_at(due, "on") or text_at(due, "first_on")
    if starts and on and kind in ("legal", "recurring") and starts > on:
        said = f"{shown(starts)} is after the item's date: expected a day up to {on}"
        c.complain(document, (*path, "starts_on"), said)


def _closing_fits(c: Checker, entry: Entry) -> None:
    document, path, item = entry
    closing = mapping_at(item, "closing")
    kind, has_unit = text_at(closing, "kind"), "unit" in closing
    if kind == "number" and not has_unit:
        c.complain(document, (*path, "closing"), "a number without unit: expected the key unit")
    if has_unit and kind is not None and kind not in ("number", "training_record"):
        said = f"a unit with {shown(kind)}: expected kind number or training_record"
        c.complain(document, (*path, "closing", "unit"), said, key=True)


def _lead_time_fits(c: Checker, entry: Entry) -> None:
    document, path, item = entry
    if "lead_time_days" in item and text_at(item, "level") == "member_state":
        said = "a lead time at level member_state: expected at level eu only"
        c.complain(document, (*path, "lead_time_days"), said, key=True)


ITEM_RULES = (_condition_fits, _has_legal_basis, _due_fits, _closing_fits, _lead_time_fits)


def check_dependencies(c: Checker) -> None:
    waits_for: dict[str, Sequence[str]] = {}
    places: dict[tuple[str, str], tuple[Document, Path]] = {}
    keys = {name for _, _, item in c.items if (name := text_at(item, "item")) is not None}
    for document, path, item in c.items:
        key = text_at(item, "item")
        if key is None or key in waits_for:
            continue
        named = [(number, name) for number, name in enumerate(list_at(item, "depends_on")) if isinstance(name, str)]
        waits_for[key] = [name for _, name in named]
        for number, name in named:
            where = (*path, "depends_on", number)
            if name not in keys and c.has_all_blocks:
                c.complain(document, where, f"unknown item {shown(name)}: expected the key of an item")
            if (key, name) in places:
                c.complain(document, where, f"{shown(name)} stands twice in the list")
            places[key, name] = (document, where)
    for circle in cycles(waits_for):
        document, where = places[circle[-2], circle[-1]]
        c.complain(document, where, f"items wait for each other in a circle: {spelled_circle(circle)}")


CHECKS = (check_nodes, check_items, check_dependencies)
