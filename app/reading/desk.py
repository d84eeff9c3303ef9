"""What waits for reviewers and since how many working days, and who of them has how much. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.accounts.queries import ReviewingGrant
from app.plans.states import EU, SubjectKind


@dataclass(frozen=True)
class SharedSince:
    """What of a block was shared after an instant: how many changes of each kind of subject."""

    owner: str
    block_key: str
    counts: Mapping[SubjectKind, int]
    last_at: datetime


@dataclass(frozen=True)
class Unassessed:
    """An item that others know to be reported in place, and since when, with no assessment after that."""

    owner: str
    item_id: int
    since: date


@dataclass(frozen=True)
class NotLookedAt:
    """A submission at which no reviewer said to have looked."""

    owner: str
    submission_id: int
    kind: str
    since: date


@dataclass(frozen=True)
class WaitingFlag:
    """A flag or question on which it is the Commission's turn. `waiting`, `late`: working days."""

    owner: str
    name: str
    is_question: bool
    since: date
    due_on: date | None
    waiting: int
    late: int


@dataclass(frozen=True)
class Facts:
    """What waits on the plans that somebody reviews. `open_flags`: owner → how many are not ended."""

    flags: tuple[WaitingFlag, ...]
    items: tuple[Unassessed, ...]
    submissions: tuple[NotLookedAt, ...]
    open_flags: Mapping[str, int]


@dataclass(frozen=True)
class Load:
    """How much a reviewer has on the countries of their desk; the EU level is on every desk and counted apart."""

    grant: ReviewingGrant
    countries: int
    open_flags: int
    flags: int
    late: int
    items: int
    submissions: int


def latest_first(flags: Iterable[WaitingFlag]) -> tuple[WaitingFlag, ...]:
    """Flags in order: the latest first, then those that wait longest."""
    return tuple(sorted(flags, key=lambda one: (-one.late, -one.waiting, one.name)))


def by_owner(items: Iterable[Unassessed], owners: Sequence[str]) -> dict[str, list[Unassessed]]:
    """Items by plan in the plans' order, those that wait longest first."""
    found: dict[str, list[Unassessed]] = {owner: [] for owner in owners}
    for item in sorted(items, key=lambda one: (one.since, one.item_id)):
        found[item.owner].append(item)
    return {owner: waiting for owner, waiting in found.items() if waiting}


def loads(facts: Facts, grants: Iterable[ReviewingGrant], countries: Collection[str]) -> list[Load]:
    """Who has how much, of the countries that the reader reviews; in the order of the grants."""
    return [_load(facts, grant, (grant.desk or frozenset(countries)) & frozenset(countries)) for grant in grants]


def of_eu_level(facts: Facts) -> tuple[int, int]:
    """Questions on the EU level that wait, and items of it to assess: everybody's."""
    return sum(flag.owner == EU for flag in facts.flags), sum(item.owner == EU for item in facts.items)


def _load(facts: Facts, grant: ReviewingGrant, desk: frozenset[str]) -> Load:
    waiting = [flag for flag in facts.flags if flag.owner in desk]
    return Load(
        grant=grant,
        countries=len(desk),
        open_flags=sum(number for owner, number in facts.open_flags.items() if owner in desk),
        flags=len(waiting),
        late=max((flag.late for flag in waiting), default=0),
        items=sum(item.owner in desk for item in facts.items),
        submissions=sum(one.owner in desk for one in facts.submissions),
    )
