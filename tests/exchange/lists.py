"""Spreadsheets as ministries keep them: made here, read as if they came from elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from app.exchange.foreign.layout import Layout
from app.exchange.proposal import Proposal
from app.exchange.services import importing, starting
from tests.exchange.conftest import Desk
from tests.factories.files import depot_in

Rows = Sequence[Sequence[Any]]
HEADS = ("No", "Measure", "Item", "Ministry", "Start", "Due", "Status", "Comment")
ROWS: Rows = (
    ("Our measures", None, None, None, None, None, None, None),
    HEADS,
    ("K-1", "Bill drafted", "alpha.law", "Department of Justice", date(2025, 1, 7), "31.12.2025", "draft", "urgent"),
    ("K-2", "Staff trained", "alpha.training", "Ministry of Labour", None, "31/12/2025", None, None),
    ("K-3", "Rules published", "beta.law", "Ministry of Labor", None, "2025-11-30", "adopted", None),
)


def saved(sheets: dict[str, Rows] | Rows, *, merged: str = "", hidden: str = "") -> bytes:
    """Rows as an .xlsx file; what begins with = becomes a formula."""
    held = sheets if isinstance(sheets, dict) else {"Measures": sheets}
    target = io.BytesIO()
    file = xlsxwriter.Workbook(target, {"in_memory": True})
    days = file.add_format({"num_format": "dd.mm.yyyy"})
    for name, rows in held.items():
        sheet = file.add_worksheet(name)
        if name == hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, days)
                elif isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(number, column, cell, None, "cached")
                elif cell is not None:
                    sheet.write(number, column, cell)
        if merged:
            sheet.merge_range(merged, "merged")
    file.close()
    return target.getvalue()


def saved_as_csv(rows: Rows) -> bytes:
    """Rows as CSV with semicolons."""
    target = io.StringIO()
    csv.writer(target, delimiter=";").writerows(
        [cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in rows
    )
    return target.getvalue().encode("utf-8-sig")


class List:
    """A spreadsheet that was uploaded for Ireland's plan."""

    def __init__(self, desk: Desk, content: bytes, name: str = "measures.xlsx", actor: Any = None) -> None:
        self.desk, self.actor = desk, actor or desk.coordinator
        file = importing.read_file(importing.Received(name, content))
        with importing.examined_file(file, depot_in(desk.folder)) as found:
            self.key = starting.begin(desk.session, "IE", file, actor=self.actor, found=found)
        self.sheets = starting.read_again(self.begun, depot_in(desk.folder))

    @property
    def begun(self) -> starting.Begun:
        """How it is read so far."""
        return starting.get_begun(self.desk.session, "IE", self.key, actor=self.actor)

    @property
    def layout(self) -> Layout:
        """Its columns and words."""
        return self.begun.layout

    def say(self, layout: Layout, kept_as: str = "") -> None:
        """Say how it is read."""
        starting.set_layout(
            self.desk.session, "IE", self.key, layout, actor=self.actor, kept_as=kept_as, expected_version=None
        )

    def preview(self) -> tuple[int, Proposal]:
        """What it brings, and the key of its import."""
        session, view = self.desk.session, self.desk.view
        key = starting.preview_start(session, view, "IE", self.key, self.sheets, actor=self.actor)
        return key, self.desk.look(key)
