"""One file from its name's extension and its bytes: is it what it says, and may it stay?"""

from __future__ import annotations

from typing import BinaryIO

from app.files.checks.images import examine_jpeg, examine_png
from app.files.checks.kinds import KINDS, OLD_OFFICE, Kind
from app.files.checks.marks import refuse_marked
from app.files.checks.packages import FIRST_PART, examine_odf, examine_office
from app.files.checks.pdf import examine_pdf
from app.files.checks.refusal import OTHER_CONTENT, PROTECTED, Refused
from app.files.checks.texts import examine_text


def examine(extension: str, stream: BinaryIO) -> str:
    """The media type of a file that may stay. Raises Refused; KeyError for an extension that is not taken."""
    kind = KINDS[extension]
    begins = stream.read(16)
    stream.seek(0)
    if kind.mark and not begins.startswith(kind.mark):
        is_locked = begins.startswith(OLD_OFFICE) and kind.family in ("office", "odf")
        raise Refused(PROTECTED) if is_locked else Refused(OTHER_CONTENT, kind=extension.upper())
    refuse_marked(_text_of(kind, stream))
    return kind.media_type


def _text_of(kind: Kind, stream: BinaryIO) -> str:
    """What is readable of its first page. Raises Refused."""
    if kind.family == "office":
        return examine_office(stream, kind)
    if kind.family == "odf":
        return examine_odf(stream, kind)
    content = stream.read()
    if kind.family == "pdf":
        return examine_pdf(content)
    if kind.family == "text":
        return examine_text(content, kind)[:FIRST_PART]
    (examine_png if kind.family == "png" else examine_jpeg)(content)
    return ""
