"""Bar 9: the catalogue checked and loaded, beside what the YAML parser alone takes for the same files."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bench.results import Line
from bench.stage import Stage, python
from bench.worlds import settings_of


def measure(stage: Stage) -> Iterator[Line]:
    """In a process of its own (`bench.loading`); processor time, medians."""
    place = stage.scratch("catalogue")
    place.mkdir(parents=True)
    taken = json.loads(python("-m", "bench.loading", settings=settings_of(place)))
    parse = taken["parse"]
    yield Line(9, "C parser alone, all files", parse, "ms")
    for name, key, limit in (("checked and loaded", "load", 4.0), ("again, unchanged", "again", 2.0)):
        yield Line(9, f"catalogue {name}", taken[key] / parse, "×", limit, note=f"{taken[key]:.0f} ms")
    yield Line(9, "catalogue checked alone", taken["check"] / parse, "×", note=f"{taken['check']:.0f} ms")
