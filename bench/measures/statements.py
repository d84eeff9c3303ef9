"""Bar 6: SQL statements a page, in worlds of two sizes. Counted inside a process of its own (`bench.counting`)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bench.results import Line
from bench.stage import Stage, python

MOST = 8


def measure(stage: Stage) -> Iterator[Line]:
    """Those of the database, rights included; those of the store of sessions and kept readings are told beside."""
    small = json.loads(python("-m", "bench.counting", settings=stage.world.settings))
    big = json.loads(python("-m", "bench.counting", settings=stage.world_ten.settings))
    for path, count in small.items():
        same = "the same" if big[path] == count else f"{big[path]['domain']} + {big[path]['store']}"
        said = f"and {count['store']} of the store; with 10 × milestones {same}"
        said += f"; the page kept whole: {count['kept']}; nothing kept yet: {count['first']}"
        yield Line(6, f"statements of {path}", count["domain"], "", MOST, note=said)
