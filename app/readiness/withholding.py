"""What a sum over Member States may rest on, so that nothing that is withheld can be had by subtraction.

Where fewer than five rows that a reader may not see would enter a figure, none of them does (docs/method.md,
"Averages"). Pure: who sees which row is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

FEWEST_WITHHELD = 5
"""From so many withheld rows on, a sum that they are in tells nothing about one of them."""

T = TypeVar("T")
V = TypeVar("V")


@dataclass(frozen=True)
class Pool(Generic[V]):
    """Something of each Member State in its shared state: of rows the reader sees, and of rows withheld from them."""

    seen: Mapping[str, V]
    withheld: Mapping[str, V]

    def pick(self, take: Callable[[V], T | None]) -> list[T]:
        """What a sum may rest on; `take` gives what a plan contributes, or None.

        Withheld plans are in it only where at least five of them contribute.
        """
        others = [taken for held in self.withheld.values() if (taken := take(held)) is not None]
        taken_of_seen = [taken for held in self.seen.values() if (taken := take(held)) is not None]
        return taken_of_seen + others if len(others) >= FEWEST_WITHHELD else taken_of_seen

    def takes_withheld(self, shares: Callable[[V], bool]) -> bool:
        """Whether withheld plans are in a count: at least five of them share something of what is counted."""
        return sum(1 for held in self.withheld.values() if shares(held)) >= FEWEST_WITHHELD

    def counted(self, shares: Callable[[V], bool]) -> list[V]:
        """What a count rests on: everything seen, and everything withheld where that tells of nobody."""
        return [*self.seen.values(), *(self.withheld.values() if self.takes_withheld(shares) else ())]

    def map(self, make: Callable[[V], T]) -> Pool[T]:
        """The same pool of something else."""
        return Pool(
            {owner: make(held) for owner, held in self.seen.items()},
            {owner: make(held) for owner, held in self.withheld.items()},
        )
