"""How far a reading has come: which items were read, which have changed since, where to go on. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.reading.states import MarkState


@dataclass(frozen=True)
class MarkRecord:
    """What a reviewer has marked of an item. `known_at`: the release that was read; None: nothing was shared."""

    item_id: int
    state: MarkState
    line: str
    read_at: datetime
    known_at: datetime | None


STATEMENT = "statement"
"""What an agency states, among what can change."""

Subject = tuple[str, int]
"""A milestone, a piece of evidence or what is said of an item, as `SubjectKind` says, or `STATEMENT`; by its key."""


@dataclass(frozen=True)
class Course:
    """A reading of some items in their order. `changed`: item → what of it others were told anew since it was read,
    by the country or by an agency."""

    order: tuple[int, ...]
    marks: Mapping[int, MarkRecord]
    changed: Mapping[int, frozenset[Subject]]

    @property
    def total(self) -> int:
        """How many items there are."""
        return len(self.order)

    @property
    def to_go(self) -> int:
        """How many were not yet read, those to come back to among them."""
        return sum(not self.is_read(item_id) for item_id in self.order)

    @property
    def read_and_changed(self) -> int:
        """How many changed since they were read."""
        return sum(self.is_read(item_id) and item_id in self.changed for item_id in self.order)

    @property
    def to_come_back(self) -> int:
        """How many are marked to come back to."""
        found = (self.marks.get(item_id) for item_id in self.order)
        return sum(mark is not None and mark.state is MarkState.COME_BACK for mark in found)

    @property
    def last(self) -> int | None:
        """The item that was marked last; None before the first mark."""
        here = set(self.order)
        found = [mark for mark in self.marks.values() if mark.item_id in here]
        return max(found, key=lambda mark: (mark.read_at, self.place_of(mark.item_id))).item_id if found else None

    def is_read(self, item_id: int) -> bool:
        """Whether an item is marked as read, changed since or not."""
        mark = self.marks.get(item_id)
        return mark is not None and mark.state is MarkState.READ

    def place_of(self, item_id: int) -> int:
        """The place of an item, counted from 1."""
        return self.order.index(item_id) + 1

    def before(self, item_id: int) -> int | None:
        """The item before another; None before the first."""
        place = self.place_of(item_id)
        return self.order[place - 2] if place > 1 else None

    def after(self, item_id: int) -> int | None:
        """The item after another; None after the last."""
        place = self.place_of(item_id)
        return self.order[place] if place < self.total else None

    def next_to_read(self, item_id: int | None) -> int | None:
        """The next item after one, from the start again, that is not read or has changed since; None: all is read."""
        start = self.place_of(item_id) if item_id is not None else 0
        turned: Sequence[int] = (*self.order[start:], *self.order[:start])
        return next((one for one in turned if one != item_id and not self._is_done(one)), None)

    def _is_done(self, item_id: int) -> bool:
        return self.is_read(item_id) and item_id not in self.changed
