"""The tree of adaptations as one reader sees it: who may not see a practice reads that there is one. Pure.

A practice, or a deliverable, that was made from another stands below it. Of what the reader may not see there is
neither country nor title, unless the reader is a first author above it and who made it agrees that they may know the
country. What nobody outside has ever been shown is left out, unless something below it is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Link(NamedTuple):
    """That a practice or a deliverable was adapted from a practice."""

    source_id: int
    practice_id: int | None
    deliverable_id: int | None
    tells_author: bool


@dataclass(frozen=True)
class Place:
    """What stands in a tree. `was_shared`: it is, or once was, read outside its country."""

    owner: str
    name: str
    title: str
    is_seen: bool
    was_shared: bool
    is_draft: bool = False
    deliverable_id: int | None = None


@dataclass(frozen=True)
class Node:
    """A place as the reader sees it. Keys, `owner`, `name` and `title` are empty for one that they may not see; of
    one of which they may know the country there is `owner` alone."""

    practice_id: int | None = None
    deliverable_id: int | None = None
    owner: str = ""
    name: str = ""
    title: str = ""
    is_here: bool = False
    below: tuple[Node, ...] = ()

    @property
    def is_seen(self) -> bool:
        """Whether the reader may open it."""
        return self.practice_id is not None or self.deliverable_id is not None

    @property
    def number(self) -> int:
        """How many places there are, this one with all below it."""
        return 1 + sum(node.number for node in self.below)


class Reader(NamedTuple):
    """`countries`: those of which the reader is the first author; `of_all`: a support officer is it of every one."""

    countries: frozenset[str]
    of_all: bool = False


def tree_of(
    here: int,
    links: Collection[Link],
    practices: Mapping[int, Place],
    deliverables: Mapping[int, Place],
    reader: Reader,
) -> Node:
    """The tree in which a practice stands, from what everything in it was made from."""
    growing = _Tree(here, links, practices, deliverables, reader)
    return growing.node(growing.root, None, False, frozenset()) or Node(practice_id=here, is_here=True)


class _Tree:
    def __init__(
        self,
        here: int,
        links: Collection[Link],
        practices: Mapping[int, Place],
        deliverables: Mapping[int, Place],
        reader: Reader,
    ) -> None:
        self.here, self.practices, self.deliverables, self.reader = here, practices, deliverables, reader
        self.below: dict[int, list[Link]] = defaultdict(list)
        above = {}
        for link in links:
            self.below[link.source_id].append(link)
            if link.practice_id is not None:
                above[link.practice_id] = link.source_id
        self.root, met = here, {here}
        while self.root in above and above[self.root] not in met:
            self.root = above[self.root]
            met.add(self.root)

    def node(self, key: int, link: Link | None, is_author: bool, met: frozenset[int]) -> Node | None:
        """A practice with what was made from it; None: it is left out. `is_author`: the reader is one above it."""
        if key in met or key not in self.practices:
            return None
        place = self.practices[key]
        own = is_author or self.reader.of_all or place.owner in self.reader.countries
        found = (self._made(one, own, met | {key}) for one in self._links(key))
        below = tuple(node for node in found if node is not None)
        return self._shown(place, link, is_author, below, practice_id=key, is_here=key == self.here)

    def _links(self, key: int) -> list[Link]:
        """A deliverable that is a practice itself, made from the same, stands there as that practice."""
        links = self.below[key]
        there = (self.practices.get(link.practice_id or 0) for link in links)
        made = {place.deliverable_id for place in there if place is not None}
        return [link for link in links if link.deliverable_id is None or link.deliverable_id not in made]

    def _made(self, link: Link, is_author: bool, met: frozenset[int]) -> Node | None:
        if link.practice_id is not None:
            return self.node(link.practice_id, link, is_author, met)
        key = link.deliverable_id
        if key is None or key not in self.deliverables:
            return None
        return self._shown(self.deliverables[key], link, is_author, (), deliverable_id=key)

    def _shown(
        self,
        place: Place,
        link: Link | None,
        is_author: bool,
        below: tuple[Node, ...],
        *,
        practice_id: int | None = None,
        deliverable_id: int | None = None,
        is_here: bool = False,
    ) -> Node | None:
        if place.is_seen:
            return Node(practice_id, deliverable_id, place.owner, place.name, place.title, is_here, below)
        is_told = link is not None and link.tells_author and is_author and not place.is_draft
        if is_told:
            return Node(owner=place.owner, below=below)
        return Node(below=below) if place.was_shared or below else None
