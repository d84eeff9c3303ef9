"""A document as a page of HTML, to be printed: every text escaped, nothing referred to."""

from __future__ import annotations

import hashlib
import re

from markupsafe import Markup, escape

from app.reports.parts import Document, Heading, Paragraph, Part, Table, column_widths

LOOK = 2
"""Raised when the same document would be printed otherwise."""

_UNSEEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def page_of(document: Document) -> str:
    """The page, in the language of the document."""
    return Markup(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title><meta name="author" content="{}">'
        '</head><body><h1 data-mark="{}" data-foot="{}">{}</h1>{}</body></html>'
    ).format(
        document.language,
        _clean(document.title),
        _clean(document.author),
        _clean(document.mark),
        _clean(document.foot),
        _clean(document.title),
        Markup("").join(map(_part, document.parts)),
    )


def fingerprint(document: Document) -> str:
    """The SHA-256 (hex) of the page without what says when the file was made: the same for the same content."""
    lasting = tuple(part for part in document.parts if not (isinstance(part, Paragraph) and part.is_of_the_making))
    same = Document(document.title, document.language, document.author, document.foot, lasting, document.mark)
    return hashlib.sha256(f"{LOOK}\n{page_of(same)}".encode()).hexdigest()


def _clean(text: str) -> Markup:
    return escape(_UNSEEN.sub("", text))


def _part(part: Part) -> Markup:
    if isinstance(part, Heading):
        level = part.level + 1
        return Markup("<h{}>{}</h{}>").format(level, _clean(part.text), level)
    if isinstance(part, Paragraph):
        label = Markup("<strong>{}:</strong> ").format(_clean(part.label)) if part.label else Markup("")
        spoken = Markup(' lang="{}"').format(part.language) if part.language else Markup("")
        return Markup("<p>{}<span{}>{}</span></p>").format(label, spoken, _clean(part.text))
    return _table(part)


def _table(part: Table) -> Markup:
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(_clean(text)) for text in part.head)
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(_clean(text)) for text in row))
        for row in part.rows
    )
    widths = Markup("").join(Markup('<col style="width:{}%">').format(width) for width in column_widths(part))
    caption = Markup("<caption>{}</caption>").format(_clean(part.caption))
    return Markup("<table>{}<colgroup>{}</colgroup><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        caption, widths, head, rows
    )
