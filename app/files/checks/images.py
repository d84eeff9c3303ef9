"""Pictures, by their headers: nothing is decoded, so that no number of pixels is ever laid out in memory."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from app.core.labels import message
from app.files.checks.kinds import KINDS
from app.files.checks.refusal import DAMAGED, Refused

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000
TOO_LARGE = message(
    "The picture is %(width)s × %(height)s pixels large; %(most)s million are possible, and %(side)s on a side."
)
_PNG = KINDS["png"].mark
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
"""Markers of JPEG that begin a frame, with its height and width."""
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN = 0xDA


def examine_png(content: bytes) -> None:
    """Chunks whole, in order, nothing behind the last. Raises Refused."""
    chunks = _png_chunks(content)
    name, body = next(chunks, (b"", b""))
    if name != b"IHDR" or len(body) != 13:
        raise Refused(DAMAGED)
    refuse_large(*struct.unpack(">II", body[:8]))
    names = [name for name, _ in chunks]
    if b"IDAT" not in names or names[-1] != b"IEND":
        raise Refused(DAMAGED)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_PNG)
    while place < len(content):
        if place + 12 > len(content):
            raise Refused(DAMAGED)
        length, name = struct.unpack_from(">I4s", content, place)
        body = content[place + 8 : place + 8 + length]
        place += 12 + length
        if place > len(content) or struct.unpack_from(">I", content, place - 4)[0] != zlib.crc32(name + body):
            raise Refused(DAMAGED)
        yield name, body


def examine_jpeg(content: bytes) -> None:
    """Segments whole up to the first scan, a frame among them, and an end. Raises Refused."""
    place, has_frame = 2, False
    while True:
        if place + 4 > len(content) or content[place] != 0xFF:
            raise Refused(DAMAGED)
        marker = content[place + 1]
        if marker == 0xFF or marker in _WITHOUT_LENGTH:
            place += 1 if marker == 0xFF else 2
            continue
        if marker == _SCAN:
            break
        (length,) = struct.unpack_from(">H", content, place + 2)
        if marker in _FRAMES and place + 9 <= len(content):
            height, width = struct.unpack_from(">HH", content, place + 5)
            refuse_large(width, height)
            has_frame = True
        place += 2 + max(length, 2)
    if not has_frame or not content.rstrip(b"\0\r\n ").endswith(b"\xff\xd9"):
        raise Refused(DAMAGED)


def refuse_large(width: int, height: int) -> None:
    """Raise Refused for a picture of too many pixels, or of none."""
    if not width or not height:
        raise Refused(DAMAGED)
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Refused(
            TOO_LARGE,
            width=width,
            height=height,
            most=MOST_PIXELS // 1_000_000,
            side=LONGEST_SIDE,
        )
