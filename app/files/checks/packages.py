"""Documents, sheets and slides in packed XML: Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300)."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

from app.files.checks.archives import Archive
from app.files.checks.kinds import Kind
from app.files.checks.markup import MarkupReader
from app.files.checks.refusal import HAS_FILES, HAS_PROGRAM, OTHER_CONTENT, PROTECTED, Refused

FIRST_PART = 20_000
"""So many characters of each part are looked through for marks: of what stands on the first page, and of all heads."""
CONTENT_TYPES = "[Content_Types].xml"
MIMETYPE = "mimetype"
MANIFEST = "META-INF/manifest.xml"
_MARKUP = (".xml", ".rels", ".rdf")
_READ = re.compile(
    r"word/(?:document|header\d*|footer\d*)\.xml|docprops/\w+\.xml|xl/(?:sharedstrings|workbook|worksheets/sheet1)\.xml"
    r"|ppt/(?:slides/slide1|slidemasters/slidemaster1|slidelayouts/slidelayout1)\.xml|(?:content|styles|meta)\.xml"
)
_WITHIN = (".xlsx", ".docx", ".pptx", ".emf", ".wmf", ".png", ".jpeg", ".jpg")
"""What a chart or a picture may be embedded as; anything else in a folder of embeddings is a file within the file."""
_CODES = re.compile(r'&(?:[A-Z]|\d+|"[^"]*")')
"""In heads and feet of sheets: where a text stands and in which letters."""


def examine_office(stream: BinaryIO, kind: Kind) -> str:
    """The texts of an Office Open XML file. Raises Refused."""
    archive = Archive(stream)
    types = archive.read(CONTENT_TYPES, 1024 * 1024).decode("utf-8", "replace") if _has_types(archive) else ""
    if f"officedocument.{kind.main}.main+xml" not in types:
        is_program = "macroEnabled" in types
        raise Refused(HAS_PROGRAM) if is_program else Refused(OTHER_CONTENT, kind=kind.extension.upper())
    if "macroEnabled" in types or "vbaProject" in types:
        raise Refused(HAS_PROGRAM)
    for name in archive.names:
        if "/embeddings/" in name and not name.lower().endswith((*_WITHIN, ".rels", "/")):
            raise Refused(HAS_FILES)
    return _texts(archive)


def _has_types(archive: Archive) -> bool:
    return CONTENT_TYPES in archive.names


def examine_odf(stream: BinaryIO, kind: Kind) -> str:
    """The texts of an OpenDocument file. Raises Refused."""
    archive = Archive(stream)
    first = archive.members[0]
    is_named = first.filename == MIMETYPE and first.compress_type == zipfile.ZIP_STORED
    if not is_named or archive.read(MIMETYPE, 200) != kind.media_type.encode() or "content.xml" not in archive.names:
        raise Refused(OTHER_CONTENT, kind=kind.extension.upper())
    for name in archive.names:
        if name.startswith(("Basic/", "Scripts/")):
            raise Refused(HAS_PROGRAM)
    return _texts(archive)


def _texts(archive: Archive) -> str:
    """Read every member to its end, so that all that is in it has been counted, and every XML by a strict reader."""
    found = []
    # The manifest first: it says whether the others are to be read at all.
    for member in sorted(archive.members, key=lambda member: member.filename != MANIFEST):
        name = member.filename.lower()
        if not name.endswith(_MARKUP):
            for _chunk in archive.chunks(member):
                pass
            continue
        reader = MarkupReader(FIRST_PART if _READ.fullmatch(name) else 0)
        reader.read(archive.chunks(member))
        if reader.encrypted:
            raise Refused(PROTECTED)
        found.append(_CODES.sub(" ", reader.text) if name.startswith("xl/worksheets/") else reader.text)
    return "\n".join(found)
