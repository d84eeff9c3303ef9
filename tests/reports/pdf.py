"""What a PDF file says of itself, its packed parts unpacked."""

from __future__ import annotations

import re
import zlib

import pytest

from app.reports.press.__main__ import has_pango

needs_pango = pytest.mark.skipif(not has_pango(), reason="Pango is not on this machine")


def unpacked(file: bytes) -> bytes:
    """The file with every part that is packed as it reads without."""
    parts = [file]
    for held in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", file, re.DOTALL):
        try:
            parts.append(zlib.decompressobj().decompress(held))
        except zlib.error:
            continue
    return b"\n".join(parts)


def says(file: bytes, text: str) -> bool:
    """Whether a title, a bookmark or another property of the file holds this text."""
    whole = unpacked(file)
    return any(form in whole for form in (text.encode(), text.encode("utf-16-be").hex().encode()))
