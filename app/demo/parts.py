"""Targets that several authorities share: how one is divided, and what each has reported when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random

from app.demo.chance import happens

MOST = 4
_DIVIDED = 0.75
_REPORTS = 0.75
"""The probability that a target of several authorities is divided, and that one of them reports with the others."""


@dataclass(frozen=True, slots=True)
class Part:
    """What of a target is one authority's, and what it has reached as at which day."""

    target: int
    value: int | None = None
    value_on: date | None = None


@dataclass
class Division:
    """A target divided among authorities by their codes; each `reports` brings it up to what has been reached."""

    chance: Random
    goal: int
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def is_there(self) -> bool:
        """Whether the target is divided at all."""
        return bool(self.parts)

    def reports(self, value: int, day: date) -> Mapping[str, Part]:
        """The parts that are reported on a day, when so much has been reached in all: all of them at the end.

        No part falls, and before the end none is complete.
        """
        changed = dict(self._reports(value, day))
        self.parts.update(changed)
        return changed

    def _reports(self, value: int, day: date) -> Iterator[tuple[str, Part]]:
        for code, part in self.parts.items():
            says, pace = happens(self.chance, _REPORTS), self.chance.uniform(0.8, 1.1)
            if value >= self.goal:
                yield code, Part(part.target, part.target, day)
            elif says:
                reached = min(part.target - 1, round(part.target * value * pace / self.goal))
                yield code, Part(part.target, max(reached, part.value or 0), day)


def divided(chance: Random, goal: int, codes: tuple[str, ...]) -> Division:
    """A division of a target among some authorities; one without parts where it stays whole."""
    some = codes[:MOST]
    is_divided = happens(chance, _DIVIDED) and 1 < len(some) <= goal // 4
    weights = [chance.uniform(0.5, 1.5) for _ in some]
    if not is_divided:
        return Division(chance, goal)
    shares = [max(1, int(goal * weight / sum(weights))) for weight in weights[:-1]]
    shares.append(goal - sum(shares))
    return Division(chance, goal, {code: Part(share) for code, share in zip(some, shares, strict=True)})
