"""Texts as people type them at any door: which characters they may hold, and how long they may be."""

from __future__ import annotations

import unicodedata
from typing import Any

from app.core.errors import Invalid
from app.core.labels import message

_KEPT = frozenset("\n\t")
_REFUSED = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories: control characters, lone surrogates, separators of lines and paragraphs."""
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Embeddings, overrides and isolates: they can show what follows them, even beyond the text, in another order than it
is stored. The plain marks U+200E and U+200F cannot, and are needed where scripts are mixed."""
_UNSEEN = frozenset({"Cf", "Zs", "Cc"})
"""Marks of formatting and spaces: a text of these alone shows nothing, and names nothing."""


def clean_line(value: Any, field: str, limit: int, *, required: bool = False) -> str:
    """One line of text without space around it; `required`: with something to be seen. Raises Invalid."""
    text = _text(value, field)
    if any(unicodedata.category(character) in _REFUSED for character in text):
        raise Invalid(message("The text holds characters that cannot be shown on one line."), field=field)
    return _sized(text, field, limit, required)


def clean_text(value: Any, field: str, limit: int, *, required: bool = False) -> str:
    """Text of several lines; ends of lines become one character. Raises Invalid."""
    text = _text(value, field).replace("\r\n", "\n").replace("\r", "\n")
    if any(unicodedata.category(c) in _REFUSED and c not in _KEPT for c in text):
        raise Invalid(message("The text holds characters that cannot be shown."), field=field)
    return _sized(text, field, limit, required)


def _text(value: Any, field: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Invalid(message("A text is expected here."), field=field)
    if not _TURNING.isdisjoint(value):
        raise Invalid(message("The text holds hidden characters that change the direction of writing."), field=field)
    return value.strip()


def _sized(text: str, field: str, limit: int, required: bool) -> str:
    if required and all(unicodedata.category(character) in _UNSEEN for character in text):
        raise Invalid(message("Enter a text."), field=field)
    if len(text) > limit:
        raise Invalid(
            message("The text is %(length)s characters long; %(limit)s are possible."),
            field=field,
            length=len(text),
            limit=limit,
        )
    return text
