"""Bar 2: `/gaps` over all plans in worlds of several sizes: first, kept, and of past days that nobody has asked for."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta

from bench.client import Client
from bench.results import Line, NotMeasured
from bench.serving import Server
from bench.stage import REVIEWER, Stage, cost, getting
from bench.worlds import DAY, World

THEN = [date.fromisoformat(DAY) - timedelta(days=137 + 59 * number) for number in range(3)]
LATER = timedelta(days=20)
DAYS = [date.fromisoformat(DAY) - timedelta(days=150 + 53 * number) for number in range(3)]


def measure(stage: Stage) -> Iterator[Line | NotMeasured]:
    """As a reviewer of all countries, side by side with the bare page."""
    worlds = [stage.world, stage.world_ten]
    if stage.with_hundred:
        worlds.append(stage.world_hundred)
    with ExitStack() as opened:
        floor = opened.enter_context(stage.floor())
        table = cost(floor, getting(Client(floor.port), "/table"), 40).processor
        for world in worlds:
            server = opened.enter_context(stage.tracker(world))
            yield from _of(world, server, Client(server.port).sign_in(REVIEWER), table)
    if not stage.with_hundred:
        yield NotMeasured(2, "/gaps with a hundred times the milestones", "asked for with `--hundred`")


def _of(world: World, server: Server, person: Client, table: float) -> Iterator[Line]:
    first = cost(server, getting(person, "/gaps"), 1).processor
    kept = cost(server, getting(person, "/gaps"), 20).processor
    past = statistics.median(cost(server, getting(person, f"/gaps?as_of={day}"), 1).processor for day in DAYS)
    known = [f"/gaps?as_of={day}&known={day + LATER}" for day in THEN]
    then = statistics.median(cost(server, getting(person, address), 1).processor for address in known)
    again = statistics.median(cost(server, getting(person, f"/gaps?as_of={day}"), 4).processor for day in DAYS)
    said = {
        "nothing read yet": first,
        "kept whole": kept,
        "a past day, first time": past,
        "a past day, again": again,
        "a past day as known then": then,
    }
    for name, spent in said.items():
        note = f"{world.milestones:,} milestones: {spent:.1f} ms against {table:.1f} ms of the bare page"
        yield Line(2, f"/gaps, {world.factor} ×: {name}, against the bare page", spent / table, "×", note=note)
