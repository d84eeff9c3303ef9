"""Bar 8: from nothing to ready, and a second start."""

from __future__ import annotations

import resource
import statistics
from collections.abc import Iterator

from bench import worlds
from bench.results import Line
from bench.stage import Stage
from bench.worlds import settings_of

TIMES = 3


def measure(stage: Stage) -> Iterator[Line]:
    """Wall time, as somebody waits for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    times = [
        worlds.flask({**settings_of(stage.scratch(f"empty-{number}")), "DEMO": "0"}, "setup")[0]
        for number in range(TIMES)
    ]
    spent = (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before) / TIMES
    said = f"`flask setup`, `DEMO=0`; {spent:.1f} s of it on a processor"
    yield Line(8, "schema, catalogue and empty plans", statistics.median(times), "s", 3.0, note=said)
    world = stage.world
    seconds = float((world.data_dir / "made").read_text() or 0)
    if seconds:
        said = "`flask setup`, `DEMO=1`, schema and catalogue included"
        if stage.demonstration_seconds is None:
            said += "; from the run that made the kept world"
        yield Line(8, "demonstration", seconds, "s", 60.0, note=said)
    starts, spent = [], 0.0
    for _ in range(TIMES):
        with stage.tracker(world, workers=2) as server:
            spent = server.start_seconds()
            starts.append(server.seconds_to_first_answer)
    again, _ = worlds.flask(world.settings, "setup")
    said = f"gunicorn to the sign-in page, {spent:.1f} s on processors; `flask setup` with nothing to do {again:.1f} s"
    yield Line(8, "second start to the first 200", statistics.median(starts), "s", 1.2, note=said)
