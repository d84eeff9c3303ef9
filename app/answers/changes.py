"""What differs between two versions of a text: by sentences, and within changed ones by words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from app.core.labels import LabelledEnum, message

_SENTENCES = re.compile(r"[^\n.!?;]*(?:[.!?;]+\s*|\n+|$)")
_WORDS = re.compile(r"\s+|[^\s]+")

MOST_WORDS = 600
"""Of longer passages it is said as a whole that they were replaced."""


class Change(LabelledEnum):
    """What became of a piece of text."""

    SAME = "same", message("unchanged")
    GONE = "gone", message("left out")
    NEW = "new", message("added")


class Piece(NamedTuple):
    """A piece of text, and whether it stands in both versions, in the older alone or in the newer alone."""

    change: Change
    text: str


def pieces_of(old: str, new: str) -> list[Piece]:
    """The two texts as one row of pieces; those that are not new make up the older text, those not gone the newer."""
    found: list[Piece] = []
    before, after = _sentences(old), _sentences(new)
    for change, gone, come in _steps(before, after):
        if change == "replace" and len(gone) and len(come):
            found += _by_words("".join(gone), "".join(come))
        else:
            found += _said(change, "".join(gone), "".join(come))
    return list(_joined(found))


def _by_words(old: str, new: str) -> list[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return _said("replace", old, new)
    found: list[Piece] = []
    for change, gone, come in _steps(before, after):
        found += _said(change, "".join(gone), "".join(come))
    return found


def _sentences(text: str) -> list[str]:
    return [one for one in _SENTENCES.findall(text) if one]


def _steps(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for change, first, last, begin, end in matcher.get_opcodes():
        yield change, before[first:last], after[begin:end]


def _said(change: str, gone: str, come: str) -> list[Piece]:
    if change == "equal":
        return [Piece(Change.SAME, gone)]
    return [Piece(kind, text) for kind, text in ((Change.GONE, gone), (Change.NEW, come)) if text]


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece."""
    held: Piece | None = None
    for piece in pieces:
        if held is not None and held.change is piece.change:
            held = Piece(held.change, held.text + piece.text)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
