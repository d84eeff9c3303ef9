"""Look into the archive that a workbook is, before any parser of workbooks does. Raises Refused.

Sizes that an archive declares may lie: what comes out is counted while it comes out.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from app.exchange.reading import limits

PIECE = 64 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)

_REFUSED_PARTS = (
    (limits.HAS_MACROS, ("vbaproject.bin", "xl/macrosheets/", "xl/dialogsheets/", "basic/", "scripts/", "xl/vba")),
    (limits.HAS_LINKS, ("xl/externallinks/", "xl/connections.xml", "xl/querytables/", "xl/model/")),
    (limits.HAS_OBJECTS, ("xl/embeddings/", "xl/activex/", "xl/ctrlprops/", "object ")),
)


class Refused(Exception):
    """The file is not read; `reason` is one of `limits`, `values` fill it."""

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


class Archive:
    """The parts of a workbook, each inflated piece by piece; the sum of all that came out is bounded."""

    def __init__(self, content: bytes) -> None:
        """Raises Refused for what is no archive, or holds what no plan needs."""
        if content.startswith(OLE):
            raise Refused(limits.OLD_OR_LOCKED)
        if len(content) > limits.LARGEST_FILE:
            raise Refused(limits.TOO_LARGE, limit=limits.LARGEST_FILE // limits.MEBIBYTE)
        try:
            self._file = zipfile.ZipFile(io.BytesIO(content))
        except _UNREADABLE as error:
            raise Refused(limits.NOT_A_WORKBOOK) from error
        self._size = len(content)
        self._inflated = 0
        self.members = {info.filename: info for info in self._file.infolist()}
        self._check_members()
        self.is_ods = self._is_ods()

    def _check_members(self) -> None:
        infos = self._file.infolist()
        if len(infos) > limits.MOST_MEMBERS:
            raise Refused(limits.BOMB)
        if len(self.members) != len(infos):
            raise Refused(limits.BAD_NAMES)
        for info in infos:
            name = info.filename
            parts = name.split("/")
            if "\\" in name or name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in name:
                raise Refused(limits.BAD_NAMES)
            if info.flag_bits & 0x1:
                raise Refused(limits.OLD_OR_LOCKED)
            for reason, beginnings in _REFUSED_PARTS:
                if any(_is_part(name.lower(), beginning) for beginning in beginnings):
                    raise Refused(reason)

    def _is_ods(self) -> bool:
        if "mimetype" in self.members and "content.xml" in self.members:
            if b"".join(self.pieces("mimetype")).strip() != ODS_TYPE:
                raise Refused(limits.NOT_A_WORKBOOK)
            if b"encryption-data" in b"".join(self.pieces("META-INF/manifest.xml")):
                raise Refused(limits.OLD_OR_LOCKED)
            return True
        if not {"[Content_Types].xml", "xl/workbook.xml"} <= self.members.keys():
            raise Refused(limits.NOT_A_WORKBOOK)
        return False

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part, inflated piece by piece; nothing for one that is not there."""
        if name not in self.members:
            return
        try:
            with self._file.open(name) as part:
                while piece := part.read(PIECE):
                    self._count(len(piece))
                    yield piece
        except _UNREADABLE as error:
            raise Refused(limits.NOT_A_WORKBOOK) from error

    def _count(self, number: int) -> None:
        self._inflated += number
        ratio_limit = max(limits.FREE_OF_RATIO, limits.HIGHEST_RATIO * self._size)
        if self._inflated > min(limits.LARGEST_INFLATED, ratio_limit):
            raise Refused(limits.BOMB)


def _is_part(name: str, beginning: str) -> bool:
    return name.startswith(beginning) or (beginning == "vbaproject.bin" and name.endswith(beginning))
