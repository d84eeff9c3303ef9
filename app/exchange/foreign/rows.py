"""From the rows of a spreadsheet to which words have to be understood, and to what is new in a plan. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.catalogue.views import BlockView
from app.exchange.foreign.layout import Layout, Target
from app.exchange.foreign.meanings import Meanings, Proposals
from app.exchange.foreign.table import Table, text_of

LONGEST_WORD = 200
"""Characters by which a word, or the title of a row, is known again."""
MOST_RANKED = 600
"""For so many words items are proposed: more than one import can bring."""


@dataclass(frozen=True)
class Place:
    """Under which word a row's item is looked up: that of its item, or its title where the sheet names none."""

    word: str
    is_title: bool
    block: BlockView | None = None


@dataclass(frozen=True)
class Question:
    """A word, in how many rows it stands, and what it can mean."""

    word: str
    rows: int
    proposals: Proposals = field(default_factory=Proposals)
    block: BlockView | None = None


@dataclass(frozen=True)
class Questions:
    """The words of a spreadsheet, in the order in which they come."""

    items: tuple[Question, ...] = ()
    titles: tuple[Question, ...] = ()
    authorities: tuple[Question, ...] = ()
    steps: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)


class ForeignRows:
    """The rows of one table as a layout reads them, in a plan."""

    def __init__(self, table: Table, layout: Layout, meanings: Meanings) -> None:
        """`layout` decides; where it is silent about a word, its best proposal holds (`questions`)."""
        self.table, self.given, self.meanings = table, layout, meanings

    def word(self, line: int, target: Target) -> str:
        """A cell as the word by which it is known."""
        return text_of(self.table.cell(line, target))[:LONGEST_WORD]

    def place(self, line: int) -> Place:
        """Where a row belongs, as far as the sheet says."""
        said = self.word(line, Target.ITEM)
        block = self.meanings.block_named(said) if said else None
        if said and (block is None or self.meanings.item_named(said)):
            return Place(said, is_title=False)
        return Place(self.word(line, Target.TITLE), is_title=True, block=block)

    @cached_property
    def lines(self) -> list[int]:
        """The rows that have a title."""
        return [line for line in self.table.lines() if self.word(line, Target.TITLE)]

    @cached_property
    def _places(self) -> list[Place]:
        return [self.place(line) for line in self.lines]

    @cached_property
    def decided(self) -> Layout:
        """The layout with the best proposal for every word that it is silent about; empty where there is none."""
        items = {one.word: one.proposals.best for one in self._placed(is_title=False)}
        titles = {one.word: one.proposals.best for one in self._placed(is_title=True)}
        layout = replace(
            self.given,
            items={**items, **self.given.items},
            titles={**titles, **self.given.titles},
            authorities={**self._authorities, **self.given.authorities},
        )
        steps = {
            workstream: {
                word: self.given.steps.get(workstream, {}).get(word, self.meanings.step_for(workstream, word))
                for word in words
            }
            for workstream, words in self._steps_by_workstream(layout).items()
        }
        return replace(layout, steps=steps)

    @cached_property
    def questions(self) -> Questions:
        """All words that somebody has to say, or confirm, the meaning of."""
        names = Counter(self.word(line, Target.AUTHORITY) for line in self.lines)
        steps = self._steps_by_workstream(self.decided)
        return Questions(
            items=tuple(self._placed(is_title=False)),
            titles=tuple(self._placed(is_title=True)),
            authorities=tuple(Question(word, number) for word, number in names.items() if word),
            steps={key: tuple(Question(*pair) for pair in words.items()) for key, words in steps.items()},
        )

    def _placed(self, *, is_title: bool) -> Iterator[Question]:
        places = Counter(place.word for place in self._places if place.is_title is is_title)
        blocks = {place.word: place.block for place in self._places if place.is_title is is_title}
        for place, (word, number) in enumerate(places.items()):
            block = blocks[word]
            yield Question(word, number, self._proposals(word, block, is_ranked=place < MOST_RANKED), block)

    def _proposals(self, word: str, block: BlockView | None, *, is_ranked: bool) -> Proposals:
        key = (word, block.key if block else "")
        if key not in self._known:
            self._known[key] = self.meanings.items_for(word, block, is_ranked=is_ranked)
        return self._known[key]

    @cached_property
    def _known(self) -> dict[tuple[str, str], Proposals]:
        return {}

    @cached_property
    def _authorities(self) -> dict[str, str]:
        words = dict.fromkeys(self.word(line, Target.AUTHORITY) for line in self.lines)
        return self.meanings.authorities_for(word for word in words if word)

    def _steps_by_workstream(self, layout: Layout) -> dict[str, Counter[str]]:
        """Workstream → their words of its steps, with the number of rows."""
        found: dict[str, Counter[str]] = {}
        for line, place in zip(self.lines, self._places, strict=True):
            word = self.word(line, Target.STEP)
            item = self.meanings.items.get(item_of(layout, place))
            if word and item is not None:
                found.setdefault(item.workstream, Counter())[word] += 1
        return found

    def is_silent(self) -> bool:
        """Whether the layout says nothing yet of some word: nobody has seen it."""
        asked = self.questions
        return (
            any(one.word not in self.given.items for one in asked.items)
            or any(one.word not in self.given.titles for one in asked.titles)
            or any(one.word not in self.given.authorities for one in asked.authorities)
            or any(one.word not in self.given.steps.get(key, {}) for key, ones in asked.steps.items() for one in ones)
        )


def item_of(layout: Layout, place: Place) -> str:
    """The key of a row's item; `-` where it is left out, empty where nobody has decided."""
    return (layout.titles if place.is_title else layout.items).get(place.word, "")
