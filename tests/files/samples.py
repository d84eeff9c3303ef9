"""Files of every kind that is taken, made here, and their hostile cousins."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from PIL import Image

from app.files.checks.kinds import KINDS

OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{main}.main+xml"/></Types>'
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(parts: Mapping[str, bytes | str], *, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A packed file of these parts; `mimetype` is stored as OpenDocument asks."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as file:
        for name, content in parts.items():
            file.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else how)
    return made.getvalue()


def office(extension: str, text: str = "Adopted text", **parts: bytes | str) -> bytes:
    """A small office file with a text in its main part; further `parts` by their names."""
    return packed({**office_parts(extension, text), **parts})


def office_parts(extension: str, text: str = "Adopted text") -> dict[str, bytes | str]:
    part, main = OFFICE_PARTS[extension], KINDS[extension].main
    first = {"pptx": {part: "<p/>"}}.get(extension, {})
    return {
        "[Content_Types].xml": _TYPES.format(part=part, main=main),
        **first,
        (
            "ppt/slides/slide1.xml" if first else part
        ): f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>',
    }


def odf_parts(extension: str, text: str = "Adopted text") -> dict[str, bytes | str]:
    """The parts of a small OpenDocument file."""
    names = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    return {
        "mimetype": KINDS[extension].media_type,
        "content.xml": f"<content {names}><text:p>{text}</text:p></content>",
        "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    }


def png(width: int = 2, height: int = 2, after: bytes = b"") -> bytes:
    """A picture that says it has so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0\0\0\0\0\0")), (b"IEND", b"")]
    return KINDS["png"].mark + b"".join(map(_chunk, chunks)) + after


def _chunk(named: tuple[bytes, bytes]) -> bytes:
    name, body = named
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def drawn(width: int, height: int) -> bytes:
    """A picture that can be looked at."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(made, "PNG")
    return made.getvalue()


def jpeg(width: int = 2, height: int = 2) -> bytes:
    """The same as JPEG: a head, a frame, a scan, an end."""
    app0 = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\1\1\0\0\1\0\1\0\0"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00" + b"\x12\x34"
    return b"\xff\xd8" + app0 + frame + scan + b"\xff\xd9"


def pdf(text: str = "Adopted text", objects: bytes = b"", *, is_packed: bool = True) -> bytes:
    """A PDF with one shown text; further `objects` as they are written."""
    return pdf_of(f"BT /F1 12 Tf ({text}) Tj ET".encode("latin-1"), objects, is_packed=is_packed)


def pdf_of(content: bytes, objects: bytes = b"", *, is_packed: bool = True, head: bytes = b"") -> bytes:
    """A PDF around a stream of contents."""
    body = zlib.compress(content) if is_packed else content
    filtered = b"/Filter /FlateDecode " if is_packed else b""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"3 0 obj\n<< "
        + head
        + filtered
        + b"/Length %d >>\nstream\n" % len(body)
        + body
        + b"\nendstream\nendobj\n"
        + objects
        + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    )


def good(extension: str) -> bytes:
    """A right file of a kind."""
    makers: dict[str, Any] = {
        "office": lambda: office(extension),
        "odf": lambda: packed(odf_parts(extension)),
        "pdf": pdf,
        "png": png,
        "jpeg": jpeg,
        "text": lambda: "Stand der Dinge: Gesetz verkündet\n".encode(),
    }
    made: bytes = makers[KINDS[extension].family]()
    return made
