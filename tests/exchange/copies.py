"""Workbooks as another program saves them: every cell read and written again, with what somebody has changed."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from python_calamine import CalamineWorkbook

HEAD_ROW = 3
ODS = {"office": "office", "table": "table", "text": "text"}


class Copy:
    """A workbook opened, to be changed and saved by another program. Rows are found by reference or item."""

    def __init__(self, content: bytes) -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        self.sheets: dict[str, list[list[Any]]] = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
        self.formulas: dict[tuple[str, int, int], str] = {}
        self.merged: list[tuple[str, int, int, int, int]] = []

    def heads(self, sheet: str) -> dict[str, int]:
        return {str(cell): number for number, cell in enumerate(self.sheets[sheet][HEAD_ROW])}

    def find(self, reference: str) -> tuple[str, int]:
        """Sheet and row of a milestone."""
        for sheet, rows in self.sheets.items():
            for number, row in enumerate(rows):
                if number > HEAD_ROW and row and row[0] == reference:
                    return sheet, number
        raise LookupError(reference)

    def references(self) -> list[str]:
        """All milestones, in their order."""
        sheets = [rows for rows in self.sheets.values() if len(rows) > HEAD_ROW and "Item key" in rows[HEAD_ROW]]
        return [str(row[0]) for rows in sheets for row in rows[HEAD_ROW + 1 :] if row[0]]

    def find_empty(self, item_key: str) -> tuple[str, int]:
        """Sheet and row of the first empty row under an item."""
        for sheet, rows in self.sheets.items():
            if len(rows) <= HEAD_ROW or "Item key" not in rows[HEAD_ROW]:
                continue
            at = self.heads(sheet)
            for number, row in enumerate(rows[HEAD_ROW + 1 :], HEAD_ROW + 1):
                if not row[0] and not row[at["Milestone"]] and row[at["Item key"]] == item_key:
                    return sheet, number
        raise LookupError(item_key)

    def write(self, place: tuple[str, int], **cells: Any) -> None:
        """Change cells of a row, by the words above them; blanks in words are underscores."""
        sheet, row = place
        at = self.heads(sheet)
        for head, value in cells.items():
            self.sheets[sheet][row][at[head.replace("_", " ")]] = "" if value is None else value

    def put(self, reference: str, **cells: Any) -> None:
        """Change cells of a milestone."""
        self.write(self.find(reference), **cells)

    def remove(self, reference: str) -> None:
        """Remove the row of a milestone."""
        sheet, row = self.find(reference)
        del self.sheets[sheet][row]

    def formula(self, reference: str, head: str, formula: str) -> None:
        """Put a formula into a cell."""
        sheet, row = self.find(reference)
        self.formulas[sheet, row, self.heads(sheet)[head]] = formula

    def saved(self) -> bytes:
        """The bytes of the file."""
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for name, rows in self.sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    self._cell(sheet, name, number, column, value, day)
            for where, *place in self.merged:
                if where == name:
                    sheet.merge_range(*place, "merged")
        book.close()
        return target.getvalue()

    def saved_as_ods(self) -> bytes:
        """The same in the format of LibreOffice, with the empty rows and cells that it repeats to the end."""
        tables = "".join(self._ods_table(name, rows) for name, rows in self.sheets.items())
        names = "".join(
            f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"' for short, full in ODS.items()
        )
        content = f"<office:document-content{names} office:version='1.2'><office:body><office:spreadsheet>{tables}"
        content += "</office:spreadsheet></office:body></office:document-content>"
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
            file.writestr("META-INF/manifest.xml", "<manifest/>")
            file.writestr("content.xml", content)
        return target.getvalue()

    def _ods_table(self, name: str, rows: list[list[Any]]) -> str:
        lines = []
        for number, row in enumerate(rows):
            cells = "".join(self._ods_cell(name, number, column, value) for column, value in enumerate(row))
            lines.append(
                f"<table:table-row>{cells}<table:table-cell table:number-columns-repeated='900'/></table:table-row>"
            )
        lines.append("<table:table-row table:number-rows-repeated='1048000'><table:table-cell/></table:table-row>")
        return f"<table:table table:name={quoteattr(name)}>{''.join(lines)}</table:table>"

    def _ods_cell(self, name: str, row: int, column: int, value: Any) -> str:
        formula = self.formulas.get((name, row, column))
        said = f" table:formula={quoteattr('of:' + formula)}" if formula else ""
        if value in (None, "") and not formula:
            return "<table:table-cell/>"
        if isinstance(value, date):
            return f"<table:table-cell office:value-type='date' office:date-value='{value.isoformat()[:10]}'/>"
        if isinstance(value, (int, float)):
            return f"<table:table-cell office:value-type='float' office:value='{value}'/>"
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
        return f"<table:table-cell office:value-type='string'{said}>{lines}</table:table-cell>"

    def _cell(self, sheet: Any, name: str, row: int, column: int, value: Any, day: Any) -> None:
        if (name, row, column) in self.formulas:
            sheet.write_formula(row, column, self.formulas[name, row, column], None, "cached")
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, day)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value)
        elif value not in (None, ""):
            sheet.write_string(row, column, value)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The archive with one part more, or another one in its place."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, part)
    return target.getvalue()
