"""Pages of the yearly cycle and of a pool's ledger with ten years behind them, beside one."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack

from bench.client import Client
from bench.cycling import live_through
from bench.measures.update import Editor
from bench.results import Line
from bench.stage import COORDINATOR, REVIEWER, Stage, cost, getting
from bench.worlds import DAY

ONE, TEN = 1, 10
TIMES = 7
BOUND = 1.2
"""So much more a page may cost with ten years: it reads the years that it shows."""

YEAR = int(DAY[:4])
PAGES: tuple[tuple[str, str, str, bool], ...] = (
    ("page of the cycle", REVIEWER, f"/governance/{YEAR - 1}", True),
    ("ledger of the pool", REVIEWER, f"/governance/{YEAR - 1}/pool", True),
    ("ledger of the pool as a file", REVIEWER, f"/governance/{YEAR - 1}/pool.csv", False),
    ("a country's contribution", COORDINATOR, f"/governance/{YEAR - 1}/pool/IE", False),
    ("desk of a coordinator, with duties", COORDINATOR, "/countries/IE", False),
    ("funding over all plans", REVIEWER, "/funding", False),
)
"""What is asked for, by whom, where, and whether it has a bound."""


def measure(stage: Stage) -> Iterator[Line]:
    """Both worlds in one run, in turns; each visit is the first one after somebody changed something elsewhere."""
    worlds = [stage.copy_of(stage.world, f"years-{number}") for number in (ONE, TEN)]
    for world, number in zip(worlds, (ONE, TEN), strict=True):
        live_through(world, number)
    with ExitStack() as opened:
        floor = opened.enter_context(stage.floor())
        bare = cost(floor, getting(Client(floor.port), "/table"), TIMES).processor
        servers = [opened.enter_context(stage.tracker(world)) for world in worlds]
        editors = [
            Editor(world, Client(server.port).sign_in("coordinator.be@demo.example"), "BE")
            for world, server in zip(worlds, servers, strict=True)
        ]
        for name, email, path, is_bound in PAGES:
            readers = [Client(server.port).sign_in(email) for server in servers]
            found: list[list[float]] = [[], []]
            for _ in range(TIMES):
                for place, (server, reader, editor) in enumerate(zip(servers, readers, editors, strict=True)):
                    editor.save()
                    found[place].append(cost(server, getting(reader, path), 1).processor)
            one, ten = (statistics.median(taken) for taken in found)
            said = f"{path}: {ten:.1f} ms against {one:.1f} ms; bare page {bare:.1f} ms"
            yield Line(2, f"{name}: ten years against one", ten / one, "×", BOUND if is_bound else None, note=said)
