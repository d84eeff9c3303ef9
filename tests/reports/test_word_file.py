"""The Word file as people print and read it."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx

from app.reports.docx import docx_of
from app.reports.parts import Document, Table

TABLE = Table("Milestones", ("No.", "Title"), (("IE-0001", "A long title of a milestone " * 4),))


def test_it_is_a_sheet_of_a4_with_columns_as_wide_as_what_stands_in_them() -> None:
    made = docx_of(Document("Plan", "en", "", "", (TABLE,)), at=datetime(2026, 11, 28, tzinfo=UTC))
    file = docx.Document(io.BytesIO(made))
    page, (table,) = file.sections[0], file.tables
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    narrow, wide = (cell.width.mm for cell in table.rows[1].cells)
    assert narrow < wide
    room = page.page_width.mm - page.left_margin.mm - page.right_margin.mm
    assert 0.9 * room <= narrow + wide <= room + 1
