"""Parts in XML: read piece by piece, refused at the first word of a document type, so that nothing is ever expanded."""

from __future__ import annotations

from collections.abc import Iterable
from xml.parsers import expat

from app.core.labels import message
from app.files.checks.refusal import DAMAGED, HAS_PROGRAM, Refused

HAS_TYPE = message("The file holds a document type declaration (DTD), which office files never need.")
_PARAGRAPHS = ("}p", "}h", "}si", "}row", "}br", "}oddHeader", "}oddFooter", "}c")
_REMOTE = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")


class MarkupReader:
    """Reads one part. `text` is its text up to a limit, a line a paragraph."""

    def __init__(self, limit: int) -> None:
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_type
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        if limit:
            self._parser.CharacterDataHandler = self._take
        self._left = limit
        self._words: list[str] = []
        self.encrypted = False

    @property
    def text(self) -> str:
        return "".join(self._words)

    def read(self, chunks: Iterable[bytes]) -> None:
        """Read all of it. Raises Refused."""
        try:
            for chunk in chunks:
                self._parser.Parse(chunk, False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Refused(DAMAGED) from error

    def _refuse_type(self, *_: object) -> None:
        raise Refused(HAS_TYPE)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith("}encryption-data"):
            self.encrypted = True
        if attributes.get("TargetMode") == "External" and attributes.get("Type", "").endswith(_REMOTE):
            raise Refused(HAS_PROGRAM)

    def _end(self, name: str) -> None:
        if self._left > 0 and name.endswith(_PARAGRAPHS):
            self._words.append("\n")

    def _take(self, words: str) -> None:
        if self._left > 0:
            self._words.append(words[: self._left])
            self._left -= len(words)
