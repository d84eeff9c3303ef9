"""Faults between values of the head and of the files beside law and blocks."""

from __future__ import annotations

from app.catalogue.reading.checks.checker import NAMED_BY, Checker, Entry, list_at, mapping_at, mappings_at, text_at
from app.catalogue.reading.faults import shown


def check_head(c: Checker) -> None:
    starts, applies = text_at(c.head_data, "starts_on"), text_at(c.head_data, "applies_from")
    if starts and applies and starts > applies:
        said = f"{shown(applies)} is before starts_on: expected a day on or after {starts}"
        c.complain(c.head, ("applies_from",), said)
    c.unique(mappings_at(c.head, (), c.head_data, "plan_sections"), "key")
    c.unique(mappings_at(c.head, (), c.head_data, "documents"), "reference")


def check_duplicates(c: Checker) -> None:
    for kind, key in NAMED_BY.items():
        c.unique(c.entries(kind), key)
    for key in ("iso2", "iso3", "order"):
        c.unique(c.entries("countries"), key)
    for key in ("key", "order"):
        c.unique(c.entries("support", "measures"), key)
        c.unique(c.entries("support", "themes"), key)
        c.unique(c.entries("support", "calls"), key)
        c.unique(c.entries("allocations"), key)
        c.unique(c.entries("guidance"), key)
    c.unique(c.entries("articles"), "act", "number")
    c.unique(c.entries("participation"), "country", "act")
    c.unique(c.entries("empowerments"), "code")
    c.unique(c.entries("linkages"), "from", "to")
    c.unique(c.entries("terms"), "key")


def check_beside(c: Checker) -> None:
    for entry in c.entries("articles"):
        c.known("acts", "act", entry, "act")
    for entry in c.entries("funds"):
        c.known("acts", "act", entry, "act")
    for entry in c.entries("empowerments"):
        document, path, mapping = entry
        c.known("acts", "act", entry, "act")
        c.known("actors", "actor", entry, "adopted_by")
        act, article = text_at(mapping, "act"), text_at(mapping, "article")
        if act is not None and article is not None:
            c.article(document, (*path, "article"), act, article)
    for entry in c.entries("deadlines"):
        c.references(entry)
    for document, path, term in c.entries("terms"):
        title = mapping_at(term, "title")
        for language in mapping_at(term, "confidence"):
            if language not in title:
                c.complain(document, (*path, "confidence", language), f"the title has no {shown(language)}", key=True)


def check_calls(c: Checker) -> None:
    known = {name for _, _, block in c.blocks if (name := text_at(block, "key")) is not None}
    for entry in c.entries("support", "calls"):
        document, path, call = entry
        c.all_known("sources", "source", entry, "sources")
        _in_order(c, entry, "opens_on", "closes_on")
        _in_order(c, entry, "starts_on", "ends_on")
        states = list(mappings_at(document, path, call, "given"))
        c.unique(states, "country")
        for given in states:
            c.known("countries", "country", given, "country")
            c.all_known("sources", "source", given, "sources")
            _in_order(c, given, "starts_on", "ends_on")
            _blocks(c, given, known)


def check_allocations(c: Checker) -> None:
    known = {name for _, _, block in c.blocks if (name := text_at(block, "key")) is not None}
    for entry in c.entries("allocations"):
        c.known("countries", "country", entry, "country")
        c.all_known("funds", "fund", entry, "funds")
        c.all_known("sources", "source", entry, "sources")
        _blocks(c, entry, known)


def check_guidance(c: Checker) -> None:
    known = {name for _, _, block in c.blocks if (name := text_at(block, "key")) is not None}
    items = {name for _, _, item in c.items if (name := text_at(item, "item")) is not None}
    for entry in c.entries("guidance"):
        c.all_known("actors", "actor", entry, "by")
        document, path, mapping = entry
        for number, name in enumerate(list_at(mapping, "items")):
            if isinstance(name, str) and name not in items and c.has_all_blocks:
                where = (*path, "items", number)
                c.complain(document, where, f"unknown item {shown(name)}: expected the key of an item")
        c.all_known("sources", "source", entry, "sources")
        _blocks(c, entry, known)


def _in_order(c: Checker, entry: Entry, first: str, last: str) -> None:
    document, path, mapping = entry
    begins, ends = text_at(mapping, first), text_at(mapping, last)
    if begins and ends and ends < begins:
        c.complain(document, (*path, last), f"{shown(ends)} is before {first}: expected a day on or after {begins}")


def _blocks(c: Checker, entry: Entry, known: set[str]) -> None:
    document, path, mapping = entry
    seen: set[str] = set()
    for number, name in enumerate(list_at(mapping, "blocks")):
        if not isinstance(name, str):
            continue
        where = (*path, "blocks", number)
        if c.has_all_blocks and name not in known:
            c.complain(document, where, f"unknown block {shown(name)}: expected one of the catalogue's blocks")
        if name in seen:
            c.complain(document, where, f"{shown(name)} stands twice in the list")
        seen.add(name)


def check_countries(c: Checker) -> None:
    for document, path, country in c.entries("countries"):
        if text_at(country, "code") == "EU":
            c.complain(document, (*path, "code"), "EU stands for the EU level: expected the code of a Member State")
        for number, name in enumerate(list_at(country, "native")):
            if isinstance(name, str) and " / " in name:
                c.complain(document, (*path, "native", number), "two names in one: expected one entry a name")
        for number, name in enumerate(list_at(mapping_at(country, "borders"), "neighbours")):
            if isinstance(name, str) and " / " in name:
                where = (*path, "borders", "neighbours", number)
                c.complain(document, where, "two names in one: expected one entry a name")


def check_workstreams(c: Checker) -> None:
    for document, path, workstream in c.entries("workstreams"):
        steps = list(mappings_at(document, path, workstream, "ladder"))
        c.unique(steps, "key")
        before = 0
        for _, where, step in steps:
            value = text_at(step, "value")
            if value is None or not value.isascii() or not value.isdigit() or len(value) > 9:
                continue
            if int(value) <= before:
                c.complain(document, (*where, "value"), f"{value} after {before}: expected values that rise to 100")
            before = int(value)
        if steps and before and before != 100:
            said = f"the ladder ends at {before}: expected values that rise to 100"
            c.complain(document, (*steps[-1][1], "value"), said)


CHECKS = (
    check_head,
    check_duplicates,
    check_beside,
    check_calls,
    check_allocations,
    check_guidance,
    check_countries,
    check_workstreams,
)
