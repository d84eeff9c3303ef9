"""One file from its extension and its bytes: what it shows at its beginning."""

from __future__ import annotations

from typing import Any, BinaryIO

from app.files.checks.examining import examine
from app.files.checks.kinds import KINDS
from app.files.checks.refusal import Refused
from app.files.checks.texts import examine_text
from app.files.previews.lines import first_lines
from app.files.previews.reasons import MOST_LINES, MOST_SIGNS, NO_TEXT, NOTHING
from app.files.previews.words import first_words


def show(extension: str, stream: BinaryIO) -> dict[str, Any]:
    """A picture (PNG in base64, with its size), rows, or a text. Raises Refused.

    The checks of the upload come first: no library reads what they refuse, also where they have become stricter since.
    """
    examine(extension, stream)
    stream.seek(0)
    kind = KINDS[extension]
    # Each kind loads its own reader and no other: it starts sooner, and there is less that a file can reach.
    if kind.family in ("png", "jpeg"):
        from app.files.previews.pictures import small_copy

        return small_copy(stream, kind.family)
    if kind.family == "pdf":
        from app.files.previews.pages import text_of_first_page

        return _text(text_of_first_page(stream), NO_TEXT)
    if extension in ("xlsx", "ods"):
        from app.files.previews.sheets import first_sheet

        return _rows(first_sheet(stream))
    if kind.family in ("office", "odf"):
        return _text(first_words(extension, stream), NOTHING)
    text = examine_text(stream.read(), kind)
    return _rows(first_lines(text)) if extension == "csv" else _text(text, NOTHING)


def _text(text: str, otherwise: str) -> dict[str, Any]:
    """The first lines that hold something, with at most one empty line between them."""
    lines: list[str] = []
    for line in text[: 4 * MOST_SIGNS].splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    shown = "\n".join(lines[:MOST_LINES])[:MOST_SIGNS].strip()
    if not shown:
        raise Refused(otherwise)
    return {"text": shown}


def _rows(rows: list[list[str]]) -> dict[str, Any]:
    """Rows without the empty ones, as wide as the widest of them."""
    filled = [row for row in rows if any(row)]
    if not filled:
        raise Refused(NOTHING)
    width = max(place + 1 for row in filled for place, cell in enumerate(row) if cell)
    return {"rows": [[*row, *[""] * width][:width] for row in filled]}
