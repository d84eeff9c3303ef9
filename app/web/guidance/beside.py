"""What other pages show of guidance: blocks and items, as the catalogue of the day has it and as it was recorded."""

from __future__ import annotations

from collections.abc import Sequence

from app.catalogue.views import BlockView, ItemView
from app.guidance.records import Entry
from app.web.published import listed

FIRST = 5
"""So many are named; the list has the others."""


def on_block(entry: Entry, block: BlockView) -> bool:
    """Whether a publication is about a block: named itself, or by an item of it, or about all."""
    of_items = {item.key for item in block.items}
    return block.key in entry.blocks or bool(of_items & set(entry.items)) or not (entry.blocks or entry.items)


def guidance_on_item(item: ItemView) -> Sequence[Entry]:
    """The publications that name an item, then those on its block as a whole; the first of them."""
    named = [one for one in listed() if item.key in one.items]
    others = [one for one in listed() if item.block_key in one.blocks and one not in named]
    return [*named, *others][:FIRST]


def guidance_on_block(block: BlockView) -> Sequence[Entry]:
    """The first publications on a block."""
    return [one for one in listed() if on_block(one, block)][:FIRST]
