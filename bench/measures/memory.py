"""Bar 10: memory of a worker after work, and its growth with the data."""

from __future__ import annotations

from collections.abc import Iterator

from bench.client import Client
from bench.results import Line
from bench.stage import COORDINATOR, REVIEWER, Stage
from bench.worlds import World

PATHS = ("/", "/gaps", "/countries/IE", "/countries/IE/blocks/3", "/blocks/3", "/catalogue", "/?as_of=2026-03-01")
OWNERS = ("BE", "DE", "FR", "IT", "PL", "SE")


def measure(stage: Stage) -> Iterator[Line]:
    """Ten times the milestones in 27 plans stand for 270 plans: the catalogue knows 27 Member States."""
    small, begun = _after_work(stage, stage.world)
    big, _ = _after_work(stage, stage.world_ten)
    yield Line(10, "memory of a worker after work (PSS)", small, "MiB", 90.0)
    said = "libraries imported, tables mapped, one page made; no data read"
    yield Line(10, "memory of the process that workers are made from (RSS)", begun, "MiB", note=said)
    yield Line(10, "growth with 10 × milestones", (big / small - 1) * 100, "%", 5.0, note=f"{big:.0f} MiB")


def _after_work(stage: Stage, world: World) -> tuple[float, float]:
    """Memory of the biggest worker, and of the process it was made from before anybody came; MiB."""
    with stage.tracker(world, workers=2) as server:
        begun = server.begun_mib()
        for _ in range(3):  # each connection may come to the other worker
            for person in (REVIEWER, COORDINATOR):
                client = Client(server.port).sign_in(person)
                for path in PATHS:
                    client.get(path)
                if person == REVIEWER:
                    for owner in OWNERS:
                        client.get(f"/countries/{owner}/blocks/3")
                client.close()
        return server.memory_mib(), begun
