"""What of a plan waits for others: its authorities, the EU level. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from app.desk.needs import needs_of
from app.desk.rights import OfAuthority, Rights
from app.desk.rules import Looked, due, open_ones, to_confirm
from app.readiness.facts import EuPredecessor
from app.readiness.network import usable_from
from app.readiness.requirements import TextLike
from app.readiness.state import awaited_title


class AuthorityWork(NamedTuple):
    """An authority's open milestones: all, those due in two weeks or past their own date, those to be confirmed.

    `oldest_on`: the earliest own date that has passed. `to_ask`: how many lines a letter to it would hold,
    `to_ask_whole`: those of them that are about an item as a whole.
    """

    authority_id: int
    open: int
    due: int
    unconfirmed: int
    oldest_on: date | None
    to_ask: int
    to_ask_whole: int


class AwaitedFromEu(NamedTuple):
    """Something the EU level has to deliver. `until`: the last day of the time to put it to use, once delivered.

    `items`: what of the plan waits for it; `has_key`: a key item is among them.
    """

    title: str | TextLike
    item_id: int
    expected_on: date | None
    delivered_on: date | None
    until: date | None
    items: tuple[int, ...]
    has_key: bool


def work_of(items: Iterable[Looked], authorities: Iterable[int]) -> tuple[AuthorityWork, ...]:
    """The work of each authority that has any, in the order given."""
    items = tuple(items)
    return tuple(work for authority_id in authorities if (work := _work(items, authority_id)).open or work.to_ask)


def _work(items: tuple[Looked, ...], authority_id: int) -> AuthorityWork:
    rights = OfAuthority(authority_id)
    parts = _parts(items, authority_id)
    asked = [line for _, line in needs_of(parts, rights).lines if line.milestone is not None]
    dates = [(line.on, item.day) for item in parts for line in due(item, rights)]
    return AuthorityWork(
        authority_id=authority_id,
        open=sum(1 for item in parts for milestone in open_ones(item) if milestone.authority_id == authority_id),
        due=len(dates),
        unconfirmed=sum(1 for item in parts for _ in to_confirm(item, rights)),
        oldest_on=min((on for on, day in dates if on < day), default=None),
        to_ask=len(asked),
        to_ask_whole=sum(1 for line in asked if line.milestone and line.milestone.facts.is_closing),
    )


def _parts(items: tuple[Looked, ...], authority_id: int) -> tuple[Looked, ...]:
    """The items in which an authority has any part."""
    return tuple(
        item
        for item in items
        if authority_id in item.authorities or any(m.authority_id == authority_id for m in item.milestones)
    )


def awaited_from_eu(items: Iterable[Looked], rights: Rights) -> tuple[AwaitedFromEu, ...]:
    """What of the EU level is awaited, each once, by those items in which one has a part; what holds up most first."""
    return awaited_by(item for item in items if rights.coordinates or rights.may_show(item.block_key, item.authorities))


def awaited_by(items: Iterable[Looked]) -> tuple[AwaitedFromEu, ...]:
    """What of the EU level these items wait for, each once; what holds up key items first, then what holds up most."""
    waiting: dict[tuple[int, str], list[tuple[Looked, EuPredecessor]]] = defaultdict(list)
    for item in items:
        for awaited in item.reading.awaited:
            title = awaited_title(item.case, awaited)
            waiting[awaited.item_id, title if isinstance(title, str) else ""].append((item, awaited))
    found = [_awaited(held) for held in waiting.values()]
    return tuple(sorted(found, key=lambda one: (not one.has_key, -len(one.items))))


def _awaited(held: list[tuple[Looked, EuPredecessor]]) -> AwaitedFromEu:
    first, awaited = held[0]
    return AwaitedFromEu(
        title=awaited_title(first.case, awaited),
        item_id=awaited.item_id,
        expected_on=awaited.expected_on,
        delivered_on=awaited.delivered_on,
        until=usable_from(awaited),
        items=tuple(dict.fromkeys(item.reading.item_id for item, _ in held)),
        has_key=any(item.reading.is_key for item, _ in held),
    )
