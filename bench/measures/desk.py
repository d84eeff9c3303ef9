"""The coordinator's desk: its page, and the workbook of the largest plan, out and back."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from app.core.engine import make_engine
from bench.client import Client
from bench.measures.files import cells_of, write_alone
from bench.measures.update import Editor
from bench.results import Line
from bench.serving import Server
from bench.stage import Stage, cost, getting, side_by_side
from bench.worlds import World
from tests.exchange.copies import Copy

TIMES = 5
LARGEST = text("""
SELECT p.owner, count(*) FROM milestone m JOIN plan p ON p.id = m.plan_id WHERE p.owner <> 'EU'
GROUP BY p.owner ORDER BY 2 DESC, 1 LIMIT 1
""")


def measure(stage: Stage) -> Iterator[Line]:
    """As the coordinator of the country with the most milestones, in a copy that is written into."""
    world = stage.copy_of(stage.world, "desk")
    with make_engine(world.address).connect() as connection:
        owner, number = connection.execute(LARGEST).one()
    with stage.floor() as floor, stage.tracker(world) as server:
        person = Client(server.port).sign_in(f"coordinator.{owner.lower()}@demo.example")
        yield from _page(floor, server, person, world, owner)
        yield from _workbook(server, person, owner, number)


def _page(floor: Server, server: Server, person: Client, world: World, owner: str) -> Iterator[Line]:
    path = f"/countries/{owner}"
    bare = getting(Client(floor.port), "/table")
    table, desk = side_by_side([(floor, bare), (server, getting(person, path))])
    said = f"{path}: server CPU {desk.processor:.1f} ms, client waited {desk.wall:.1f} ms"
    yield Line(1, "desk of a coordinator against the bare page", desk.processor / table.processor, "×", 4.0, note=said)
    elsewhere = Client(server.port).sign_in("coordinator.ie@demo.example")
    for what, editor in (
        ("after a change elsewhere", Editor(world, elsewhere, "IE")),
        ("after an own change", Editor(world, person, owner)),
    ):
        taken = []
        for _ in range(TIMES):
            editor.save()
            taken.append(cost(server, getting(person, path), 1).processor)
        spent = statistics.median(taken)
        said = f"{spent:.1f} ms against {table.processor:.1f} ms of the bare page"
        yield Line(1, f"desk of a coordinator, first visit {what}", spent / table.processor, "×", note=said)


def _workbook(server: Server, person: Client, owner: str, number: int) -> Iterator[Line]:
    path = f"/countries/{owner}/workbook.xlsx"
    sheets = cells_of(person.get(path).body)
    alone, whole = [], []
    for _ in range(TIMES):
        began = time.process_time()
        write_alone(sheets)
        alone.append((time.process_time() - began) * 1000)
        whole.append(cost(server, getting(person, path), 1).processor)
    bare, file = statistics.median(alone), statistics.median(whole)
    said = f"{number} milestones: {file:.0f} ms against {bare:.0f} ms for the same {sum(map(len, sheets)):,} cells"
    yield Line(12, "workbook of a plan against XlsxWriter alone", file / bare, "×", note=said)
    content, rows = _moved(person.get(path).body)
    form = {"csrf_token": person.token(f"/countries/{owner}/workbook")}
    imports, answers = f"/countries/{owner}/workbook/imports", []
    seconds = _timed(server, lambda: answers.append(person.send_file(imports, form, "plan.xlsx", content)))
    where = answers[0].headers["Location"]
    yield Line(12, "workbook brought back: read, examined, looked through", seconds[0], "s", note=_said(rows, seconds))
    seconds = _timed(server, lambda: person.get(where))
    yield Line(12, "workbook brought back: its preview", seconds[0], "s", note=_said(rows, seconds))
    token = person.token(where)
    seconds = _timed(server, lambda: person.post(where, {"csrf_token": token}))
    yield Line(12, "workbook brought back: all rows written", seconds[0], "s", note=_said(rows, seconds))


def _said(rows: int, seconds: tuple[float, float]) -> str:
    return f"{rows} rows changed; {seconds[1] * 1000 / rows:.1f} ms of server CPU a row"


def _timed(server: Server, ask: Any) -> tuple[float, float]:
    """Seconds that somebody waits, and seconds of the server's processor."""
    before, began = server.processor_seconds(), time.monotonic()
    ask()
    return time.monotonic() - began, server.processor_seconds() - before


def _moved(content: bytes) -> tuple[bytes, int]:
    """The workbook with the forecast of every row that has one moved by three days, and how many rows that are."""
    copy, rows = Copy(content), 0
    for sheet, lines in copy.sheets.items():
        for place, reference, forecast in _dated(copy, sheet, lines):
            if reference and isinstance(forecast, date):
                day = forecast.date() if isinstance(forecast, datetime) else forecast
                copy.write((sheet, place), Forecast=day + timedelta(days=3))
                rows += 1
    return copy.saved(), rows


def _dated(copy: Copy, sheet: str, lines: list[list[Any]]) -> Iterator[tuple[int, str, Any]]:
    """Place, reference and forecast of the rows of a sheet that has them."""
    if len(lines) > 3 and "Forecast" in lines[3]:
        at = copy.heads(sheet)
        for place, line in enumerate(lines[4:], 4):
            yield place, str(line[0] or ""), line[at["Forecast"]]
