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
    still_open = {item_id for item_id, item in items.items() if is_open(item)}
    return {
        item_id: tuple(other for other in network.upstream[item_id].own if other in still_open)
        for item_id in items
        if item_id in still_open
    }


def heads_of(items: Mapping[int, ItemReading], network: Network) -> dict[int, tuple[int, ...]]:
    """The roots of each open item, in the catalogue's order; an item without an open predecessor is its own.

    Only chains of open items count: what is in place holds nothing up. The catalogue has no cycles.
    """
    before = _open_before(items, network)
    heads: dict[int, tuple[int, ...]] = {}

    def visit(item_id: int) -> tuple[int, ...]:
        if item_id not in heads:
            found = {head for other in before[item_id] for head in visit(other)}
            heads[item_id] = tuple(sorted(found, key=network.order.__getitem__)) or (item_id,)
        return heads[item_id]

    for item_id in before:
        visit(item_id)
    return heads


def roots_of(items: Mapping[int, ItemReading], heads: Mapping[int, tuple[int, ...]]) -> tuple[Root, ...]:
    """The roots of a plan, widest first; of equal width in the catalogue's order, which `items` keep."""
    waiting: dict[int, list[int]] = {}
    for item_id, roots in heads.items():
        for root in roots:
            waiting.setdefault(root, []).append(item_id)
    listed = [
        Root(
            item_id=item_id,
            state=items[item_id].state,
            waiting=len(waiting[item_id]) - 1,
            width=sum(items[other].gap * items[other].weight for other in waiting[item_id]),
        )
        for item_id in items
        if item_id in waiting
    ]
    return tuple(sorted(listed, key=lambda root: -root.width))


def main_root(roots: tuple[int, ...], waiting: Mapping[int, int]) -> int:
    """The root under which an item with several is listed: the one that most wait for, the first of equals."""
    return max(roots, key=lambda root: waiting.get(root, 0))
