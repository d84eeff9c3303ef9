"""Bar 5: one milestone updated through the page, with form token, rights, revision, spans, audit trail."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import text

from app.core.engine import make_engine
from bench.client import TOKEN, Client, Unexpected
from bench.results import Line
from bench.stage import COORDINATOR, Stage, getting, side_by_side
from bench.worlds import DAY, World

MILESTONES = text("""
SELECT m.id, m.reference FROM milestone m JOIN plan p ON p.id = m.plan_id
WHERE p.owner = :owner AND NOT m.is_closing AND NOT m.is_cancelled AND m.actual_on IS NULL AND m.measured_by = 'steps'
AND m.reference LIKE :pattern AND m.forecast_on IS NOT NULL ORDER BY m.id
""")
OWNERS = text("""
SELECT p.owner FROM milestone m JOIN plan p ON p.id = m.plan_id
WHERE NOT m.is_closing AND NOT m.is_cancelled AND m.actual_on IS NULL AND m.measured_by = 'steps'
AND m.reference LIKE '__-0%' AND m.forecast_on IS NOT NULL AND p.owner <> 'EU' GROUP BY p.owner ORDER BY min(p.id)
""")
BARE_PAGE = 2.3  # ms of server CPU that the bare 27 × 10 page took on the machine on which the bar was set
VERSION = text("SELECT version FROM milestone WHERE id = :id")


def owners_with_work(world: World) -> list[str]:
    """Member States with a milestone that `Editor` can work on, in protocol order."""
    with make_engine(world.address).connect() as connection:
        return list(connection.execute(OWNERS).scalars())


class Editor:
    """A coordinator who moves forecasts in the rows of one plan: each time that of another milestone, and round again.

    Nobody saves one milestone a hundred times in a minute; done so, its growing history would be measured.
    """

    def __init__(self, world: World, person: Client, owner: str = "IE") -> None:
        self._database = make_engine(world.address)
        with self._database.connect() as connection:
            found = connection.execute(MILESTONES, {"owner": owner, "pattern": f"{owner}-0%"})
            self._milestones = [(key, f"/countries/{owner}/milestones/{reference}") for key, reference in found]
        if not self._milestones:
            raise Unexpected(f"the plan of {owner} has no open milestone with steps")
        self._person = person
        self._number = 0
        edit = person.get(f"{self._milestones[0][1]}/edit")
        token = TOKEN.search(edit.text)
        assert token is not None
        self._token = token.group(1)

    def save(self) -> float:
        """Save once, as the page's script does; seconds waited."""
        self._number += 1
        key, address = self._milestones[self._number % len(self._milestones)]
        with self._database.connect() as connection:
            version = connection.execute(VERSION, {"id": key}).scalar_one()
        day = date.fromisoformat(DAY) + timedelta(days=100 + self._number % 101)
        answer = self._person.post(
            address,
            {
                "csrf_token": self._token,
                "form": "row",
                "version": str(version),
                "forecast_on": day.isoformat(),
                "cause": "other",
                "reason": "measured",
            },
            expect=200,
            headers={"X-Requested-With": "tracker"},
        )
        return answer.seconds


def sync_ms(folder: Path) -> float:
    """Median time of one small write brought to the disk, in ms."""
    place, taken = folder / "sync", []
    with place.open("wb") as file:
        for _ in range(40):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    place.unlink()
    return statistics.median(taken) * 1000


def measure(stage: Stage) -> Iterator[Line]:
    """Processor time is what an update takes beyond the disk: the rest of the wait is its fsync and other processes."""
    with ExitStack() as opened:
        asked, worlds = [], [stage.copy_of(stage.world, "update-1"), stage.copy_of(stage.world_ten, "update-10")]
        for world in worlds:
            server = opened.enter_context(stage.tracker(world))
            asked.append((server, Editor(world, Client(server.port).sign_in(COORDINATOR)).save))
        floor = opened.enter_context(stage.floor())
        asked.append((floor, getting(Client(floor.port), "/table")))
        small, big, table = side_by_side(asked)
    said = f"client waited {small.wall:.1f} ms; one fsync of this disk {sync_ms(stage.folder):.1f} ms"
    yield Line(5, "one update through the page, server CPU", small.processor, "ms", 10.0, note=said)
    said = (
        f"bare page {table.processor:.2f} ms; the bar's 10 ms were {10 / BARE_PAGE:.1f} × on the machine it was set on"
    )
    yield Line(5, "one update against the bare page", small.processor / table.processor, "×", note=said)
    yield Line(
        5, "the same with 10 × milestones", big.processor / small.processor, "×", 1.2, note=f"{big.processor:.1f} ms"
    )
