"""Bar 3: readiness of all plans and one update, beside what the peer takes for the same work (docs/performance.md)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from bench.client import Client
from bench.measures.update import Editor
from bench.results import Line
from bench.stage import COORDINATOR, REVIEWER, Stage, getting, side_by_side

READINESS_MS = {1: 592.0, 10: 6980.0}
UPDATE_MS = {1: 226.0, 10: 1370.0}
"""Server CPU of CISO Assistant 3.18.0, 27 plans of 290 rows and ten times as many rows; SQLite, two cores, once."""


def measure(stage: Stage) -> Iterator[Line]:
    """The peer's figures are quoted, not taken in this run: its machine was one like this."""
    limits = {1: (60.0, 15.0), 10: (150.0, 100.0)}
    with ExitStack() as opened:
        for world in (stage.world, stage.world_ten):
            copy = stage.copy_of(world, f"peers-{world.factor}")
            server = opened.enter_context(stage.tracker(copy))
            reviewer = Client(server.port).sign_in(REVIEWER)
            coordinator = Client(server.port).sign_in(COORDINATOR)
            readiness, update = side_by_side(
                [(server, getting(reviewer, "/")), (server, Editor(copy, coordinator).save)], rounds=3
            )
            for what, cost, peer, limit in (
                ("readiness of all plans (overview, whole page)", readiness, READINESS_MS, limits[world.factor][0]),
                ("one milestone updated", update, UPDATE_MS, limits[world.factor][1]),
            ):
                said = f"{cost.processor:.1f} ms against {peer[world.factor]:.0f} ms of the peer"
                ratio = peer[world.factor] / cost.processor
                yield Line(3, f"{what}, {world.factor} × rows", ratio, "×", limit, at_least=True, note=said)
