"""Texts without any form: TXT and CSV."""

from __future__ import annotations

import re

from app.core.labels import message
from app.files.checks.kinds import KINDS, OLD_OFFICE, Kind
from app.files.checks.refusal import OTHER_CONTENT, Refused

NO_TEXT = message("The file is no text: it holds signs that no text holds.")
_MARKUP = re.compile(r"\s*<(?:!doctype|\?xml|html|head|body|script|svg|iframe)\b", re.IGNORECASE)
_MARKS = tuple({kind.mark for kind in KINDS.values() if kind.mark} | {OLD_OFFICE, b"MZ", b"\x7fELF", b"GIF8", b"Rar!"})
_ORDERS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def examine_text(content: bytes, kind: Kind) -> str:
    """Its text, as UTF-8, as UTF-16 with its mark of order, or else as Windows-1252. Raises Refused."""
    text = _decoded(content)
    if content.startswith(_MARKS) or _MARKUP.match(text):
        raise Refused(OTHER_CONTENT, kind=kind.extension.upper())
    if _CONTROL.search(text):
        raise Refused(NO_TEXT)
    return text


def _decoded(content: bytes) -> str:
    order = next((name for mark, name in _ORDERS.items() if content.startswith(mark)), "utf-8")
    for name in (order, "windows-1252"):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    raise Refused(NO_TEXT)
