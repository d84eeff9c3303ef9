"""A snapshot as canonical text, its hash, and the form in which it is kept. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from app.audit.canonical import plain

LARGEST = 64 * 1024 * 1024
"""Bytes of text that a seal may unpack to."""


class Sealed(NamedTuple):
    """`content`: the text, compressed (zlib), in base 64; `size`: bytes of the text."""

    hash: str
    content: str
    size: int


def canonical_text(snapshot: Mapping[str, Any]) -> str:
    """Canonical JSON: keys in order, no space, days and instants (UTC) in ISO 8601; the same on both databases."""
    return json.dumps(plain(snapshot), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def seal(snapshot: Mapping[str, Any]) -> Sealed:
    """The snapshot under the SHA-256 (hex) of its canonical text in UTF-8."""
    text = canonical_text(snapshot).encode()
    packed = base64.b64encode(zlib.compress(text, 9)).decode()
    return Sealed(hashlib.sha256(text).hexdigest(), packed, len(text))


def unsealed(content: str) -> bytes | None:
    """The canonical text that was kept; None where what is kept is no seal any more."""
    try:
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(base64.b64decode(content, validate=True), LARGEST)
    except (binascii.Error, zlib.error, ValueError):
        return None
    return text if unpacking.eof else None


def read_snapshot(content: str) -> dict[str, Any]:
    """The snapshot that was kept; empty where what is kept is no seal any more."""
    text = unsealed(content)
    if text is None:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def matches(content: str, digest: str) -> bool:
    """Whether what is kept has this hash, computed anew."""
    text = unsealed(content)
    return text is not None and hashlib.sha256(text).hexdigest() == digest


def day_of_figures(snapshot: Mapping[str, Any]) -> date | None:
    """The day for which the figures of a snapshot were computed; none where what is kept says none any more."""
    try:
        return date.fromisoformat(str(snapshot.get("as_of", "")))
    except ValueError:
        return None
