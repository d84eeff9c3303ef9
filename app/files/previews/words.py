"""Documents and slides: the words at their beginning, without what was deleted and is still in the file."""

from __future__ import annotations

from typing import BinaryIO

from app.files.checks.archives import Archive
from app.files.checks.markup import MarkupReader
from app.files.checks.refusal import Refused
from app.files.previews.reasons import BROKEN, MOST_SIGNS

MAIN = {"docx": "word/document.xml", "pptx": "ppt/slides/slide1.xml", "odt": "content.xml"}
_UNSEEN = ("}delText", "}moveFrom", "}instrText", "}tracked-changes", "}annotation")
"""Text that was deleted or moved away, codes of fields, and notes in the margin."""
_GAPS = ("}tab", "}s")


def first_words(extension: str, stream: BinaryIO) -> str:
    """The beginning of the main part. Raises Refused."""
    archive = Archive(stream)
    member = next((member for member in archive.members if member.filename == MAIN[extension]), None)
    if member is None:
        raise Refused(BROKEN)
    reader = _WordsReader(MOST_SIGNS)
    reader.read(archive.chunks(member))
    return reader.text


class _WordsReader(MarkupReader):
    """Reads what a person would."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self._unseen = 0

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        super()._begin(name, attributes)
        if name.endswith(_UNSEEN):
            self._unseen += 1
        if name.endswith(_GAPS):
            self._take(" ")

    def _end(self, name: str) -> None:
        if name.endswith(_UNSEEN):
            self._unseen -= 1
        if not self._unseen:
            super()._end(name)

    def _take(self, words: str) -> None:
        if not self._unseen:
            super()._take(words)
