"""Which items a page shows: the filters of the address, and the items of each block that pass them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import groupby

from app.catalogue.states import Level, Nature, Obligation
from app.catalogue.views import BlockView, CatalogueView, ItemView, SectionView
from app.web.search.matching import Question, text_of

EVERYTHING = "all"
"""`?block=all`: every item, without a filter."""


@dataclass(frozen=True)
class Selection:
    """The filters as asked for; an empty one lets everything pass. `unknown`: names whose value means nothing here."""

    block: str = ""
    level: str = ""
    workstream: str = ""
    obligation: str = ""
    nature: str = ""
    act: str = ""
    key: str = ""
    q: str = ""
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, asked: Mapping[str, str], view: CatalogueView) -> Selection:
        """Read the filters from an address; what the catalogue does not know is left out and named in `unknown`."""
        given = {name: asked.get(name, "").strip()[:200] for name in FILTERS}
        known = {
            "block": {EVERYTHING, *(block.code for block in view.blocks.values())},
            "level": _values(Level),
            "workstream": set(view.workstreams),
            "obligation": _values(Obligation),
            "nature": _values(Nature),
            "act": set(view.acts),
            "key": {"1"},
        }
        unknown = tuple(name for name, values in known.items() if given[name] and given[name] not in values)
        return cls(**{**given, **dict.fromkeys(unknown, "")}, unknown=unknown)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for, not even everything."""
        return not any(getattr(self, name) for name in FILTERS)

    def in_address(self) -> dict[str, str]:
        """The filters that are set, as they stand in an address."""
        return {name: getattr(self, name) for name in FILTERS if getattr(self, name)}

    def blocks(self, view: CatalogueView) -> Iterator[BlockView]:
        """The blocks asked for, in order."""
        return (block for block in view.blocks.values() if self.block in ("", EVERYTHING, block.code))

    def items(self, view: CatalogueView) -> list[ItemView]:
        """The items that pass, in the catalogue's order."""
        question = Question.of(self.q, view)
        return [item for block in self.blocks(view) for item in block.items if self._passes(item, view, question)]

    def _passes(self, item: ItemView, view: CatalogueView, question: Question) -> bool:
        compared = (
            (self.level, item.level),
            (self.workstream, item.workstream),
            (self.obligation, item.obligation),
            (self.nature, item.nature),
        )
        if any(asked and asked != has for asked, has in compared):
            return False
        if self.key and not item.is_key:
            return False
        if self.act and all(reference.act != self.act for reference in item.legal):
            return False
        return not self.q or question.score(text_of(item, view)) > 0


FILTERS = tuple(field.name for field in fields(Selection) if field.name != "unknown")


@dataclass(frozen=True)
class Part:
    """A stretch of a block's tree: the sections it stands under, the level, and its items that passed."""

    sections: tuple[SectionView, ...]
    level: Level
    items: tuple[ItemView, ...]


@dataclass(frozen=True)
class BlockPart:
    """A block with those of its items that passed."""

    block: BlockView
    parts: tuple[Part, ...]

    @property
    def count(self) -> int:
        """How many items passed."""
        return sum(len(part.items) for part in self.parts)


def parts_of(block: BlockView, passed: set[str]) -> BlockPart:
    """A block's tree cut to the items that passed (keys in words) and parted by level; what is empty is left out."""
    runs = groupby(_leaves(block.children, (), passed), key=lambda leaf: (leaf[0], leaf[1].level))
    return BlockPart(
        block,
        tuple(Part(sections, level, tuple(item for _, item in leaves)) for (sections, level), leaves in runs),
    )


def _leaves(
    children: tuple[SectionView | ItemView, ...], above: tuple[SectionView, ...], passed: set[str]
) -> Iterator[tuple[tuple[SectionView, ...], ItemView]]:
    for child in children:
        if isinstance(child, SectionView):
            yield from _leaves(child.children, (*above, child), passed)
        elif child.key in passed:
            yield above, child


def _values(kind: type[StrEnum]) -> set[str]:
    return {member.value for member in kind}
