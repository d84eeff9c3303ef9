"""The kinds of files that are taken, by the extension of their names."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """`mark`: how its bytes begin, empty for texts. `main`: of a packed document, what its main part says it is."""

    extension: str
    media_type: str
    family: str
    mark: bytes = b""
    main: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_ZIP = b"PK\x03\x04"

KINDS = {
    kind.extension: kind
    for kind in (
        Kind("pdf", "application/pdf", "pdf", b"%PDF-"),
        Kind("docx", f"{_OFFICE}wordprocessingml.document", "office", _ZIP, "wordprocessingml.document"),
        Kind("xlsx", f"{_OFFICE}spreadsheetml.sheet", "office", _ZIP, "spreadsheetml.sheet"),
        Kind("pptx", f"{_OFFICE}presentationml.presentation", "office", _ZIP, "presentationml.presentation"),
        Kind("odt", f"{_ODF}text", "odf", _ZIP),
        Kind("ods", f"{_ODF}spreadsheet", "odf", _ZIP),
        Kind("png", "image/png", "png", b"\x89PNG\r\n\x1a\n"),
        Kind("jpg", "image/jpeg", "jpeg", b"\xff\xd8\xff"),
        Kind("jpeg", "image/jpeg", "jpeg", b"\xff\xd8\xff"),
        Kind("txt", "text/plain", "text"),
        Kind("csv", "text/csv", "text"),
    )
}
TAKEN = "PDF, DOCX, XLSX, PPTX, ODT, ODS, PNG, JPEG, TXT, CSV"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Older office files begin so, and newer ones that are protected by a password."""
