"""What the words of a spreadsheet can mean in a plan, the best proposal first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.catalogue.views import BlockView, CatalogueView, ItemView
from app.exchange.foreign.layout import NEW
from app.exchange.foreign.words import GOOD, nearest, plain, ranked, stems
from app.plans.queries.records import AuthorityRecord

MOST_PROPOSALS = 5
MOST_COMPARED = 100
"""So many names of authorities are compared with all others; a list has a handful, a wrong column thousands."""
_BLOCK = re.compile(r"^(?:[^\W\d]+ ){0,2}(\d{1,3})$")


@dataclass(frozen=True)
class Proposals:
    """Keys that a word can mean, the best first; `best` is the one that is chosen beforehand, empty where none is."""

    keys: tuple[str, ...] = ()
    best: str = ""


@dataclass(frozen=True)
class Meanings:
    """What there is in a plan for words to mean."""

    view: CatalogueView
    owner: str
    authorities: tuple[AuthorityRecord, ...] = field(default=())

    @cached_property
    def items(self) -> Mapping[str, ItemView]:
        """The plan's items by their keys."""
        return {item.key: item for item in self.view.items_of(self.owner)}

    @cached_property
    def _stems(self) -> Mapping[str, list[frozenset[str]]]:
        return {key: [stems(text) for text in _texts(item)] for key, item in self.items.items()}

    @cached_property
    def _by_text(self) -> Mapping[str, str]:
        named = {plain(text): key for key, item in self.items.items() for text in _texts(item)}
        return named | {plain(key): key for key in self.items}

    @cached_property
    def _blocks(self) -> Mapping[str, BlockView]:
        named = {plain(text): one for one in self.view.blocks.values() for text in one.title.by_language.values()}
        coded = {plain(one.code): one for one in self.view.blocks.values()}
        return named | coded | {plain(one.key): one for one in self.view.blocks.values()}

    def item_named(self, text: str) -> str | None:
        """The item whose key or title this is, in any language."""
        return self._by_text.get(plain(text))

    def block_named(self, text: str) -> BlockView | None:
        """The block whose key, number (`3`, `Block 3`) or title this is."""
        said = plain(text)
        match = _BLOCK.match(said)
        return self._blocks.get(said) or (self._blocks.get(match[1].lstrip("0") or "0") if match else None)

    def items_for(self, text: str, block: BlockView | None = None, *, is_ranked: bool = True) -> Proposals:
        """Items for a word, by their names and the words they have in common; of one block, where it is known.

        `is_ranked`: not only by their names.
        """
        named = self.item_named(text)
        if named is not None:
            return Proposals((named,), named)
        if not is_ranked:
            return Proposals()
        among = {key: found for key, found in self._stems.items() if block is None or self._is_in(key, block)}
        best = ranked(text, among, MOST_PROPOSALS)
        keys = tuple(key for key, _score in best)
        is_clear = bool(best) and best[0][1] >= GOOD and (len(best) == 1 or best[1][1] < best[0][1])
        if block is not None and len(among) <= MOST_PROPOSALS:
            keys += tuple(key for key in among if key not in keys)
        return Proposals(keys, keys[0] if is_clear else "")

    def _is_in(self, key: str, block: BlockView) -> bool:
        return self.items[key].block_key == block.key

    def authorities_for(self, words: Iterable[str]) -> dict[str, str]:
        """What each name of an authority means: one that is there, also under a name that differs by little; else a
        new one, the same for names in the list that differ by little."""
        there = {name: str(one.authority_id) for one in self.authorities for name in (one.short_name, one.name) if name}
        exact = {plain(name): key for name, key in there.items()}
        new: list[str] = []
        found: dict[str, str] = {}
        for number, word in enumerate(words):
            is_compared = number < MOST_COMPARED and plain(word) not in exact
            like = nearest(word, there) if is_compared else None
            same = nearest(word, new) if is_compared else None
            if plain(word) in exact:
                found[word] = exact[plain(word)]
            elif like is not None:
                found[word] = there[like]
            elif same is not None:
                found[word] = NEW + same
            else:
                new.append(word)
                found[word] = NEW + word
        return found

    def step_for(self, workstream: str, word: str) -> str:
        """The step of a ladder that is called so, or nearly; empty where none is."""
        ladder = self.view.workstreams[workstream].ladder if workstream in self.view.workstreams else ()
        titles = {text: step.key for step in ladder for text in step.title.by_language.values()}
        exact = {plain(text): key for text, key in titles.items()} | {plain(step.key): step.key for step in ladder}
        if plain(word) in exact:
            return exact[plain(word)]
        by_step = {step.key: [stems(text) for text in step.title.by_language.values()] for step in ladder}
        best = ranked(word, by_step, 1)
        return best[0][0] if best and best[0][1] >= GOOD else ""


def _texts(item: ItemView) -> list[str]:
    return list(item.title.by_language.values())
