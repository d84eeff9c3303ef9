"""What other pages show of guidance: blocks and items, as the catalogue of the day has it."""

from __future__ import annotations

from collections.abc import Sequence

from app.catalogue.views import BlockView, GuidanceView, ItemView
from app.http.context import catalogue

FIRST = 5
"""So many are named; the list has the others."""


def listed() -> list[GuidanceView]:
    """What is sure enough to be shown, in the catalogue's order."""
    return [one for one in catalogue().guidance if one.is_shown]


def on_block(entry: GuidanceView, block: BlockView) -> bool:
    """Whether a publication is about a block: named itself, or by an item of it, or about all."""
    of_items = {item.key for item in block.items}
    return block.key in entry.blocks or bool(of_items & set(entry.items)) or not (entry.blocks or entry.items)


def guidance_on_item(item: ItemView) -> Sequence[GuidanceView]:
    """The publications that name an item, then those on its block as a whole; the first of them."""
    named = [one for one in listed() if item.key in one.items]
    others = [one for one in listed() if item.block_key in one.blocks and one not in named]
    return [*named, *others][:FIRST]


def guidance_on_block(block: BlockView) -> Sequence[GuidanceView]:
    """The first publications on a block."""
    return [one for one in listed() if on_block(one, block)][:FIRST]
