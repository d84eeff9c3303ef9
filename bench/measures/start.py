"""Bar 8: from nothing to ready, and a second start."""

from __future__ import annotations

import resource
import statistics
import subprocess
import time
from collections.abc import Iterator

from bench import worlds
from bench.results import Line
from bench.stage import Stage
from bench.worlds import settings_of
from tools import places

TIMES = 3
ALONE = """
import flask, flask_babel, flask_login, flask_wtf, gunicorn.app.wsgiapp, gunicorn.workers.gthread, whitenoise
from sqlalchemy.orm import configure_mappers
import app.models
configure_mappers()
"""
"""The libraries that every page needs, and the tables of the house mapped; no page, no rule, no form of ours."""


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
    alone = statistics.median(_seconds_alone() for _ in range(TIMES))
    said = "Python begun, web and database libraries imported, all tables mapped; nothing served"
    yield Line(8, "of a second start, libraries and tables alone", alone, "s", note=said)
    again, _ = worlds.flask(world.settings, "setup")
    said = f"gunicorn to the sign-in page, {spent:.1f} s on processors; `flask setup` with nothing to do {again:.1f} s"
    yield Line(8, "second start to the first 200", statistics.median(starts), "s", 1.2, note=said)


def _seconds_alone() -> float:
    began = time.monotonic()
    python = places.BIN / "python"
    subprocess.run([python, "-c", ALONE], cwd=places.ROOT, env=places.environment(), check=True)
    return time.monotonic() - began
