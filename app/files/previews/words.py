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
_RUN, _PARAGRAPH, _HIDDEN = "}r", "}p", "}vanish"
_NOT = ("0", "false", "off")
_GAPS = ("}tab", "}s")
_STYLES = "word/styles.xml"
MOST_ANCESTORS = 20
"""A style is based on another; so many are followed, so that a circle ends."""


def first_words(extension: str, stream: BinaryIO) -> str:
    """The beginning of the main part. Raises Refused."""
    archive = Archive(stream)
    parts = {member.filename: member for member in archive.members}
    if MAIN[extension] not in parts:
        raise Refused(BROKEN)
    styles = _StylesReader(0)
    if extension == "docx" and _STYLES in parts:
        styles.read(archive.chunks(parts[_STYLES]))
    reader = _WordsReader(MOST_SIGNS, styles.hidden())
    reader.read(archive.chunks(parts[MAIN[extension]]))
    return reader.text


class _StylesReader(MarkupReader):
    """Reads which styles of a document hide what is written in them."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self._style = ""
        self._says: dict[str, bool] = {}
        self._based_on: dict[str, str] = {}

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        super()._begin(name, attributes)
        if name.endswith("}style"):
            self._style = _attribute(attributes, "}styleId")
        elif name.endswith("}basedOn"):
            self._based_on[self._style] = _attribute(attributes, "}val")
        elif name.endswith(_HIDDEN):
            self._says[self._style] = not _is_off(attributes)

    def hidden(self) -> frozenset[str]:
        """The styles that hide, by themselves or by one that they are based on."""
        return frozenset(style for style in {*self._says, *self._based_on} if self._hides(style))

    def _hides(self, style: str) -> bool:
        for _ in range(MOST_ANCESTORS):
            if style in self._says or style not in self._based_on:
                break
            style = self._based_on[style]
        return self._says.get(style, False)


class _WordsReader(MarkupReader):
    """Reads what a person would."""

    def __init__(self, limit: int, hidden_styles: frozenset[str]) -> None:
        super().__init__(limit)
        self._hidden_styles = hidden_styles
        self._unseen = 0
        self._paragraphs: list[bool] = []  # those that are open, and whether the style of each hides
        self._runs: list[bool] = []  # those that are open, and whether each is hidden

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        super()._begin(name, attributes)
        if name.endswith(_UNSEEN):
            self._unseen += 1
        if name.endswith(_PARAGRAPH):
            self._paragraphs.append(False)
        if name.endswith(_RUN):
            self._runs.append(False)
            self._hide(bool(self._paragraphs) and self._paragraphs[-1])
        if name.endswith("}pStyle") and self._paragraphs:
            self._paragraphs[-1] = _attribute(attributes, "}val") in self._hidden_styles
        if name.endswith("}rStyle") and self._runs and _attribute(attributes, "}val") in self._hidden_styles:
            self._hide(True)
        if name.endswith(_HIDDEN) and self._runs:
            self._hide(not _is_off(attributes))
        if name.endswith(_GAPS):
            self._take(" ")

    def _hide(self, is_hidden: bool) -> None:
        self._unseen += is_hidden - self._runs[-1]
        self._runs[-1] = is_hidden

    def _end(self, name: str) -> None:
        if name.endswith(_UNSEEN):
            self._unseen -= 1
        if name.endswith(_RUN):
            self._unseen -= self._runs.pop()
        if name.endswith(_PARAGRAPH):
            self._paragraphs.pop()
        if not self._unseen:
            super()._end(name)

    def _take(self, words: str) -> None:
        if not self._unseen:
            super()._take(words)


def _is_off(attributes: dict[str, str]) -> bool:
    return _attribute(attributes, "}val") in _NOT


def _attribute(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.endswith(name)), "")
