"""The words of a PDF's first pages, good enough to find a mark: no layout, and no font but by its own table of signs.

Texts are shown by codes of a font. Which sign a code is stands in the font's table (`ToUnicode`); which font shows
which text is not followed up here. Each text is read once as Latin letters and once by each table in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

FIRST_PART = 20_000
MOST_TABLES = 24
_SHOWN = re.compile(
    rb"\[((?:[^\[\]()<>]|\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>)*)\]\s*TJ|(\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>)\s*(?:Tj|'|\")",
    re.S,
)
_STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f\s]*)>|(-?\d+(?:\.\d+)?)", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf(?:char|range)", re.S)
_CODE = re.compile(rb"<([0-9A-Fa-f\s]+)>")
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"", b"f": b""}
WIDE_GAP = -200
"""A step between two pieces of a line, in thousandths of its height, from which on it is read as a space."""

Table = Mapping[int, str]


def readable_text(streams: Iterable[bytes]) -> str:
    """What the streams show, a line a shown text; once for each way of reading it."""
    tables: list[tuple[int, Table]] = []
    shown: list[list[bytes]] = []
    size = 0
    for stream in streams:
        if b"beginbf" in stream and len(tables) < MOST_TABLES:
            tables.append(_table(stream))
        elif size < FIRST_PART:
            lines = [_pieces(found[1] or found[2]) for found in _SHOWN.finditer(stream)]
            shown += lines
            size += sum(len(piece) for line in lines for piece in line)
    readings = ["\n".join(b"".join(line).decode("latin-1") for line in shown)]
    readings += ["\n".join(_read(line, *table) for line in shown) for table in tables]
    # Once more without the ends of lines: some show every letter by itself.
    return "\n".join([*readings, *(reading.replace("\n", "") for reading in readings)])


def _pieces(words: bytes) -> list[bytes]:
    pieces = []
    for text, codes, step in _STRING.findall(words):
        if step:
            pieces += [b" "] if float(step) < WIDE_GAP else []
        elif codes:
            digits = b"".join(codes.split())
            pieces.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        else:
            pieces.append(_ESCAPE.sub(_unescaped, text))
    return pieces


def _unescaped(found: re.Match[bytes]) -> bytes:
    said = found[1]
    return bytes([int(said, 8) & 0xFF]) if said[:1].isdigit() else _LETTERS.get(said, said)


def _table(stream: bytes) -> tuple[int, Table]:
    """How many bytes a code has, and the sign of each."""
    signs: dict[int, str] = {}
    width = 1
    for kind, block in _BLOCK.findall(stream):
        codes = [b"".join(code.split()) for code in _CODE.findall(block)]
        width = max(width, len(codes[0]) // 2) if codes else width
        step = 2 if kind == b"bfchar" else 3
        for place in range(0, len(codes) - step + 1, step):
            first, sign = int(codes[place], 16), _sign(codes[place + step - 1])
            last = first if step == 2 else min(int(codes[place + 1], 16), first + 255)
            for code in range(first, last + 1):
                signs[code] = chr(min(ord(sign) + code - first, 0x10FFFF)) if len(sign) == 1 else sign
    return width, signs


def _sign(code: bytes) -> str:
    return bytes.fromhex((code + b"0" * (len(code) % 2)).decode()).decode("utf-16-be", "replace")


def _read(pieces: Iterable[bytes], width: int, table: Table) -> str:
    read = []
    for piece in pieces:
        if piece == b" ":
            read.append(" ")
            continue
        codes = range(0, len(piece) - width + 1, width)
        read += [table.get(int.from_bytes(piece[place : place + width], "big"), "") for place in codes]
    return "".join(read)
