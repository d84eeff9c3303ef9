"""A document as a page of HTML, to be printed: every text escaped, nothing referred to."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, Template

from app.reports.parts import Document, Heading, Paragraph, Part, Table, column_widths

LOOK = 3
"""Raised when the same document would be printed otherwise."""

_UNSEEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Shown(NamedTuple):
    """A part with what the template asks of it."""

    kind: str
    of: Any
    widths: tuple[int, ...] = ()


def page_of(document: Document) -> str:
    """The page, in the language of the document."""
    return _template().render(document=document, parts=[_shown(part) for part in document.parts])


def fingerprint(document: Document) -> str:
    """The SHA-256 (hex) of the page without what says when the file was made: the same for the same content."""
    lasting = tuple(part for part in document.parts if not (isinstance(part, Paragraph) and part.is_of_the_making))
    same = Document(document.title, document.language, document.author, document.foot, lasting, document.mark)
    return hashlib.sha256(f"{LOOK}\n{page_of(same)}".encode()).hexdigest()


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    environment.filters["seen"] = lambda text: _UNSEEN.sub("", text)
    return environment.get_template("page.html")


def _shown(part: Part) -> _Shown:
    if isinstance(part, Table):
        return _Shown("table", part, tuple(column_widths(part)))
    return _Shown("heading" if isinstance(part, Heading) else "paragraph", part)
