"""What no single value shows: references that lead nowhere, things twice, circles, rules between values.

The checks read the documents and not the shapes, so that a file with one wrong value still has all its
references looked at, and everything wrong is said at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.catalogue import article_ranges
from app.catalogue.reading.cycles import cycles
from app.catalogue.reading.faults import Fault, Path, shown
from app.catalogue.reading.folder import Folder
from app.catalogue.reading.nodes import Document

Entry = tuple[Document, Path, Mapping[str, Any]]
"""A mapping in a list of a file, with the way to it."""


def find_faults(folder: Folder) -> list[Fault]:
    """All faults between values, in no particular order."""
    checker = Checker(folder)
    for check in CHECKS:
        check(checker)
    return checker.faults


def text_at(mapping: Mapping[str, Any], key: str) -> str | None:
    """The text under a key, or None when there is none or something else."""
    value = mapping.get(key)
    return value if isinstance(value, str) else None


def list_at(mapping: Mapping[str, Any], key: str) -> list[Any]:
    """The list under a key; empty when there is none or something else."""
    value = mapping.get(key)
    return value if isinstance(value, list) else []


def mappings_at(document: Document, path: Path, mapping: Mapping[str, Any], key: str) -> Iterator[Entry]:
    """The mappings in the list under a key."""
    for number, value in enumerate(list_at(mapping, key)):
        if isinstance(value, dict):
            yield document, (*path, key, number), value


def mapping_at(mapping: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The mapping under a key; empty when there is none or something else."""
    value = mapping.get(key)
    return value if isinstance(value, dict) else {}


