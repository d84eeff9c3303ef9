"""A document as a Word file."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from app.reports.parts import Document, Heading, Paragraph, Table

if TYPE_CHECKING:
    from datetime import datetime

MIMETYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PROPERTY = 255
"""Characters that the format takes in a property."""

_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML file can hold."""


def docx_of(document: Document, *, at: datetime) -> bytes:
    """The file. `at`: the instant at which it was made (UTC), kept in its properties."""
    import docx  # only who asks for a document pays for it

    file = docx.Document()
    properties = file.core_properties
    properties.title = _clean(document.title)[:PROPERTY]
    properties.author = _clean(document.author)[:PROPERTY]
    properties.language = document.language
    properties.created = properties.modified = at.replace(tzinfo=None)
    properties.comments = ""
    file.add_heading(_clean(document.title), 0)
    if document.mark:
        file.sections[0].header.paragraphs[0].text = _clean(document.mark)
    file.sections[0].footer.paragraphs[0].text = _clean(document.foot)
    for part in document.parts:
        if isinstance(part, Heading):
            file.add_heading(_clean(part.text), part.level)
        elif isinstance(part, Paragraph):
            _add_paragraph(file, part)
        else:
            _add_table(file, part)
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _add_paragraph(file: Any, part: Paragraph) -> None:
    paragraph = file.add_paragraph()
    if part.label:
        paragraph.add_run(f"{_clean(part.label)}: ").bold = True
    run = paragraph.add_run(_clean(part.text))
    if part.language:
        _mark_language(run, part.language)


def _mark_language(run: Any, language: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    run._r.get_or_add_rPr().append(mark)


def _add_table(file: Any, part: Table) -> None:
    from docx.oxml import OxmlElement

    file.add_paragraph(_clean(part.caption), style="Caption")
    table = file.add_table(rows=1 + len(part.rows), cols=len(part.head), style="Table Grid")
    for row, texts in zip(table._tbl.tr_lst, (part.head, *part.rows), strict=True):
        for cell, text in zip(row.tc_lst, texts, strict=True):
            cell.p_lst[0].add_r().text = _clean(text)
    head = table._tbl.tr_lst[0].get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))  # the names of the columns stand again on every page
