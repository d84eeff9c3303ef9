"""PDF (ISO 32000): what it would do when it is opened, as far as it can be read without a viewer."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from app.core.labels import message
from app.files.checks.pdf_text import FIRST_PART, readable_text
from app.files.checks.refusal import DAMAGED, EXPANDS, HAS_FILES, PROTECTED, Refused

MOST_BYTES = 100 * 1024 * 1024
HAS_DEED = message("The PDF does something when it is opened (JavaScript or another program). Save it without.")

_STREAM = re.compile(rb"stream\r?\n")
_END = b"endstream"
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_DEEDS = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|XFA|ImportData|SubmitForm)(?![A-Za-z0-9])")
_FILES = re.compile(rb"/(?:EmbeddedFiles?|FileAttachment)(?![A-Za-z0-9])")
_PROTECTED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
_NO_TEXT = re.compile(rb"/(?:Image|FontFile\d?|XRef|ICCBased|Metadata|Length1|CIDFontType0C|Type1C|OpenType)\b")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)(?![A-Za-z0-9])")


def examine_pdf(content: bytes) -> str:
    """Its text, as far as it can be read. Raises Refused."""
    end = content.rfind(b"%%EOF")
    if end < 0 or content[end + 5 :].strip(b"\0\t\n\f\r "):
        raise Refused(DAMAGED)
    texts: list[bytes] = []
    left = MOST_BYTES
    for outside, head, body in _parts(content):
        _refuse_deeds(outside)
        inflated = _inflated(head, body, left)
        left -= len(inflated)
        if _OBJECTS.search(head):
            _refuse_deeds(inflated)
        elif not _NO_TEXT.search(head) and sum(map(len, texts)) < 40 * FIRST_PART:
            texts.append(inflated)
    return readable_text(texts)


def _parts(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """What stands outside of streams, piece by piece, each with the head and the body of the stream behind it."""
    place = 0
    while found := _STREAM.search(content, place):
        close = content.find(_END, found.end())
        if close < 0:
            raise Refused(DAMAGED)
        outside = content[place : found.start()]
        yield outside, outside[outside.rfind(b"obj") :] if b"obj" in outside else outside, content[found.end() : close]
        place = close + len(_END)
    yield content[place:], b"", b""


def _refuse_deeds(words: bytes) -> None:
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), words)
    if _PROTECTED.search(plain):
        raise Refused(PROTECTED)
    if _DEEDS.search(plain):
        raise Refused(HAS_DEED)
    if _FILES.search(plain):
        raise Refused(HAS_FILES)


def _inflated(head: bytes, body: bytes, left: int) -> bytes:
    """What a stream holds; one that is packed otherwise, or not well, as it stands."""
    if not _FLATE.search(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), head)):
        return body if len(body) <= left else _too_much()
    try:
        unpacker = zlib.decompressobj()
        inflated = unpacker.decompress(body, left + 1)
    except zlib.error:
        return b""
    return inflated if len(inflated) <= left else _too_much()


def _too_much() -> bytes:
    raise Refused(EXPANDS)
