"""What has been computed is kept: in the process, least recently used first out, and in a store that may outlive it.

Nothing is ever wrong in it: the stamps of the plan and of the EU plan for the day are part of each key, so that a
change makes new keys and old ones fall out by themselves.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Generic, NamedTuple, Protocol, TypeVar

from app.plans.states import Scope
from app.readiness.plan import PlanReading, PlanSummary
from app.readiness.states import RULE_VERSION
from app.readiness.trend import TrendPoint

V = TypeVar("V")


class ReadingStore(Protocol):
    """A store beside the process: JSON texts by key. It may forget at any time and never raises for a missing key."""

    def get_many(self, keys: Iterable[str], /) -> Mapping[str, str]: ...

    def put_many(self, values: Mapping[str, str], /) -> None: ...


class ReadingKey(NamedTuple):
    """What a reading depends on. `law`: the release with what is laid over it. `eu_stamp` is 0 where the EU plan does
    not matter.
    """

    database: str
    law: str
    plan_id: int
    scope: Scope
    stamp: int
    eu_stamp: int
    day: date

    def as_text(self, kind: str) -> str:
        """The key in a store; the rule's version is part of it."""
        parts = (kind, RULE_VERSION, *self[:3], self.scope.value, self.stamp, self.eu_stamp, self.day.isoformat())
        return "|".join(str(part) for part in parts)


class Recent(Generic[V]):
    """The most recently used values, up to a number, or up to a weight where one is given; safe with threads."""

    def __init__(self, size: int, weigh: Callable[[V], int] | None = None) -> None:
        """`size`: how many values, or what they may weigh together."""
        self._size = size
        self._weigh = weigh or (lambda _: 1)
        self._weight = 0
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable) -> V | None:
        """The value, or None."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: Hashable, value: V) -> None:
        """Keep a value, and let go of those that were not asked for longest."""
        with self._lock:
            replaced = self._values.pop(key, None)
            if replaced is not None:
                self._weight -= self._weigh(replaced)
            self._values[key] = value
            self._weight += self._weigh(value)
            while self._weight > self._size:
                _, dropped = self._values.popitem(last=False)
                self._weight -= self._weigh(dropped)

    def get_or_make(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value, made when it is not there."""
        value = self.get(key)
        if value is None:
            value = make()
            self.put(key, value)
        return value


@dataclass
class ReadingCache:
    """One a process. Full readings are few, because they hold every item; summaries and trend points are small.

    `circumstances`: what the EU level has delivered, by day. `derived`: whatever pages make of readings.
    """

    store: ReadingStore | None = None
    readings: Recent[PlanReading] = field(default_factory=lambda: Recent(64))
    summaries: Recent[PlanSummary] = field(default_factory=lambda: Recent(1_200))
    points: Recent[TrendPoint] = field(default_factory=lambda: Recent(12_000))
    trends: Recent[tuple[TrendPoint, ...]] = field(default_factory=lambda: Recent(600))
    known: Recent[PlanReading] = field(default_factory=lambda: Recent(64))
    circumstances: Recent[object] = field(default_factory=lambda: Recent(16))
    derived: Recent[object] = field(default_factory=lambda: Recent(64))
