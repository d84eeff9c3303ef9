"""Gaps have roots: the furthest open items upstream over the catalogue's dependencies, in the same plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from app.readiness.cases import ItemReading
from app.readiness.network import Network
from app.readiness.states import OPEN_STATES, State


class Root(NamedTuple):
    """An open item at the head of a chain. `waiting`: how many open items wait for it, directly or not.

    `width`: the gap to the expectation by law of the item and of what waits for it, key items three times (1/100 %).
    """

    item_id: int
    state: State
    waiting: int
    width: int


def is_open(item: ItemReading) -> bool:
    """Counted, something was shared, and it is not in place."""
    return item.is_counted and item.state in OPEN_STATES


def _open_before(items: Mapping[int, ItemReading], network: Network) -> dict[int, tuple[int, ...]]:
    """The open direct predecessors of each open item."""
    still_open = [item_id for item_id, item in items.items() if is_open(item)]
    known = set(still_open)
    before = {}
    for item_id in still_open:
        own = network.upstream[item_id].own
        before[item_id] = () if known.isdisjoint(own) else tuple(other for other in own if other in known)
    return before


def heads_of(items: Mapping[int, ItemReading], network: Network) -> dict[int, tuple[int, ...]]:
    """The roots of each open item, in the catalogue's order; an item without an open predecessor is its own.

    Only chains of open items count: what is in place holds nothing up. The catalogue has no cycles.
    """
    before = _open_before(items, network)
    heads: dict[int, tuple[int, ...]] = {}

    def visit(item_id: int) -> tuple[int, ...]:
        found = heads.get(item_id)
        if found is None:
            found = (item_id,)
            if before[item_id]:
                upstream = {head for other in before[item_id] for head in visit(other)}
                found = tuple(sorted(upstream, key=network.order.__getitem__))
            heads[item_id] = found
        return found

    for item_id in before:
        visit(item_id)
    return heads


def roots_of(items: Mapping[int, ItemReading], heads: Mapping[int, tuple[int, ...]]) -> tuple[Root, ...]:
    """The roots of a plan, widest first; of equal width in the catalogue's order, which `items` keep."""
    waiting: dict[int, int] = {}
    width: dict[int, int] = {}
    for item_id, roots in heads.items():
        item = items[item_id]
        own = item.gap * item.weight
        for root in roots:
            waiting[root] = waiting.get(root, 0) + 1
            width[root] = width.get(root, 0) + own
    listed = [
        Root(item_id, items[item_id].state, waiting[item_id] - 1, width[item_id])
        for item_id in items
        if item_id in waiting
    ]
    return tuple(sorted(listed, key=lambda root: -root.width))


def main_root(roots: tuple[int, ...], waiting: Mapping[int, int]) -> int:
    """The root under which an item with several is listed: the one that most wait for, the first of equals."""
    return max(roots, key=lambda root: waiting.get(root, 0))
