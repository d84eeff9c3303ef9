"""The documents by what they hold, the names they define, and the faults found so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.catalogue import article_ranges
from app.catalogue.reading.faults import Fault, Path, shown
from app.catalogue.reading.folder import Folder
from app.catalogue.reading.nodes import Document

Entry = tuple[Document, Path, Mapping[str, Any]]
"""A mapping in a list of a file, with the way to it."""


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
        self.names = {kind: self._names(kind, key) for kind, key in NAMED_BY.items()}
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


NAMED_BY = {
    "sources": "code",
    "acts": "code",
    "actors": "code",
    "funds": "code",
    "countries": "code",
    "conditions": "key",
    "workstreams": "key",
    "cycle": "key",
    "finding_kinds": "key",
}
