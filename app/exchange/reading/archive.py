"""Look into the archive that a workbook is, before any parser of workbooks does. Raises Refused."""

from __future__ import annotations

import io
from collections.abc import Iterator

from app.exchange.reading import limits
from app.files.checks.archives import Archive
from app.files.checks.kinds import OLD_OFFICE
from app.files.checks.refusal import HAS_PROGRAM, Refused

ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"

_REFUSED_PARTS = (
    (HAS_PROGRAM, ("xl/macrosheets/", "xl/dialogsheets/", "basic/", "scripts/", "xl/vba")),
    (limits.HAS_LINKS, ("xl/externallinks/", "xl/connections.xml", "xl/querytables/", "xl/model/")),
    (limits.HAS_OBJECTS, ("xl/embeddings/", "xl/activex/", "xl/ctrlprops/", "object ")),
)


class Workbook(Archive):
    """A packed file that may be a workbook: it holds nothing that no plan needs."""

    def __init__(self, content: bytes) -> None:
        """Raises Refused for what is no archive, or holds what no plan needs."""
        if content.startswith(OLD_OFFICE):
            raise Refused(limits.OLD_OR_LOCKED)
        if len(content) > limits.LARGEST_FILE:
            raise Refused(limits.TOO_LARGE, limit=limits.LARGEST_FILE // limits.MEBIBYTE)
        super().__init__(io.BytesIO(content))
        for name in self.names:
            for reason, beginnings in _REFUSED_PARTS:
                if name.lower().startswith(beginnings):
                    raise Refused(reason)
        self.is_ods = self._is_ods()

    def _is_ods(self) -> bool:
        if {"mimetype", "content.xml"} <= self.names:
            if b"".join(self.pieces("mimetype")).strip() != ODS_TYPE:
                raise Refused(limits.NOT_A_WORKBOOK)
            if b"encryption-data" in b"".join(self.pieces("META-INF/manifest.xml")):
                raise Refused(limits.OLD_OR_LOCKED)
            return True
        if not {"[Content_Types].xml", "xl/workbook.xml"} <= self.names:
            raise Refused(limits.NOT_A_WORKBOOK)
        return False

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part, inflated piece by piece; nothing for one that is not there."""
        for member in self.members:
            if member.filename == name:
                yield from self.chunks(member)