class Checker:
    """The documents by what they hold, the names they define, and the faults found so far."""

    def __init__(self, folder: Folder) -> None:
        self.faults: list[Fault] = []
        self.head = folder.head.document
        self.head_data: Mapping[str, Any] = self.head.data if isinstance(self.head.data, dict) else {}
        self._beside = {kind: part.document for kind, part in folder.beside.items()}
        self.blocks = [entry for part in folder.blocks for entry in self._listed(part.document, "blocks")]
        self.sections: list[Entry] = []
        self.items: list[Entry] = []
        for block in self.blocks:
            self._gather(block)
        named = len(list_at(mapping_at(self.head_data, "files"), "blocks"))
        self.has_all_blocks = len(folder.blocks) == named and all(part.document.data for part in folder.blocks)
        self.names = {kind: self._names(kind, key) for kind, key in _NAMED_BY.items()}
        self.articles = self._articles()

    def entries(self, kind: str, key: str | None = None) -> Iterator[Entry]:
        """The entries of a file beside the blocks; `key` where it differs from the file's kind."""
        document = self._beside.get(kind)
        if document is not None:
            yield from self._listed(document, key or kind)

    def _listed(self, document: Document, key: str) -> Iterator[Entry]:
        if isinstance(document.data, dict):
            yield from mappings_at(document, (), document.data, key)

    def _gather(self, block: Entry) -> None:
        waiting = [block]
        while waiting:
            document, path, node = waiting.pop()
            if "item" in node and "children" not in node:
                self.items.append((document, path, node))
                continue
            if "section" in node:
                self.sections.append((document, path, node))
            waiting += reversed(list(mappings_at(document, path, node, "children")))

    def _names(self, kind: str, key: str) -> set[str] | None:
        """The names a file defines; None when the file could not be read, so that nothing can be said of them."""
        document = self._beside.get(kind)
        if document is None:
            return None if kind in mapping_at(self.head_data, "files") else set()
        if not isinstance(document.data, dict) or not isinstance(document.data.get(kind), list):
            return None
        return {name for _, _, entry in self.entries(kind) if (name := text_at(entry, key)) is not None}

    def _articles(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for _, _, entry in self.entries("articles"):
            act, number = text_at(entry, "act"), text_at(entry, "number")
            if act is not None and number is not None:
                found.setdefault(act, set()).add(number)
        return found

    def complain(self, document: Document, path: Path, message: str, *, key: bool = False) -> None:
        self.faults.append(document.fault(path, message, key=key))

    def known(self, kind: str, what: str, entry: Entry, key: str) -> None:
        """The text under a key names an entry of another file."""
        document, path, mapping = entry
        self.is_known(kind, what, document, (*path, key), text_at(mapping, key))

    def all_known(self, kind: str, what: str, entry: Entry, key: str) -> None:
        """Each text of a list names an entry of another file, and none twice."""
        document, path, mapping = entry
        seen: set[str] = set()
        for number, name in enumerate(list_at(mapping, key)):
            if isinstance(name, str):
                self.is_known(kind, what, document, (*path, key, number), name)
                if name in seen:
                    self.complain(document, (*path, key, number), f"{shown(name)} stands twice in the list")
                seen.add(name)

    def is_known(self, kind: str, what: str, document: Document, path: Path, name: str | None) -> None:
        names = self.names[kind]
        if name is not None and names is not None and name not in names:
            self.complain(document, path, f"unknown {what} {shown(name)}: expected one of {kind}.yaml")

    def references(self, entry: Entry, key: str = "legal") -> None:
        """Acts and articles of a list of legal references are known, and none stands twice."""
        document, path, mapping = entry
        seen: set[tuple[str, str]] = set()
        for _, where, reference in mappings_at(document, path, mapping, key):
            self.known("acts", "act", (document, where, reference), "act")
            act, article = text_at(reference, "act"), text_at(reference, "article")
            if act is None or article is None:
                continue
            self.article(document, (*where, "article"), act, article)
            if (act, article) in seen:
                self.complain(document, where, f"{shown(f'{act} {article}')} stands twice in the list")
            seen.add((act, article))

    def article(self, document: Document, path: Path, act: str, article: str) -> None:
        """A range rises, and an article exists where the act's articles are listed."""
        if not article_ranges.in_order(article):
            self.complain(document, path, f"{shown(article)} falls: expected a range that rises")
        listed = self.articles.get(act)
        for number in article_ranges.numbers_of(article) if listed else ():
            if number not in (listed or ()) and not number.startswith("Annex"):
                self.complain(document, path, f"{act} has no article {shown(number)} in articles.yaml")

    def unique(self, entries: Iterable[Entry], *keys: str) -> None:
        """No two entries have the same text, or texts, under the keys."""
        seen: dict[tuple[str, ...], tuple[str, int]] = {}
        for document, path, mapping in entries:
            name = tuple(text_at(mapping, key) or "" for key in keys)
            if "" in name:
                continue
            where = (*path, keys[-1])
            if name in seen:
                file, line = seen[name]
                said = f"duplicate {keys[-1]} {shown(' '.join(name))}"
                self.complain(document, where, f"{said}: it already stands in {file}:{line}")
            else:
                seen[name] = (document.file, document.locate(where)[0])


_NAMED_BY = {
    "sources": "code",
    "acts": "code",
    "actors": "code",
    "funds": "code",
    "countries": "code",
    "conditions": "key",
    "workstreams": "key",
}


# --- the files beside the blocks -------------------------------------------------------------------------


def check_head(c: Checker) -> None:
    starts, applies = text_at(c.head_data, "starts_on"), text_at(c.head_data, "applies_from")
    if starts and applies and starts > applies:
        said = f"{shown(applies)} is before starts_on: expected a day on or after {starts}"
        c.complain(c.head, ("applies_from",), said)
    c.unique(mappings_at(c.head, (), c.head_data, "plan_sections"), "key")
    c.unique(mappings_at(c.head, (), c.head_data, "documents"), "reference")


def check_duplicates(c: Checker) -> None:
    for kind, key in _NAMED_BY.items():
        c.unique(c.entries(kind), key)
    for key in ("iso2", "iso3", "order"):
        c.unique(c.entries("countries"), key)
    for key in ("key", "order"):
        c.unique(c.entries("cycle"), key)
        c.unique(c.entries("support", "measures"), key)
        c.unique(c.entries("support", "themes"), key)
    c.unique(c.entries("articles"), "act", "number")
    c.unique(c.entries("participation"), "country", "act")
    c.unique(c.entries("empowerments"), "code")
    c.unique(c.entries("linkages"), "from", "to")
    c.unique(c.entries("terms"), "key")


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
        c.complain(document, (*path, "parent"), f"parents in a circle: {_named(circle)}")


def _named(circle: Sequence[str]) -> str:
    """A circle in one line; of a long one the beginning and the end."""
    shortened = circle if len(circle) <= 12 else [*circle[:6], "…", *circle[-5:]]
    return " → ".join(shortened)


def _articles(c: Checker, document: Document, path: Path, mapping: Mapping[str, Any], act: str | None) -> None:
    for number, article in enumerate(list_at(mapping, "articles")):
        if isinstance(article, str) and act is not None:
            c.article(document, (*path, "articles", number), act, article)


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
    for entry in c.entries("cycle"):
        c.all_known("actors", "actor", entry, "actors")
        c.references(entry)
    for document, path, term in c.entries("terms"):
        title = mapping_at(term, "title")
        for language in mapping_at(term, "confidence"):
            if language not in title:
                c.complain(document, (*path, "confidence", language), f"the title has no {shown(language)}", key=True)


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


# --- blocks and items ------------------------------------------------------------------------------------


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
        c.complain(document, where, f"items wait for each other in a circle: {_named(circle)}")


CHECKS = (
    check_head,
    check_duplicates,
    check_acts,
    check_beside,
    check_countries,
    check_participation,
    check_conditions,
    check_workstreams,
    check_nodes,
    check_items,
    check_dependencies,
)
