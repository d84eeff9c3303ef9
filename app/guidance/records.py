"""What is read of the use of guidance: plain records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.guidance.states import UseKind, UseReach


@dataclass(frozen=True)
class UseRecord:
    """A use as it holds now: the last record of a chain of corrections. `authority`: empty outside its country."""

    use_id: int
    owner: str
    authority_id: int
    authority: str
    entry_key: str
    kind: UseKind
    number: int | None
    as_on: date
    note: str
    reach: UseReach
    corrects_id: int | None
    said_at: datetime


@dataclass(frozen=True)
class Total:
    """What the records of one publication and kind add up to. `number`: None where nothing is counted.

    Whoever was trained twice is counted twice. `countries`: of how many.
    """

    kind: UseKind
    number: int | None
    records: int
    countries: int


def totals_of(records: list[UseRecord]) -> list[Total]:
    """By kind, in the order of the vocabulary."""
    found = []
    for kind in UseKind:
        of_kind = [one for one in records if one.kind is kind]
        if of_kind:
            numbers = [one.number for one in of_kind if one.number is not None]
            countries = len({one.owner for one in of_kind})
            found.append(Total(kind, sum(numbers) if numbers else None, len(of_kind), countries))
    return found
