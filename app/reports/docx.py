"""A document as a Word file."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from app.reports.parts import Document, Heading, Paragraph, Table, column_widths

if TYPE_CHECKING:
    from datetime import datetime

MIMETYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PROPERTY = 255
"""Characters that the format takes in a property."""

PAGE, MARGIN = (210, 297), 20
"""Of A4, in mm."""

CELL = "Table Cell"
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
    _set_page(file)
    levels = {level: _style_of(file, f"Heading {level}" if level else "Title") for level in range(10)}
    _add_heading(file, document.title, levels[0])
    if document.mark:
        file.sections[0].header.paragraphs[0].text = _clean(document.mark)
    file.sections[0].footer.paragraphs[0].text = _clean(document.foot)
    for part in document.parts:
        if isinstance(part, Heading):
            _add_heading(file, part.text, levels[part.level])
        elif isinstance(part, Paragraph):
            _add_paragraph(file, part)
        else:
            _add_table(file, part)
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _style_of(file: Any, name: str) -> str:
    """The key of a style. Looked up once: the library reads all styles each time that one is asked for by its name."""
    return str(file.styles[name].style_id)


def _add_heading(file: Any, text: str, style: str) -> None:
    paragraph = file.add_paragraph()._p
    paragraph.style = style
    paragraph.add_r().text = _clean(text)


def _add_paragraph(file: Any, part: Paragraph) -> None:
    from docx.oxml import OxmlElement

    paragraph = file.add_paragraph()._p
    if part.label:
        label = paragraph.add_r()
        label.text = f"{_clean(part.label)}: "
        label.get_or_add_rPr().append(OxmlElement("w:b"))
    run = paragraph.add_r()
    run.text = _clean(part.text)
    if part.language:
        _mark_language(run, part.language)


def _mark_language(run: Any, language: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    run.get_or_add_rPr().append(mark)


def _set_page(file: Any) -> None:
    """A4 with room for tables, whose type is smaller than that of the text."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt

    page = file.sections[0]
    page.page_width, page.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    page.left_margin = page.right_margin = Mm(MARGIN)
    page.top_margin = page.bottom_margin = Mm(MARGIN)
    file.styles["Normal"].font.size = Pt(10.5)
    file.styles["Normal"].paragraph_format.space_after = Pt(4)
    file.styles["Caption"].paragraph_format.keep_with_next = True
    of_cells = file.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    of_cells.base_style = file.styles["Normal"]
    of_cells.font.size = Pt(8.5)
    of_cells.paragraph_format.space_after = Pt(0)


def _add_table(file: Any, part: Table) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    file.add_paragraph(_clean(part.caption), style="Caption")
    table = file.add_table(rows=1 + len(part.rows), cols=len(part.head), style="Table Grid")
    table.autofit = False
    widths = [Mm((PAGE[0] - 2 * MARGIN) * width / 100) for width in column_widths(part)]
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    style = _style_of(file, CELL)
    for row, texts in zip(table._tbl.tr_lst, (part.head, *part.rows), strict=True):
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(row.tc_lst, texts, widths, strict=True):
            cell.width = width
            cell.p_lst[0].style = style
            cell.p_lst[0].add_r().text = _clean(text)
    head = table._tbl.tr_lst[0].get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))  # the names of the columns stand again on every page
    for cell in table._tbl.tr_lst[0].tc_lst:
        cell.p_lst[0].r_lst[0].get_or_add_rPr().append(OxmlElement("w:b"))
