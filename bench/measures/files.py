"""Bar 12, as far as there are files: CSV, and that it is streamed; the workbook beside XlsxWriter alone."""

from __future__ import annotations

import csv
import io
import statistics
import time
from collections.abc import Iterator

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
        rows = list(csv.reader(io.StringIO(person.get("/matrix.csv").text)))
        person.get("/matrix.xlsx")
        alone, whole = [], []
        for _ in range(TIMES):
            began = time.process_time()
            write_alone(rows)
            alone.append((time.process_time() - began) * 1000)
            whole.append(cost(server, getting(person, "/matrix.xlsx"), 1).processor)
        bare, file = statistics.median(alone), statistics.median(whole)
        said = f"{file:.0f} ms against {bare:.0f} ms for the lines of the CSV"
        yield Line(12, "/matrix.xlsx against XlsxWriter alone", file / bare, "×", 1.5, note=said)
    yield NotMeasured(12, "PDF", "there is none yet")


def write_alone(rows: list[list[str]]) -> None:
    """The same cells in a plain sheet."""
    import xlsxwriter

    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, [int(cell) if cell.isdigit() else cell for cell in row])
    book.close()
