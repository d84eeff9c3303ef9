"""Second readings: which items a seed draws, what two readers said, how far they agree. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.assessments.states import Verdict
from app.reading.kappa import Agreement, agreement


@dataclass(frozen=True)
class Said:
    """What one reader found of an item, and why."""

    verdict: Verdict
    reason: str
    given_at: datetime


@dataclass(frozen=True)
class Settled:
    """What the lead settled on; `assessment_id`: the assessment that was made of it."""

    verdict: Verdict
    reason: str
    settled_at: datetime
    assessment_id: int | None


@dataclass(frozen=True)
class SecondItemRecord:
    """An item of a second reading as somebody may see it: until it is revealed, only with what they said themselves."""

    second_item_id: int
    item_id: int
    first: Said | None
    second: Said | None
    settled: Settled | None

    @property
    def pair(self) -> tuple[Verdict, Verdict] | None:
        """What both said; None while one of them has not, or is not shown."""
        return (self.first.verdict, self.second.verdict) if self.first and self.second else None

    @property
    def agreed(self) -> Verdict | None:
        """What both said, where it is the same."""
        return self.pair[0] if self.pair and self.pair[0] is self.pair[1] else None


@dataclass(frozen=True)
class SecondRecord:
    """A second reading as somebody may see it. `first`, `second`: names of the readers."""

    reading_id: int
    owner: str
    block_key: str
    seed: str | None
    sample_size: int | None
    first_id: int
    second_id: int
    first: str
    second: str
    opened_at: datetime
    revealed_at: datetime | None
    is_cut_short: bool
    items: tuple[SecondItemRecord, ...] = ()

    @property
    def is_revealed(self) -> bool:
        """Whether what was said is shown to both readers and the lead."""
        return self.revealed_at is not None

    @property
    def readers(self) -> tuple[int, int]:
        """The readers by their keys."""
        return self.first_id, self.second_id


def sample(keys: Collection[str], size: int, seed: str) -> tuple[str, ...]:
    """So many of some keys as a seed draws: those with the smallest SHA-256 of `seed:key`, whatever their order was."""
    return tuple(sorted(keys, key=lambda key: (sha256(f"{seed}:{key}".encode()).hexdigest(), key))[:size])


def by_block(items: Iterable[SecondItemRecord], block_of: Mapping[int, str]) -> dict[str, Agreement]:
    """Block → how far the two agree on its items on which both spoke; under the empty key, on all of them."""
    pairs: dict[str, list[tuple[Verdict, Verdict]]] = {}
    for item in items:
        if item.pair is not None:
            for key in ("", block_of[item.item_id]):
                pairs.setdefault(key, []).append(item.pair)
    return {key: agreement(found) for key, found in pairs.items()}
