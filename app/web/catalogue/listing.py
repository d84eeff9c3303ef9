"""The items of a catalogue as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask_babel import gettext

from app.catalogue.views import CatalogueView, ItemView
from app.core.labels import LabelledEnum
from app.web.export import Cell
from app.web.frame import in_language

HEAD = (
    "key",
    "origin",
    "block",
    "block title",
    "level",
    "title",
    "description",
    "key item",
    "obligation",
    "condition",
    "nature",
    "workstream",
    "actors",
    "primary reference",
    "heading",
    "other references",
    "needed by",
    "kind of that day",
    "basis of that day",
    "later duty",
    "closing condition",
    "what shows it",
    "sensitive",
    "waits for",
    "provenance",
    "confidence",
    "EUR-Lex",
)
"""Names of the columns; the same in every language, for those who read the file by program."""


def rows_of_file(view: CatalogueView, items: Iterable[ItemView]) -> Iterator[tuple[Cell, ...]]:
    """One row an item, in the catalogue's order; days in numerals."""
    for item in items:
        yield _row(view, item)


def _row(view: CatalogueView, item: ItemView) -> tuple[Cell, ...]:
    block = view.blocks[item.block_key]
    primary = item.legal[0] if item.legal else None
    return (
        item.key,
        item.origin,
        block.code,
        in_language(block.title),
        _label(item.level),
        in_language(item.title),
        in_language(item.description),
        _yes(item.is_key),
        _label(item.obligation),
        in_language(view.conditions[item.condition].title) if item.condition else None,
        _label(item.nature),
        in_language(view.workstreams[item.workstream].title),
        ", ".join(in_language(view.actors[code].title) for code in item.actors),
        primary.label if primary else None,
        in_language(primary.heading) if primary else None,
        ", ".join(reference.label for reference in item.legal[1:]),
        item.needed_by,
        _label(item.needed_by_kind),
        item.needed_by_anchor,
        _yes(item.is_later_duty),
        _label(item.closing_kind),
        in_language(item.closing_text),
        _yes(item.is_sensitive),
        ", ".join(item.depends_on),
        _label(item.provenance),
        _label(item.confidence),
        primary.url if primary else None,
    )


def _label(value: LabelledEnum) -> str:
    return str(gettext(value.label))


def _yes(fact: bool) -> str:
    return str(gettext("yes") if fact else gettext("no"))
