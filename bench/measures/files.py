"""Bar 12, as far as there are files: CSV, and that it is streamed; the workbook beside XlsxWriter alone, PDF beside
WeasyPrint alone."""

from __future__ import annotations

import io
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from app.reports.page import page_of
from app.reports.parts import Document, Table
from app.reports.press.__main__ import STYLE, font_face, has_pango
from app.reports.printing import Printer, patient, print_apart
from bench.client import Client
from bench.results import Line, NotMeasured
from bench.stage import REVIEWER, Stage, cost, getting

TIMES = 5


def measure(stage: Stage) -> Iterator[Line | NotMeasured]:
    """A streamed answer has no length in its head; it is sent in pieces."""
    with stage.tracker(stage.world) as server:
        person = Client(server.port).sign_in(REVIEWER)
        for path in ("/matrix.csv", "/gaps.csv"):
            answer = person.get(path)
            is_streamed = answer.headers.get("Transfer-Encoding") == "chunked"
            taken = cost(server, getting(person, path), TIMES)
            lines = answer.body.count(b"\n")
            said = f"{lines:,} lines in {taken.processor:.0f} ms of server CPU"
            yield Line(12, f"{path} streamed", float(is_streamed), "", 1.0, at_least=True, note=said)
        sheets = cells_of(person.get("/matrix.xlsx").body)
        alone, whole = [], []
        for _ in range(TIMES):
            began = time.process_time()
            write_alone(sheets)
            alone.append((time.process_time() - began) * 1000)
            whole.append(cost(server, getting(person, "/matrix.xlsx"), 1).processor)
        bare, file = statistics.median(alone), statistics.median(whole)
        said = f"{file:.0f} ms against {bare:.0f} ms for the same {sum(map(len, sheets)):,} cells"
        yield Line(12, "/matrix.xlsx against XlsxWriter alone", file / bare, "×", 1.5, note=said)
    yield printed()


ALONE = """
import sys, weasyprint
page, style = sys.stdin.read(), weasyprint.CSS(string=sys.argv[1])
sys.stdout.buffer.write(weasyprint.HTML(string=page).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1"))
"""


def printed() -> Line | NotMeasured:
    """A document of some twenty pages through the printer, against the same page and style by WeasyPrint alone."""
    if not has_pango():
        return NotMeasured(12, "PDF", "Pango is not on this machine")
    rows = tuple((f"IE-{number:04}", f"Milestone {number} of a plan", "12 June 2026") for number in range(30))
    parts = tuple(Table(f"Block {number}", ("Reference", "Milestone", "Day"), rows) for number in range(20))
    document = Document("A plan", "en", "", "", parts)
    command = [sys.executable, "-c", ALONE, font_face() + STYLE.read_text(encoding="utf-8")]
    alone, whole = [], []
    for _ in range(TIMES):
        began = children()
        subprocess.run(command, input=page_of(document).encode(), stdout=subprocess.DEVNULL, check=True)
        between = children()
        with tempfile.TemporaryDirectory() as folder:
            print_apart(document, patient(Printer(Path(folder))))
        alone.append(between - began)
        whole.append(children() - between)
    bare, file = statistics.median(alone), statistics.median(whole)
    said = f"{file * 1000:.0f} ms of CPU against {bare * 1000:.0f} ms, in a process of its own"
    return Line(12, "PDF against WeasyPrint alone", file / bare, "×", 1.3, note=said)


def children() -> float:
    """Seconds of the processor that ended child processes have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Written(NamedTuple):
    """A cell as a workbook holds it; `style` is the number of its format."""

    row: int
    column: int
    value: float | str
    style: int


def cells_of(workbook: bytes) -> list[list[Written]]:
    """The cells of each sheet of a workbook of ours, in the order in which they are written."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        texts = ["".join(one.itertext()) for one in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))]
        names = sorted(name for name in parts.namelist() if re.fullmatch(r"xl/worksheets/sheet[0-9]+\.xml", name))
        return [[_written(cell, texts) for cell in _cells(parts.read(name))] for name in names]


def _cells(sheet: bytes) -> Iterator[ElementTree.Element]:
    return ElementTree.fromstring(sheet).iterfind(".//{*}c")


def _written(cell: ElementTree.Element, texts: list[str]) -> Written:
    letters, row = re.fullmatch(r"([A-Z]+)([0-9]+)", cell.get("r", "")).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    found = cell.findtext("{*}v", "0")
    value = texts[int(found)] if cell.get("t") == "s" else float(found)
    return Written(int(row) - 1, column - 1, value, int(cell.get("s", "0")))


def write_alone(sheets: list[list[Written]]) -> None:
    """The same cells with as many formats, by nothing but the library, whose own checks stay."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        io.BytesIO(), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    styles = {cell.style for cells in sheets for cell in cells}
    looks = {style: book.add_format({"bg_color": f"#{style:06x}", "border": 1}) if style else None for style in styles}
    for cells in sheets:
        sheet = book.add_worksheet()
        for row, column, value, style in cells:
            write = sheet.write_string if isinstance(value, str) else sheet.write_number
            write(row, column, value, looks[style])
    book.close()
