"""Bar 14: the same pages from the same data on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack

from bench.client import Client
from bench.results import Line
from bench.stage import REVIEWER, Stage, getting, python, side_by_side

PATHS = ("/", "/countries/IE", "/countries/IE/blocks/3", "/blocks/3", "/gaps")


def measure(stage: Stage) -> Iterator[Line]:
    """Wall time, for PostgreSQL works in processes of its own."""
    world = stage.world_on_postgresql
    with ExitStack() as opened:
        counts = [json.loads(python("-m", "bench.counting", settings=w.settings)) for w in (stage.world, world)]
        servers = [opened.enter_context(stage.tracker(w)) for w in (stage.world, world)]
        people = [Client(server.port).sign_in(REVIEWER) for server in servers]
        for path in PATHS:
            asked = [(server, getting(person, path)) for server, person in zip(servers, people, strict=True)]
            small, other = side_by_side(asked, times=6, rounds=5)
            said = f"{other.wall:.1f} ms against {small.wall:.1f} ms"
            yield Line(14, f"PostgreSQL against SQLite: {path}", other.wall / small.wall, "×", 2.0, note=said)
        others = [path for path in counts[0] if counts[0][path]["domain"] != counts[1][path]["domain"]]
        yield Line(14, "pages with another number of statements", len(others), "", 0.0, note=", ".join(others))
