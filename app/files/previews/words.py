"""Documents and slides: the words at their beginning, without what was deleted or hidden and is still in the file."""

from __future__ import annotations

from typing import BinaryIO

from app.files.checks.archives import Archive
from app.files.checks.markup import MarkupReader
from app.files.checks.refusal import Refused
from app.files.previews.reasons import BROKEN, MOST_SIGNS

MAIN = {"docx": "word/document.xml", "pptx": "ppt/slides/slide1.xml", "odt": "content.xml"}
_UNSEEN = ("}del", "}delText", "}moveFrom", "}instrText", "}tracked-changes", "}annotation")
"""Text that was deleted or moved away, codes of fields, and notes in the margin."""
_RUN, _HIDDEN = "}r", "}vanish"
_NOT = ("0", "false", "off")
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
        self._runs: list[bool] = []  # those that are open, and whether each is hidden

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        super()._begin(name, attributes)
        if name.endswith(_UNSEEN):
            self._unseen += 1
        if name.endswith(_RUN):
            self._runs.append(False)
        if self._runs and not self._runs[-1] and name.endswith(_HIDDEN) and not _is_off(attributes):
            self._runs[-1] = True
            self._unseen += 1
        if name.endswith(_GAPS):
            self._take(" ")

    def _end(self, name: str) -> None:
        if name.endswith(_UNSEEN):
            self._unseen -= 1
        if name.endswith(_RUN):
            self._unseen -= self._runs.pop()
        if not self._unseen:
            super()._end(name)

    def _take(self, words: str) -> None:
        if not self._unseen:
            super()._take(words)


def _is_off(attributes: dict[str, str]) -> bool:
    return any(name.endswith("}val") and value in _NOT for name, value in attributes.items())
