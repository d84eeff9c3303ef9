"""What a workbook is called, so that those of eight ministries can be told apart in one folder."""

from __future__ import annotations

import re
import unicodedata

from app.core import clock
from app.exchange.book.content import Book
from app.web.export import file_name

LONGEST = 40
"""Characters of an authority's name that go into that of a file."""


def book_name(book: Book, ending: str) -> str:
    """`plan-IE-ministry-of-justice-2026-11-22.xlsx`: of whom, what of it, of which day, and whether it is invented."""
    chosen, parts = book.selection, [f"plan-{book.owner}"]
    own = chosen.authorities or ()
    if len(own) == 1:
        words = {key: word for word, key in book.words.authorities.items()}
        parts += [_plain(words.get(key, "")) or str(key) for key in own]
    if chosen.blocks is not None:
        parts.append("-".join(["block", *(sheet.name.partition(" ")[0] for sheet in book.sheets)]))
    if len(own) > 1 or chosen.items is not None or chosen.milestones is not None:
        parts.append("selection")
    return file_name("-".join(parts), ending, day=clock.today(), is_invented=book.is_invented)


def _plain(name: str) -> str:
    """A name in plain letters; empty where it has none, as in Greek."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:LONGEST].strip("-")
